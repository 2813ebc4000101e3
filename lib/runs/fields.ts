import type { AccessFilter } from "@/lib/auth/access-filter";
import type { Db } from "@/lib/db/client";
import { directOf, type Sql } from "@/lib/db/direct";
import { inList } from "@/lib/db/group-commit";
import { firstMetrics, firstPairs, shownCharacters, type FirstOf, type Pair, type PairTable } from "./cells";
import { parameters } from "./conditions";
import { seenExperiment } from "./queries";
import { lifecycle, scopeOf, type Question } from "./run-source";

/**
 * Something that a filter can ask for; `values` where runs have few, none of them longer than 300
 * characters.
 */
export type Field = {
  kind: "metric" | "param" | "tag" | "attribute";
  name: string;
  values: { text: string; runs: number }[] | null;
};
/** Fields of the newest runs; `more` when there are others, which a search finds by how they begin. */
export type Fields = { fields: Field[]; more: boolean; lookedAt: number };

/** The newest runs that are looked at, their first names, a field's values, and the fields of an answer. */
const [runsAtMost, namesOfRun, fewValues, fieldsAtMost] = [200, 100, 12, 200];
const nameCharacters = 250;

/**
 * What the newest runs of an experiment, or of a project, can be asked for: names that hold `search`
 * among the first of each run, and names that begin with it among all.
 */
export async function findFields(
  db: Db,
  { projectId, access }: { projectId: string; access: AccessFilter },
  { experiment, search = "" }: { experiment?: string | undefined; search?: string | undefined },
): Promise<Fields> {
  const found = experiment === undefined ? null : await seenExperiment(db, projectId, access, experiment);
  const sql = directOf(db);
  const scope = { projectId, access, experiments: found === null ? null : [found] };
  const ids = await newestRuns(sql, scope);
  const fits = (name: string) => name.toLowerCase().includes(search.toLowerCase());
  const metrics = await firstMetrics(sql, ids, namesOfRun);
  const metricNames = new Set(
    [...metrics.values()].flatMap(({ items }) => items.map(({ logged }) => logged)),
  );
  if (search !== "")
    for (const name of await metricsBeginning(sql, ids, projectId, search)) metricNames.add(name);
  const [params, tags] = [
    await firstPairs(sql, "RunParam", ids, namesOfRun),
    await firstPairs(sql, "RunTag", ids, namesOfRun),
  ];
  const all: Field[] = [
    ...(await attributes(sql, ids)),
    ...[...metricNames].sort().map((name) => ({ kind: "metric" as const, name, values: null })),
    ...pairFields("param", params, await pairsBeginning(sql, "RunParam", ids, search)),
    ...pairFields("tag", tags, await pairsBeginning(sql, "RunTag", ids, search)),
  ];
  const fields = all.filter(({ name }) => fits(name) && name.length <= nameCharacters);
  const cut = [...metrics.values(), ...params.values(), ...tags.values()].some(({ more }) => more);
  return {
    fields: fields.slice(0, fieldsAtMost),
    more: cut || fields.length > fieldsAtMost,
    lookedAt: ids.length,
  };
}

async function newestRuns(
  sql: Sql,
  scope: Pick<Question, "projectId" | "access" | "experiments">,
): Promise<number[]> {
  const bound = parameters();
  const question: Question = {
    ...scope,
    view: "ACTIVE_ONLY",
    filters: [],
    orders: [],
    metrics: new Map(),
  };
  const where = [...scopeOf(sql, question, bound), lifecycle("ACTIVE_ONLY")].join(" AND ");
  const rows = await sql.all<{ id: number }>(
    `SELECT r."id" FROM "Run" r WHERE ${where} ORDER BY r."startTime" DESC LIMIT ${runsAtMost}`,
    bound.values,
  );
  return rows.map(({ id }) => id);
}

/** Attributes with the values that these runs have. */
async function attributes(sql: Sql, ids: readonly number[]): Promise<Field[]> {
  const list = inList(sql, "$1", "int");
  const counted = (column: string, from: string) =>
    sql.all<{ text: string; runs: number }>(
      `SELECT ${column} AS "text", count(*) AS "runs" FROM ${from} WHERE r."id" IN ${list} GROUP BY ${column}
       ORDER BY 2 DESC, 1 LIMIT ${fewValues}`,
      [JSON.stringify(ids)],
    );
  return [
    { kind: "attribute", name: "status", values: await counted(`r."status"`, `"Run" r`) },
    {
      kind: "attribute",
      name: "data",
      values: await counted(
        `d."name" || '@v' || v."number"`,
        `"Run" r JOIN "DatasetVersion" v ON v."id" = r."datasetVersionId"
         JOIN "Dataset" d ON d."id" = v."datasetId"`,
      ),
    },
    {
      kind: "attribute",
      name: "dataset.name",
      values: await counted(
        `d."name"`,
        `"RunInput" i JOIN "Run" r ON r."id" = i."runId" JOIN "ClientDataset" d ON d."id" = i."datasetId"`,
      ),
    },
    ...["name", "user", "started", "ended", "run_id"].map((name): Field => ({
      kind: "attribute",
      name,
      values: null,
    })),
  ];
}

function pairFields(
  kind: "param" | "tag",
  runs: ReadonlyMap<number, FirstOf<Pair>>,
  beginning: readonly string[],
): Field[] {
  const found = new Map<string, Map<string, number>>(beginning.map((name) => [name, new Map()]));
  for (const { items } of runs.values())
    for (const { key, value } of items) {
      const values = found.get(key) ?? new Map<string, number>();
      found.set(key, values.set(value, (values.get(value) ?? 0) + 1));
    }
  return [...found].map(([name, values]) => ({
    kind,
    name,
    values:
      values.size >= 1 && values.size <= fewValues && ![...values.keys()].some(isCut)
        ? [...values].map(([text, count]) => ({ text, runs: count })).toSorted((a, b) => b.runs - a.runs)
        : null,
  }));
}

/** Whether a value is too long to be here whole; what was cut compares with nothing. */
function isCut(value: string): boolean {
  return [...value].length > shownCharacters;
}

/** The least text above all that begin with this one. */
function above(text: string): string {
  return `${text}\u{10ffff}`;
}

async function pairsBeginning(
  sql: Sql,
  table: PairTable,
  ids: readonly number[],
  search: string,
): Promise<string[]> {
  if (search === "" || ids.length === 0) return [];
  const rows = await sql.all<{ key: string }>(
    `SELECT DISTINCT "key" FROM (SELECT f."key" FROM "${table}" f
     WHERE f."runId" IN ${inList(sql, "$1", "int")} AND f."key" >= $2 AND f."key" < $3 LIMIT 2000) b
     ORDER BY 1 LIMIT ${fieldsAtMost}`,
    [JSON.stringify(ids), search, above(search)],
  );
  return rows.map(({ key }) => key);
}

async function metricsBeginning(
  sql: Sql,
  ids: readonly number[],
  projectId: string,
  search: string,
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await sql.all<{ key: string }>(
    `SELECT k."key" FROM (SELECT "id", "key" FROM "MetricKey"
     WHERE "projectId" = $2 AND "key" >= $3 AND "key" < $4 ORDER BY "key" LIMIT 500) k
     WHERE EXISTS (SELECT 1 FROM "MetricLatest" f
     WHERE f."runId" IN ${inList(sql, "$1", "int")} AND f."keyId" = k."id") LIMIT ${fieldsAtMost}`,
    [JSON.stringify(ids), projectId, search, above(search)],
  );
  return rows.map(({ key }) => key);
}
