import { columnsInFormula, requireUnmasked } from "@/lib/datasets/barred";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { EngineRequests, FoundRows, NamedTable } from "@/lib/datasets/engine";
import { parseFormula } from "@/lib/datasets/formula";
import { formulaSql } from "@/lib/datasets/formula-sql";
import { typeOfFormula } from "@/lib/datasets/formula-type";
import { holdColumns } from "@/lib/datasets/recipe";
import { findColumn, literal, rowNumber, type HeldColumn } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import type { NumericColumn } from "@/lib/frame/frame";
import { identifier, withDuckDb } from "./duckdb";
import { readFrame } from "./read";
import { numberedRows } from "./version-file";

type Choice = Pick<EngineRequests["find-rows"]["input"], "filter" | "sort">;

/** A page of the rows that a formula keeps, in the table's order or sorted by a column, and their count. */
export function findRows(input: EngineRequests["find-rows"]["input"]): Promise<FoundRows> {
  const { table, offset, limit } = input;
  requireChoosable(input);
  return withDuckDb({ files: [table.file] }, async (connection) => {
    const columns = await openTable(connection, table);
    const where = whereOf(input, columns);
    const reader = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM t ${where}`);
    const total = Number(reader.getRowsJson()[0]![0]);
    const number = { name: rowNumber, type: "integer" as const };
    const byId = columns.map(({ id, type }) => ({ name: id, type }));
    const tail = `${where} ${orderOf(input, columns)} LIMIT ${limit} OFFSET ${offset}`;
    const frame = await readFrame(connection, "t", [...byId, number], { tail });
    const numbers = (frame.columns.at(-1) as NumericColumn).values;
    return {
      frame: {
        rows: frame.rows,
        columns: frame.columns.slice(0, -1).map((column, i) => ({ ...column, name: columns[i]!.name })),
      },
      numbers: Array.from(numbers, (at) => at + 1),
      total,
    };
  });
}

/** Text that a spreadsheet would run as a formula. */
const startsFormula = "^[=+\\-@\\t\\r]";

/**
 * Writes the same rows, of chosen columns, as a file for other programs; with `guard`, a CSV's text cells and
 * names that begin as a formula does get an apostrophe before them.
 */
export function saveRows(
  input: EngineRequests["save-rows"]["input"],
): Promise<EngineRequests["save-rows"]["output"]> {
  const { table, format, guard, out } = input;
  requireChoosable(input);
  // One thread: rows stay in their order.
  return withDuckDb({ files: [table.file, out], threads: 1 }, async (connection) => {
    const columns = await openTable(connection, table);
    const where = whereOf(input, columns);
    const guards = format === "csv" && guard;
    const list = input.columns.map((name) => {
      const { id, type } = findColumn(columns, name);
      const cell = guards && type === "text" ? guarded(id) : id;
      return `${cell} AS ${identifier(guards && new RegExp(startsFormula).test(name) ? `'${name}` : name)}`;
    });
    const query = `SELECT ${list.join(", ")} FROM t ${where} ${orderOf(input, columns)}`;
    const options = format === "csv" ? "FORMAT csv, HEADER true" : "FORMAT parquet, COMPRESSION zstd";
    await connection.run(`COPY (${query}) TO ${literal(out)} (${options}, USE_TMP_FILE false)`);
    const reader = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM t ${where}`);
    return { rows: Number(reader.getRowsJson()[0]![0]) };
  });
}

function guarded(id: string): string {
  return `CASE WHEN regexp_matches(${id}, ${literal(startsFormula)}) THEN '''' || ${id} ELSE ${id} END`;
}

/** A table as the view `t`, its columns called by ids. */
export async function openTable(connection: DuckDBConnection, table: NamedTable): Promise<HeldColumn[]> {
  const { columns } = holdColumns(table.columns);
  const ids = columns.map(({ id }) => id);
  await connection.run(`CREATE VIEW t AS SELECT * FROM ${await numberedRows(connection, table, ids)}`);
  return columns;
}

/** @throws {AppError} FORBIDDEN for a column that is masked for the reader */
export function requireChoosable({ table: { masked }, filter, sort }: Choice & { table: NamedTable }): void {
  if (filter !== null) requireUnmasked(masked, columnsInFormula(filter), "rows cannot be found by it.");
  if (sort) requireUnmasked(masked, [sort.column], "rows cannot be sorted by it.");
}

/** The rows that a formula is true of, as SQL; nothing where all are wanted. */
export function whereOf({ filter }: Pick<Choice, "filter">, columns: readonly HeldColumn[]): string {
  if (filter === null) return "";
  const tree = parseFormula(filter);
  if (typeOfFormula(tree, columns) !== "boolean")
    throw new AppError("INVALID", 'A filter is true or false, such as "H" <= 22.');
  return `WHERE ${formulaSql(tree, columns)}`;
}

// Columns are named with their table: by their name alone they would be what is read, NaN where missing.
/** Equal cells, and rows without a sort, stay in the table's order; missing cells come last either way. */
function orderOf({ sort }: Choice, columns: readonly HeldColumn[]): string {
  if (!sort) return `ORDER BY t.${rowNumber}`;
  const { id } = findColumn(columns, sort.column);
  return `ORDER BY t.${id} ${sort.down ? "DESC" : "ASC"} NULLS LAST, t.${rowNumber}`;
}
