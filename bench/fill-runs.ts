import { randomUUID } from "node:crypto";
import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";

/**
 * An experiment of many runs with twenty metrics and twenty params each, written straight into the database;
 * its number.
 */
export async function fillRuns(db: Db, count: number): Promise<number> {
  const project = await db.project.findFirstOrThrow();
  const experiment = await db.experiment.create({
    data: { projectId: project.id, number: 1_000, name: `${count} runs` },
  });
  const names = Array.from({ length: 20 }, (_, k) => `m${k}`);
  const keys = new Map(
    (await db.metricKey.findMany({ where: { projectId: project.id, key: { in: names } } })).map(
      ({ id, key }) => [key, id],
    ),
  );
  for (let from = 0; from < count; from += 2_000)
    await fillPart(db, {
      projectId: project.id,
      experimentId: experiment.id,
      from,
      size: Math.min(2_000, count - from),
      keys: names.map((name) => keys.get(name)!),
    });
  const sql = directOf(db);
  await sql.all(sql.provider === "sqlite" ? "PRAGMA wal_checkpoint(TRUNCATE)" : `ANALYZE`);
  await db.$disconnect();
  return experiment.number;
}

type Part = { projectId: string; experimentId: number; from: number; size: number; keys: number[] };

async function fillPart(db: Db, { projectId, experimentId, from, size, keys }: Part): Promise<void> {
  await directOf(db).transaction(async (sql) => {
    const places = Array.from({ length: size }, (_, i) => from + i);
    const uids = places.map(() => randomUUID().replaceAll("-", ""));
    const text = (values: string[]) => ({ type: "text", values });
    const int = (values: number[]) => ({ type: "int", values });
    const big = (values: number[]) => ({ type: "bigint", values });
    await sql.insert(
      "Run",
      {
        uid: text(uids),
        projectId: text(uids.map(() => projectId)),
        experimentId: int(uids.map(() => experimentId)),
        name: text(uids.map((uid) => uid.slice(0, 8))),
        status: text(uids.map(() => "FINISHED")),
        createdBy: text(uids.map(() => "bench")),
        startTime: big(places.map((i) => 1_700_000_000_000 + i)),
      },
      "",
    );
    const [newest] = await sql.all<{ id: number }>(`SELECT max("id") AS "id" FROM "Run"`);
    const ids = places.map((_, i) => newest!.id - size + 1 + i);
    const cells = ids.flatMap((id, i) => keys.map((key, k) => ({ id, key, k, i: places[i]! })));
    await sql.insert(
      "MetricLatest",
      {
        runId: int(cells.map(({ id }) => id)),
        keyId: int(cells.map(({ key }) => key)),
        experimentId: int(cells.map(() => experimentId)),
        step: big(cells.map(() => 0)),
        time: big(cells.map(() => 0)),
        value: {
          type: "float8",
          values: cells.map(({ i, k }) => ((i * 7919 + k * 104_729) % 1_000_003) / 1_000_003),
        },
        nan: int(cells.map(() => 0)),
      },
      "",
    );
    await sql.insert(
      "RunParam",
      {
        runId: int(cells.map(({ id }) => id)),
        key: text(cells.map(({ k }) => `p${k}`)),
        value: text(
          cells.map(({ i, k }) =>
            k === 7 ? String(i % 5 === 0 ? 8 : 7) : `value ${k} of a run that was trained some time ago`,
          ),
        ),
      },
      "",
    );
  });
}
