import type { Db } from "@/lib/db/client";
import { directOf, type Sql } from "@/lib/db/direct";
import { toPage } from "@/lib/page";
import type { Metric, Pair, PairTable } from "./cells";

/**
 * Which page: after a name, of names that hold a text;
 * `own` leaves out what MLflow's clients write of themselves.
 */
export type ItemsQuery = {
  after?: string | undefined;
  search?: string | undefined;
  own?: boolean | undefined;
  limit: number;
};
export type RunFile = { path: string; sha256: string; bytes: number };
/** A page of a list by name; `next` is the name to go on after. */
export type Items<Item> = { items: Item[]; next: string | null };

/** Characters of a param's or tag's value that a list of one run shows. */
const valueCharacters = 5_000;
const pairColumns = `f."key", CASE WHEN length(f."value") > ${valueCharacters}
  THEN substr(f."value", 1, ${valueCharacters}) || '…' ELSE f."value" END AS "value"`;

/** A page of a run's params or tags. */
export async function listPairs(
  db: Db,
  table: PairTable,
  runId: number,
  query: ItemsQuery,
): Promise<Items<Pair>> {
  const source = { from: `"${table}" f`, name: `f."key"`, columns: pairColumns };
  return pageOf<Pair, Pair>(directOf(db), runId, source, query, ({ key, value }) => ({ key, value }));
}

const metricSource = {
  from: `"MetricLatest" f JOIN "MetricKey" k ON k."id" = f."keyId"`,
  name: `k."key"`,
  columns: `k."key" AS "logged", k."name" AS "key", k."split", f."value", f."step", f."nan"`,
};

/** A page of a run's metrics, each with its newest value. */
export async function listRunMetrics(db: Db, runId: number, query: ItemsQuery): Promise<Items<Metric>> {
  return pageOf<Metric & { nan: number }, Metric>(
    directOf(db),
    runId,
    metricSource,
    query,
    ({ logged, key, split, value, step, nan }) => ({
      logged,
      key,
      split,
      value: nan ? NaN : value,
      step,
    }),
  );
}

/** A page of a run's files. */
export async function listRunFiles(db: Db, runId: number, query: ItemsQuery): Promise<Items<RunFile>> {
  const source = {
    from: `"RunArtifact" f`,
    name: `f."path"`,
    columns: `f."path", f."sha256", f."bytes"`,
  };
  return pageOf<RunFile, RunFile>(directOf(db), runId, source, query, ({ path, sha256, bytes }) => ({
    path,
    sha256,
    bytes,
  }));
}

/**
 * Rows of a run by name, after a name; those whose name holds a text, in any case, where one is searched for.
 */
async function pageOf<Row, Item>(
  sql: Sql,
  runId: number,
  { from, name, columns }: { from: string; name: string; columns: string },
  { after, search, own, limit }: ItemsQuery,
  itemOf: (row: Row) => Item,
): Promise<Items<Item>> {
  const values: (string | number)[] = [runId];
  const isPostgres = sql.provider === "postgresql";
  const byName = isPostgres ? `${name} COLLATE "C"` : name;
  const where = [`f."runId" = $1`];
  if (after !== undefined) where.push(`${byName} > $${values.push(after)}`);
  if (own) where.push(`(${byName} < 'mlflow.' OR ${byName} >= 'mlflow/')`);
  if (search) {
    const text = `$${values.push(search.toLowerCase())}`;
    where.push(`${isPostgres ? `strpos(lower(${name}), ${text})` : `instr(lower(${name}), ${text})`} > 0`);
  }
  const rows = await sql.all<Row & { name: string }>(
    `SELECT ${columns}, ${name} AS "name" FROM ${from} WHERE ${where.join(" AND ")} ORDER BY ${byName}
     LIMIT $${values.push(limit + 1)}`,
    values,
  );
  const page = toPage(rows, limit, ({ name: last }) => last);
  return { items: page.rows.map(itemOf), next: page.next };
}

const countedAtMost = 10_000;
/** How many of something a run has, as far as they are counted; `more` when there are others. */
export type ItemCount = { number: number; more: boolean };
export type ItemCounts = Record<"params" | "tags" | "metrics" | "files", ItemCount>;

/** How many params, tags, metrics and files a run has. */
export async function countItems(db: Db, runId: number): Promise<ItemCounts> {
  const sql = directOf(db);
  return {
    params: await countIn(sql, "RunParam", runId),
    tags: await countIn(sql, "RunTag", runId),
    metrics: await countIn(sql, "MetricLatest", runId),
    files: await countIn(sql, "RunArtifact", runId),
  };
}

async function countIn(sql: Sql, table: string, runId: number): Promise<ItemCount> {
  const [row] = await sql.all<{ count: number }>(
    `SELECT count(*) AS "count"
     FROM (SELECT 1 FROM "${table}" f WHERE f."runId" = $1 LIMIT ${countedAtMost + 1}) c`,
    [runId],
  );
  const count = row?.count ?? 0;
  return { number: Math.min(count, countedAtMost), more: count > countedAtMost };
}
