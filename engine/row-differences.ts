import type { DuckDBConnection } from "@duckdb/node-api";
import { comparableColumns } from "@/lib/datasets/comparison";
import type { NamedTable } from "@/lib/datasets/engine";
import { holdColumns } from "@/lib/datasets/recipe";
import { findColumn, rowNumber, type HeldColumn } from "@/lib/datasets/steps/step";
import { numberedRows } from "./version-file";

/** A column that can be compared cell by cell: its ids in SQL, and its types. */
export type Pair = { name: string; before: HeldColumn; after: HeldColumn };
export type Tables = readonly [before: NamedTable, after: NamedTable];

/** Columns that both tables have, of one kind. */
export function pairsOf([before, after]: Tables): Pair[] {
  const [held, other] = [holdColumns(before.columns).columns, holdColumns(after.columns).columns];
  return comparableColumns(before.columns, after.columns).map((pair) => ({
    name: pair.before.name,
    before: findColumn(held, pair.before.name),
    after: findColumn(other, pair.after.name),
  }));
}

/** Both tables as the views `a` and `b`. */
export async function openTables(connection: DuckDBConnection, [before, after]: Tables): Promise<void> {
  for (const [view, table] of [
    ["a", before],
    ["b", after],
  ] as const) {
    const ids = holdColumns(table.columns).columns.map(({ id }) => id);
    const rows = await numberedRows(connection, table, ids);
    await connection.run(`CREATE VIEW ${view} AS SELECT * FROM ${rows}`);
  }
}

/** Why a key tells no rows apart: so many rows of a side lack it, or so many of its values are in several. */
export type KeyFault =
  { side: "before" | "after"; missing: number } | { side: "before" | "after"; shared: number };

/** A key is one that every row of both has and no two share; else what is wrong with it. */
export async function keyFault(
  connection: DuckDBConnection,
  keys: readonly Pair[],
): Promise<KeyFault | null> {
  for (const [view, side] of [
    ["a", "before"],
    ["b", "after"],
  ] as const) {
    const ids = keys.map((key) => key[side].id);
    const empty = ids.map((id) => `${id} IS NULL`).join(" OR ");
    const [missing, shared] = await numbers(
      connection,
      `SELECT count(*) FILTER (${empty})::DOUBLE,
        (SELECT count(*)::DOUBLE FROM (SELECT 1 FROM ${view} GROUP BY ${ids.join(", ")} HAVING count(*) > 1))
       FROM ${view}`,
    );
    if (missing! > 0) return { side, missing: missing! };
    if (shared! > 0) return { side, shared: shared! };
  }
  return null;
}

/** A row for each that differs, with the numbers of both rows, and whether each cell changed. */
export function differencesSql(keys: readonly Pair[], cells: readonly Pair[]): string {
  const on = keys.map(({ before, after }) => `a.${before.id} = b.${after.id}`).join(" AND ");
  const both = `a.${rowNumber} IS NOT NULL AND b.${rowNumber} IS NOT NULL`;
  const flags = cells.map(
    ({ before, after }, i) => `, (${both} AND a.${before.id} IS DISTINCT FROM b.${after.id}) AS f${i}`,
  );
  const any = cells.map((_, i) => `f${i}`).join(" OR ") || "false";
  return `(SELECT * FROM (
      SELECT a.${rowNumber} AS an, b.${rowNumber} AS bn${flags.join("")} FROM a FULL JOIN b ON ${on})
     WHERE an IS NULL OR bn IS NULL OR ${any})`;
}

/** How many rows differ and how, and in how many each column has another cell; the most first. */
export type Differences = {
  same: number;
  changed: number;
  added: number;
  removed: number;
  cells: { column: string; count: number }[];
};

/** Counts the differences of all rows. @param relation as `differencesSql` makes it, or a table of it */
export async function countDifferences(
  connection: DuckDBConnection,
  relation: string,
  cells: readonly Pair[],
): Promise<Differences> {
  const count = (condition: string) => `count(*) FILTER (${condition})::DOUBLE`;
  const list = [
    count("an IS NULL"),
    count("bn IS NULL"),
    count("an IS NOT NULL AND bn IS NOT NULL"),
    "(SELECT count(*) FROM a)::DOUBLE",
    ...cells.map((_, i) => count(`f${i}`)),
  ];
  const [added, removed, changed, rows, ...each] = (await numbers(
    connection,
    `SELECT ${list.join(", ")} FROM ${relation} AS d`,
  )) as [number, number, number, number, ...number[]];
  const columns = cells.map(({ name }, i) => ({ column: name, count: each[i]! }));
  return {
    same: rows - removed - changed,
    changed,
    added,
    removed,
    cells: columns.filter(({ count: n }) => n > 0).sort((a, b) => b.count - a.count),
  };
}

/** Rows by what stands in them, counted on both sides; their order says nothing. */
export async function countWholeRows(
  connection: DuckDBConnection,
  pairs: readonly Pair[],
): Promise<{ added: number; removed: number }> {
  const hashed = (view: "a" | "b", side: "before" | "after", sign: number) => {
    const texts = ["'1'", ...pairs.map((pair) => textOf(pair, side))].join(", ");
    return `SELECT md5_number(CAST(to_json([${texts}]) AS VARCHAR)) AS h, ${sign} AS n FROM ${view}`;
  };
  const [added, removed] = await numbers(
    connection,
    `SELECT coalesce(sum(d) FILTER (d > 0), 0)::DOUBLE, coalesce(-sum(d) FILTER (d < 0), 0)::DOUBLE FROM (
      SELECT sum(n) AS d FROM (
        ${hashed("b", "after", 1)} UNION ALL ${hashed("a", "before", -1)}) GROUP BY h)`,
  );
  return { added: added!, removed: removed! };
}

/** Numbers that are equal have one text, also a whole one in a column of others, and zero below zero. */
function textOf(pair: Pair, side: "before" | "after"): string {
  const { id } = pair[side];
  const isNumber = pair.before.type === "number" || pair.after.type === "number";
  return `CAST(${isNumber ? `(CAST(${id} AS DOUBLE) + 0)` : id} AS VARCHAR)`;
}

async function numbers(connection: DuckDBConnection, sql: string): Promise<number[]> {
  return (await connection.runAndReadAll(sql)).getRowsJson()[0]!.map(Number);
}
