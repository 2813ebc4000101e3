import type { Tx } from "@/lib/db/client";
import { cohenKappa, fleissKappa, krippendorffAlpha, pairsAgreeing } from "@/lib/stats/agreement";
import { namesOf } from "@/lib/auth/users";
import { countsOf, type Task } from "./queries";

/** Pairs of people that are told of at most, those with most rows in common. */
const pairsAtMost = 50;

const orNull = (value: number) => (Number.isFinite(value) ? value : null);

/** How far people agree on the rows of a task; null where nothing can be said. */
export async function agreementOf(db: Tx, task: Task) {
  const ratings = [...(await countsOf(db, task)).values()];
  const several = ratings.filter((counts) => counts.reduce((sum, n) => sum + n, 0) > 1);
  return {
    /** Rows that two people or more have labelled. */
    rows: several.length,
    disagreeing: several.filter((counts) => counts.filter((n) => n > 0).length > 1).length,
    agreeing: orNull(pairsAgreeing(ratings)),
    krippendorff: orNull(krippendorffAlpha(ratings, task.ordinal ? "ordinal" : "nominal")),
    level: task.ordinal ? ("ordinal" as const) : ("nominal" as const),
    fleiss: orNull(fleissKappa(several)),
    pairs: await pairsOf(db, task),
  };
}
export type Agreement = Awaited<ReturnType<typeof agreementOf>>;

type Pair = { a: string; b: string; first: number; second: number; rows: number | bigint };

async function pairsOf(db: Tx, { id, classes, ordinal }: Task) {
  const found = await db.$queryRaw<Pair[]>`
    SELECT x."userId" AS "a", y."userId" AS "b", x."class" AS "first", y."class" AS "second",
      count(*) AS "rows" FROM "Label" x
    JOIN "Label" y ON y."taskId" = x."taskId" AND y."position" = x."position" AND x."userId" < y."userId"
    WHERE x."taskId" = ${id} AND x."class" IS NOT NULL AND y."class" IS NOT NULL
    GROUP BY x."userId", y."userId", x."class", y."class"`;
  const tables = new Map<string, { a: string; b: string; rows: number; table: number[][] }>();
  for (const { a, b, first, second, rows } of found) {
    const pair = tables.get(`${a} ${b}`) ?? { a, b, rows: 0, table: classes.map(() => classes.map(() => 0)) };
    pair.rows += Number(rows);
    pair.table[Number(first)]![Number(second)] = Number(rows);
    tables.set(`${a} ${b}`, pair);
  }
  const most = [...tables.values()].sort((x, y) => y.rows - x.rows || (x.a < y.a ? -1 : 1));
  const shown = most.slice(0, pairsAtMost);
  const names = await namesOf(
    db,
    shown.flatMap(({ a, b }) => [a, b]),
  );
  return {
    total: most.length,
    shown: shown.map(({ a, b, rows, table }) => ({
      people: [names.get(a) ?? null, names.get(b) ?? null],
      rows,
      cohen: orNull(cohenKappa(table)),
      /** By squared distance, where the classes have an order. */
      weighted: ordinal ? orNull(cohenKappa(table, "quadratic")) : null,
    })),
  };
}
