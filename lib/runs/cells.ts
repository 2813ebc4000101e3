import { setImmediate as nextTurn } from "node:timers/promises";
import type { Sql } from "@/lib/db/direct";
import { inList } from "@/lib/db/group-commit";

/** A param or tag of a run; a value longer than was asked for is cut and ends in "…". */
export type Pair = { key: string; value: string };
/** The first names of a run, in their order, and whether there are more. */
export type FirstOf<Item> = { items: Item[]; more: boolean };
/** A run's newest value of a metric; `logged` is its name as it was logged, `key` without the split. */
export type Metric = { logged: string; key: string; split: string; value: number; step: number };
export type PairTable = "RunParam" | "RunTag";

/** Characters of a value that a list shows. */
export const shownCharacters = 300;

/** The first `each` params or tags of each run by its inner id; runs without any are not in it. */
export async function firstPairs(
  sql: Sql,
  table: PairTable,
  runIds: readonly number[],
  each: number,
): Promise<Map<number, FirstOf<Pair>>> {
  const columns = `f."runId", ${cutSql(`f."key"`)} AS "key", ${cutSql(`f."value"`)} AS "value"`;
  const rows = await firstRows<Pair & { runId: number }>(sql, runIds, (runs) =>
    firstSql(columns, `"${table}" f`, "key", { runs, each }),
  );
  return firstOf(rows, ({ key, value }) => ({ key, value }), each);
}

/** Params or tags of runs by name. */
export async function namedPairs(
  sql: Sql,
  table: PairTable,
  runIds: readonly number[],
  names: readonly string[],
): Promise<Map<number, Pair[]>> {
  if (names.length === 0 || runIds.length === 0) return new Map();
  const rows = await sql.all<Pair & { runId: number }>(
    `SELECT f."runId", f."key", ${cutSql(`f."value"`)} AS "value" FROM "${table}" f
     WHERE f."runId" IN ${inList(sql, "$1", "int")} AND f."key" IN ${inList(sql, "$2")}
     ORDER BY f."runId", f."key"`,
    [JSON.stringify(runIds), JSON.stringify(names)],
  );
  return grouped(rows, ({ key, value }) => ({ key, value }));
}

type MetricRow = Metric & { runId: number; nan: number };
const metricColumns = `f."runId", k."key" AS "logged", k."name" AS "key", k."split",
  f."value", f."step", f."nan"`;

/** The first `each` metrics of each run, in the order in which their names were first logged. */
export async function firstMetrics(
  sql: Sql,
  runIds: readonly number[],
  each: number,
): Promise<Map<number, FirstOf<Metric>>> {
  const from = `"MetricLatest" f JOIN "MetricKey" k ON k."id" = f."keyId"`;
  const rows = await firstRows<MetricRow>(sql, runIds, (runs) =>
    firstSql(metricColumns, from, "keyId", { runs, each }),
  );
  return firstOf(rows, metricOfRow, each);
}

/** Metrics of runs by their names as they were logged. */
export async function namedMetrics(
  sql: Sql,
  projectId: string,
  runIds: readonly number[],
  logged: readonly string[],
): Promise<Map<number, Metric[]>> {
  if (logged.length === 0 || runIds.length === 0) return new Map();
  const rows = await sql.all<MetricRow>(
    `SELECT ${metricColumns} FROM "MetricKey" k
     JOIN "MetricLatest" f ON f."keyId" = k."id" AND f."runId" IN ${inList(sql, "$1", "int")}
     WHERE k."projectId" = $2 AND k."key" IN ${inList(sql, "$3")} ORDER BY f."runId", k."key"`,
    [JSON.stringify(runIds), projectId, JSON.stringify(logged)],
  );
  return grouped(rows, metricOfRow);
}

/** Metrics of runs by their names without the split, under whatever split they were logged. */
export async function metricsCalled(
  sql: Sql,
  projectId: string,
  runIds: readonly number[],
  names: readonly string[],
): Promise<Map<number, Metric[]>> {
  if (names.length === 0 || runIds.length === 0) return new Map();
  const rows = await sql.all<MetricRow>(
    `SELECT ${metricColumns} FROM "MetricKey" k
     JOIN "MetricLatest" f ON f."keyId" = k."id" AND f."runId" IN ${inList(sql, "$1", "int")}
     WHERE k."projectId" = $2 AND k."name" IN ${inList(sql, "$3")} ORDER BY f."runId", k."key"`,
    [JSON.stringify(runIds), projectId, JSON.stringify(names)],
  );
  return grouped(rows, metricOfRow);
}

/** Runs whose first rows SQLite reads before others have a turn. */
const runsInATurn = 10;

/** The first rows of one run at `$1`, along the primary key; or of many, whose ids are a JSON list there. */
function firstSql(
  columns: string,
  from: string,
  key: string,
  { runs, each }: { runs: "one" | "many"; each: number },
): string {
  const first = (run: string) =>
    `SELECT ${columns} FROM ${from} WHERE f."runId" = ${run} ORDER BY f."${key}" LIMIT ${each + 1}`;
  return runs === "one"
    ? first("$1")
    : `SELECT l.* FROM json_array_elements_text($1::json) x CROSS JOIN LATERAL (${first("x.value::int")}) l`;
}

/**
 * Reads the first rows of runs: at once where the database is elsewhere;
 * in turns with others where it is in this process.
 */
async function firstRows<Row>(
  sql: Sql,
  runIds: readonly number[],
  statement: (runs: "one" | "many") => string,
): Promise<Row[]> {
  if (runIds.length === 0) return [];
  if (sql.provider === "postgresql") return sql.all<Row>(statement("many"), [JSON.stringify(runIds)]);
  const text = statement("one");
  const rows: Row[] = [];
  for (const [i, id] of runIds.entries()) {
    if (i % runsInATurn === runsInATurn - 1) await nextTurn();
    rows.push(...(await sql.all<Row>(text, [id])));
  }
  return rows;
}

function cutSql(value: string): string {
  return `CASE WHEN length(${value}) > ${shownCharacters} THEN substr(${value}, 1, ${shownCharacters}) || '…'
    ELSE ${value} END`;
}

function metricOfRow({ logged, key, split, value, step, nan }: MetricRow): Metric {
  return { logged, key, split, value: nan ? NaN : value, step };
}

function grouped<Row extends { runId: number }, Item>(
  rows: readonly Row[],
  itemOf: (row: Row) => Item,
): Map<number, Item[]> {
  const found = new Map<number, Item[]>();
  for (const row of rows) {
    const own = found.get(row.runId) ?? [];
    own.push(itemOf(row));
    found.set(row.runId, own);
  }
  return found;
}

function firstOf<Row extends { runId: number }, Item>(
  rows: readonly Row[],
  itemOf: (row: Row) => Item,
  each: number,
): Map<number, FirstOf<Item>> {
  return new Map(
    [...grouped(rows, itemOf)].map(([id, items]) => [
      id,
      { items: items.slice(0, each), more: items.length > each },
    ]),
  );
}
