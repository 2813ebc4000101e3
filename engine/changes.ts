import type { DuckDBConnection } from "@duckdb/node-api";
import type { Changes } from "@/lib/datasets/changes";
import type { EngineRequests, NamedTable } from "@/lib/datasets/engine";
import { counted } from "@/lib/format";
import { withDuckDb } from "./duckdb";
import { numberedRows } from "./version-file";

type Tables = { before: NamedTable; after: NamedTable };

/**
 * Compares two tables: columns by name, rows by the columns of a key where it names each row in both, else as
 * whole rows, however often each occurs.
 */
export function compareTables({
  tables: [before, after],
  key,
}: EngineRequests["changes"]["input"]): Promise<Changes> {
  const files = [before.file, after.file];
  return withDuckDb({ files }, async (connection) => {
    const typeOf = (table: NamedTable) => new Map(table.columns.map(({ name, type }) => [name, type]));
    const [old, now] = [typeOf(before), typeOf(after)];
    const shared = after.columns.filter(({ name, type }) => old.get(name) === type).map(({ name }) => name);
    const columns = {
      added: after.columns.map(({ name }) => name).filter((name) => !old.has(name)),
      removed: before.columns.map(({ name }) => name).filter((name) => !now.has(name)),
      retyped: after.columns.flatMap(({ name, type }) => {
        const was = old.get(name);
        return was === undefined || was === type ? [] : [{ name, before: was, after: type }];
      }),
      changed: [],
      drifted: [],
    };
    const whole = { before: before.rows, after: after.rows, key: [], keyProblem: null, changed: 0, columns };
    const tables = { before, after };
    await makeViews(connection, tables, shared);
    const keyProblem = await problemOf(connection, { tables, shared, key });
    if (key.length === 0 || keyProblem) return { ...whole, keyProblem, ...(await byRow(connection, shared)) };
    const { cells: changed, ...rows } = await byKey(connection, shared, key);
    return { ...whole, key: [...key], ...rows, columns: { ...columns, changed } };
  });
}

const asWhole = "Rows were compared as a whole";

type ByKey = { added: number; removed: number; changed: number; cells: { name: string; rows: number }[] };

/** Both tables as views with the columns that they share, under the same ids. */
async function makeViews(
  connection: DuckDBConnection,
  tables: Tables,
  shared: readonly string[],
): Promise<void> {
  for (const [view, table] of Object.entries(tables)) {
    const ids = table.columns.map((_, i) => `t${i}`);
    const cells = shared.map((name, i) => `t${table.columns.findIndex((one) => one.name === name)} AS c${i}`);
    const rows = await numberedRows(connection, table, ids);
    const list = ["1 AS one", ...cells].join(", ");
    await connection.run(`CREATE VIEW ${view}_rows AS SELECT ${list} FROM ${rows}`);
  }
}

/** Why the key does not name rows: a column is not in both, a cell is missing, or rows share one. */
async function problemOf(
  connection: DuckDBConnection,
  { shared, key }: { tables: Tables; shared: readonly string[]; key: readonly string[] },
): Promise<string | null> {
  if (key.length === 0) return null;
  const named = key.map((name) => `“${name}”`).join(", ");
  const gone = key.find((name) => !shared.includes(name));
  if (gone !== undefined) return `${asWhole}: both versions need a column “${gone}” of one type.`;
  const ids = key.map((name) => `c${shared.indexOf(name)}`);
  for (const [view, which] of [
    ["before_rows", "before"],
    ["after_rows", "now"],
  ]) {
    const [all, distinct, missing] = await numbers(
      connection,
      `SELECT count(*)::DOUBLE, count(DISTINCT (${ids.join(", ")}))::DOUBLE,
        count(*) FILTER (${ids.map((id) => `${id} IS NULL`).join(" OR ")})::DOUBLE FROM ${view}`,
    );
    if (missing! > 0) return `${asWhole}: ${named} is missing in ${counted(missing!, "row")} ${which}.`;
    if (distinct! < all!)
      return `${asWhole}: ${named} names ${counted(all! - distinct!, "row")} twice ${which}.`;
  }
  return null;
}

/** Rows by what stands in them, counted on both sides; their order says nothing. */
async function byRow(connection: DuckDBConnection, shared: readonly string[]) {
  const cells = ["one", ...shared.map((_, i) => `c${i}`)];
  const texts = cells.map((id) => `CAST(${id} AS VARCHAR)`).join(", ");
  const row = `md5_number(CAST(to_json([${texts}]) AS VARCHAR))`;
  const hashed = (view: string, sign: string) => `SELECT ${row} AS h, ${sign} AS n FROM ${view}`;
  const [added, removed] = await numbers(
    connection,
    `SELECT coalesce(sum(d) FILTER (d > 0), 0)::DOUBLE, coalesce(-sum(d) FILTER (d < 0), 0)::DOUBLE FROM (
      SELECT sum(n) AS d FROM (
        ${hashed("after_rows", "1")} UNION ALL ${hashed("before_rows", "-1")}) GROUP BY h)`,
  );
  return { added: added!, removed: removed!, changed: 0 };
}

async function byKey(
  connection: DuckDBConnection,
  shared: readonly string[],
  key: readonly string[],
): Promise<ByKey> {
  const join = key.map((name) => `c${shared.indexOf(name)}`).join(", ");
  const others = shared.flatMap((name, i) => (key.includes(name) ? [] : [{ name, id: `c${i}` }]));
  const differs = others.map(({ id }) => `(o.${id} IS DISTINCT FROM n.${id})`);
  const both = "o.one IS NOT NULL AND n.one IS NOT NULL";
  const [added, removed, changed, ...cells] = await numbers(
    connection,
    `SELECT ${[
      "count(*) FILTER (o.one IS NULL)",
      "count(*) FILTER (n.one IS NULL)",
      `count(*) FILTER (${both} AND (${differs.join(" OR ") || "false"}))`,
      ...differs.map((one) => `count(*) FILTER (${both} AND ${one})`),
    ]
      .map((count) => `(${count})::DOUBLE`)
      .join(", ")} FROM before_rows o FULL JOIN after_rows n USING (${join})`,
  );
  const named = others.map(({ name }, i) => ({ name, rows: cells[i]! })).filter(({ rows }) => rows > 0);
  return { added: added!, removed: removed!, changed: changed!, cells: named };
}

async function numbers(connection: DuckDBConnection, sql: string): Promise<number[]> {
  return (await connection.runAndReadAll(sql)).getRowsJson()[0]!.map(Number);
}
