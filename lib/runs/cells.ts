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
  const rows = await sql.all<Pair & { runId: number }>(
    `SELECT f."runId", f."key", ${cutSql(`f."value"`)} AS "value" FROM ${firstSql(sql, table, "key", each + 1)} ORDER BY f."runId", f."key"`,
    [JSON.stringify(runIds)],
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
    `SELECT f."runId", f."key", ${cutSql(`f."value"`)} AS "value" FROM "${table}" f WHERE f."runId" IN ${inList(sql, "$1", "int")} AND f."key" IN ${inList(sql, "$2")} ORDER BY f."runId", f."key"`,
    [JSON.stringify(runIds), JSON.stringify(names)],
  );
  return grouped(rows, ({ key, value }) => ({ key, value }));
}

type MetricRow = Metric & { runId: number; nan: number };
const metricColumns = `f."runId", k."key" AS "logged", k."name" AS "key", k."split", f."value", f."step", f."nan"`;
const joined = `JOIN "MetricKey" k ON k."id" = f."keyId"`;

/** The first `each` metrics of each run, in the order in which their names were first logged. */
export async function firstMetrics(
  sql: Sql,
  runIds: readonly number[],
  each: number,
): Promise<Map<number, FirstOf<Metric>>> {
  const rows = await sql.all<MetricRow>(
    `SELECT ${metricColumns} FROM ${firstSql(sql, "MetricLatest", "keyId", each + 1)} ${joined} ORDER BY f."runId", f."keyId"`,
    [JSON.stringify(runIds)],
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
    `SELECT ${metricColumns} FROM "MetricKey" k JOIN "MetricLatest" f ON f."keyId" = k."id" AND f."runId" IN ${inList(sql, "$1", "int")} WHERE k."projectId" = $2 AND k."key" IN ${inList(sql, "$3")} ORDER BY f."runId", k."key"`,
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
    `SELECT ${metricColumns} FROM "MetricKey" k JOIN "MetricLatest" f ON f."keyId" = k."id" AND f."runId" IN ${inList(sql, "$1", "int")} WHERE k."projectId" = $2 AND k."name" IN ${inList(sql, "$3")} ORDER BY f."runId", k."key"`,
    [JSON.stringify(runIds), projectId, JSON.stringify(names)],
  );
  return grouped(rows, metricOfRow);
}

/** The first rows of each run, whose ids are a JSON list at `$1`, as a table `f`; found along the primary key, so that a run of very many names costs no more than others. */
function firstSql(sql: Sql, table: PairTable | "MetricLatest", key: string, each: number): string {
  return sql.provider === "postgresql"
    ? `json_array_elements_text($1::json) x CROSS JOIN LATERAL (SELECT * FROM "${table}" g WHERE g."runId" = x.value::int ORDER BY g."${key}" LIMIT ${each}) f`
    : `json_each($1) x JOIN "${table}" f ON f."runId" = x.value AND f."${key}" IN (SELECT g."${key}" FROM "${table}" g WHERE g."runId" = x.value ORDER BY g."${key}" LIMIT ${each})`;
}

function cutSql(value: string): string {
  return `CASE WHEN length(${value}) > ${shownCharacters} THEN substr(${value}, 1, ${shownCharacters}) || '…' ELSE ${value} END`;
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
