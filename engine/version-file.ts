import type { DuckDBConnection } from "@duckdb/node-api";
import type { Imported, NamedTable } from "@/lib/datasets/engine";
import { rowNumberColumn } from "@/lib/datasets/row-number-column";
import { literal, rowNumber } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { describe, identifier, scan } from "./duckdb";

/** Cells of a group of rows: a writer holds one in memory, so that wide tables have fewer rows in each. */
const groupCells = 5_000_000;
const groupRows = { least: 2_048, most: 122_880 };

/**
 * Writes the rows of a query, in its order, as the file of a version: Parquet with a number for each row,
 * last. Every version is written here, by one thread, and read again: what is not in order is an error.
 */
export async function writeVersion(
  connection: DuckDBConnection,
  query: string,
  out: string,
  { columns: known, expected }: { columns?: readonly ColumnSchema[]; expected?: Expected } = {},
): Promise<Imported> {
  const columns = known ?? (await describe(connection, `(${query})`));
  const number = identifier(rowNumberColumn(columns));
  // A window without an order keeps the order of its rows, and one thread makes and writes them.
  const numbered = `SELECT *, row_number() OVER () - 1 AS ${number} FROM (${query})`;
  const group = Math.floor(groupCells / (columns.length + 1));
  const rowsOfGroup = Math.min(groupRows.most, Math.max(groupRows.least, group));
  // A temporary name beside the file, which DuckDB takes now and then, is none that it may open.
  await connection.run(
    `COPY (${numbered}) TO ${literal(out)} (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd,
      ROW_GROUP_SIZE ${rowsOfGroup}, USE_TMP_FILE false)`,
  );
  const rows = await requireOrder(connection, out, number);
  if (rows === 0) throw new AppError("INVALID", "There are no rows: a header alone makes no dataset.");
  requireRows(rows);
  if (expected) await requireExpected(connection, out, rows, expected);
  return { columns: columns.map(({ name, type }) => ({ name, type })), rows };
}

/** What was counted in the source: its rows, and the cells of each column without a value. */
export type Expected = { rows: number; missing: readonly number[] };

/** Nothing may be lost between source and file: by the file's own statistics as many cells have a value. */
async function requireExpected(
  connection: DuckDBConnection,
  out: string,
  rows: number,
  expected: Expected,
): Promise<void> {
  const reader = await connection.runAndReadAll(
    `SELECT column_id, sum(stats_null_count)::DOUBLE
      FROM parquet_metadata(${literal(out)}) GROUP BY column_id`,
  );
  const nulls = new Map(reader.getRowsJson().map(([column, count]) => [Number(column), Number(count)]));
  const wrong = expected.missing.findIndex((count, i) => nulls.get(i) !== count);
  if (rows !== expected.rows) throw new Error(`Of ${expected.rows} rows ${rows} were written.`);
  if (wrong !== -1)
    throw new Error(`Column ${wrong} has ${nulls.get(wrong)} empty cells, not ${expected.missing[wrong]}.`);
}

/** Counts the rows of a file, whose numbers must be 0, 1, 2 and so on as they stand in it. */
async function requireOrder(connection: DuckDBConnection, out: string, number: string): Promise<number> {
  const places = `SELECT ${number} AS n, row_number() OVER () - 1 AS place FROM ${scan({ file: out })}`;
  const reader = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE, count(*) FILTER (n IS DISTINCT FROM place)::DOUBLE FROM (${places})`,
  );
  const [rows, misplaced] = reader.getRowsJson()[0]!.map(Number) as [number, number];
  if (misplaced > 0)
    throw new Error(`${integer(misplaced)} of ${integer(rows)} rows were written out of order.`);
  return rows;
}

/** Refuses more rows than a version may have. @throws {AppError} TOO_LARGE */
export function requireRows(rows: number): void {
  if (rows > limits.datasetRows)
    throw new AppError(
      "TOO_LARGE",
      `There are ${integer(rows)} rows; at most ${integer(limits.datasetRows)} can be kept.`,
    );
}

/** The rows of a version as a query reads them: the columns of the table under their names, nothing else. */
export function plainRows({ file, columns }: Pick<NamedTable, "file" | "columns">): string {
  return `(SELECT ${columns.map(({ name }) => identifier(name)).join(", ")} FROM ${scan({ file })})`;
}

/**
 * The rows of a version with columns called by ids, whatever their names, and `rn`, each row's number from 0.
 * Versions that were written before rows had numbers get them by their place in the file.
 */
export async function numberedRows(
  connection: DuckDBConnection,
  { file, columns }: Pick<NamedTable, "file" | "columns">,
  ids: readonly string[],
): Promise<string> {
  const stored = (await describe(connection, scan({ file }))).length > columns.length;
  const rows = stored
    ? `SELECT * FROM ${scan({ file })}`
    : `SELECT *, row_number() OVER () - 1 FROM ${scan({ file })}`;
  return `(${rows}) AS t(${[...ids, rowNumber].join(", ")})`;
}
