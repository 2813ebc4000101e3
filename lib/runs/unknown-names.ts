import type { Sql } from "@/lib/db/direct";
import { inList } from "@/lib/db/group-commit";
import { parameters } from "./conditions";
import { lifecycle, scopeOf, type Question } from "./run-source";

/**
 * A name of a filter or an order that no run has; params and tags are looked for in the newest `lookedAt`
 * runs, null for all.
 */
export type UnknownName = { kind: "metric" | "param" | "tag"; name: string; lookedAt: number | null };

/** Runs whose params and tags are looked through for a name. */
const lookedAtMost = 1_000;

/**
 * Which names of a question nothing has, so that an empty page can say why. Where a run was `found`, it has
 * every name that the filter compares.
 */
export async function unknownNames(
  sql: Sql,
  question: Question,
  { found }: { found: boolean },
): Promise<UnknownName[]> {
  const compared = question.filters.filter(({ operator }) => !found || operator === "IS NULL");
  const asked = [...compared, ...question.orders];
  const namesOf = (kind: string) => [
    ...new Set(asked.filter((field) => field.kind === kind).map(({ key }) => key)),
  ];
  const metrics = namesOf("metric").filter((name) => (question.metrics.get(name)?.ids.length ?? 0) === 0);
  return [
    ...metrics.map((name) => ({ kind: "metric" as const, name, lookedAt: null })),
    ...(await unknownPairs(sql, question, "param", namesOf("param"))),
    ...(await unknownPairs(sql, question, "tag", namesOf("tag"))),
  ];
}

async function unknownPairs(
  sql: Sql,
  question: Question,
  kind: "param" | "tag",
  names: readonly string[],
): Promise<UnknownName[]> {
  if (names.length === 0) return [];
  const bound = parameters();
  const scope = [...scopeOf(sql, question, bound), lifecycle(question.view)].join(" AND ");
  const list = inList(sql, bound.bind(JSON.stringify(names)));
  const table = kind === "param" ? "RunParam" : "RunTag";
  const newest = `SELECT r."id" FROM "Run" r WHERE ${scope} ORDER BY r."startTime" DESC
    LIMIT ${lookedAtMost + 1}`;
  const rows = await sql.all<{ key: string | null; looked: number }>(
    `WITH n AS (${newest}) SELECT DISTINCT f."key", (SELECT count(*) FROM n) AS "looked" FROM (SELECT 1) one
     LEFT JOIN "${table}" f ON f."runId" IN (SELECT "id" FROM n) AND f."key" IN ${list}`,
    bound.values,
    "once",
  );
  const looked = rows[0]?.looked ?? 0;
  const found = new Set(rows.map(({ key }) => key));
  if (looked === 0) return [];
  return names
    .filter((name) => !found.has(name))
    .map((name) => ({ kind, name, lookedAt: looked > lookedAtMost ? lookedAtMost : null }));
}
