import { requireShownOnly } from "./masked-query";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { EngineRequests, NamedTable, QueryAnswer } from "@/lib/datasets/engine";
import { holdColumns } from "@/lib/datasets/recipe";
import { firstStatement } from "@/lib/datasets/sql-references";
import { findColumn, rowNumber } from "@/lib/datasets/steps/step";
import { requireWhole, wholeRowsAtMost } from "@/lib/datasets/whole-table";
import { AppError } from "@/lib/errors";
import { takeRows, type Column, type ColumnSchema, type Frame, type NumericColumn } from "@/lib/frame/frame";
import { atMost, hashBelow, rowHashSql } from "@/lib/stats/row-sample";
import { countRows, describe, identifier, withDuckDb } from "./duckdb";
import { requireOwnTables } from "./guard";
import { readFrame } from "./read";
import { numberedRows, plainRows } from "./version-file";

/** Answers a query over named tables: at most `limit` rows, or all of them, whole numbers digit for digit. */
export async function runQuery({
  sql,
  tables,
  limit,
}: EngineRequests["query"]["input"]): Promise<QueryAnswer> {
  const started = performance.now();
  return withDuckDb({ files: tables.map(({ file }) => file) }, async (connection) => {
    try {
      for (const table of tables)
        await connection.run(`CREATE VIEW ${identifier(table.name)} AS FROM ${plainRows(table)}`);
      const statements = await connection.extractStatements(sql);
      if (statements.count !== 1) throw new AppError("INVALID", "A SQL cell holds one query.");
      await requireOwnTables(
        connection,
        sql,
        tables.map(({ name }) => name),
      );
      await requireShownOnly(
        connection,
        sql,
        tables.flatMap(({ masked }) => masked),
      );
      const relation = `(${firstStatement(sql)}\n)`;
      const described = await describe(connection, relation);
      const most = limit === "whole" ? wholeRowsAtMost(described.length) : limit;
      await connection.run(`CREATE TEMP TABLE "the answer" AS SELECT * FROM ${relation} LIMIT ${most + 1}`);
      const columns = await exactColumns(connection, `"the answer"`, described);
      const frame = await readFrame(connection, `"the answer"`, columns);
      const truncated = frame.rows > most;
      if (truncated && limit === "whole")
        requireWhole("The answer", {
          rows: await countRows(connection, relation),
          columns: described.length,
        });
      const milliseconds = performance.now() - started;
      return { frame: truncated ? cut(frame, most) : frame, truncated, milliseconds };
    } catch (error) {
      if (error instanceof AppError || !(error instanceof Error) || /Out of Memory/i.test(error.message))
        throw error;
      throw new AppError("INVALID", error.message.replace(/DESCRIBE SELECT \* FROM \(/, ""));
    }
  });
}

type Described = Awaited<ReturnType<typeof describe>>;

/**
 * Whole numbers of many bits, such as a sum, are numbers where every one fits a double,
 * else text with all digits.
 */
async function exactColumns(
  connection: DuckDBConnection,
  relation: string,
  described: Described,
): Promise<ColumnSchema[]> {
  const wide = described.filter(({ sqlType }) => /^U?(BIG|HUGE)INT$/.test(sqlType));
  if (wide.length === 0) return described;
  const most = Number.MAX_SAFE_INTEGER;
  const fits = wide.map(
    ({ name }) =>
      `coalesce(max(${identifier(name)}) <= ${most} AND min(${identifier(name)}) >= -${most}, true)`,
  );
  const reader = await connection.runAndReadAll(`SELECT ${fits.join(", ")} FROM ${relation}`);
  const exact = new Set(wide.filter((_, i) => reader.getRowsJson()[0]![i] === true).map(({ name }) => name));
  return described.map(({ name, type, sqlType }) => ({
    name,
    type: /^U?(BIG|HUGE)INT$/.test(sqlType) ? (exact.has(name) ? "integer" : "text") : type,
  }));
}

/** A page of rows in the order of their numbers. */
export function readRows({ table, offset, limit }: EngineRequests["rows"]["input"]): Promise<Frame> {
  const names = table.columns.map(({ name }) => name);
  const page = `${rowNumber} >= ${offset} AND ${rowNumber} < ${offset + limit}`;
  return readInOrder(table, names, page, limit);
}

/**
 * Whole columns, or of more than `limit` rows a sample: about as many, and never more, drawn by the hash of
 * the row's number.
 */
export async function readColumns({
  table,
  names,
  limit,
}: EngineRequests["column"]["input"]): Promise<Frame> {
  const drawn = `${rowHashSql(rowNumber)} < ${hashBelow(limit, table.rows)}`;
  return readInOrder(table, names, limit >= table.rows ? "true" : drawn, limit);
}

async function readInOrder(
  table: NamedTable,
  names: readonly string[],
  condition: string,
  most: number,
): Promise<Frame> {
  const held = holdColumns(table.columns).columns;
  const wanted = names.map((name) => findColumn(held, name));
  const number: ColumnSchema = { name: rowNumber, type: "integer" };
  const { rows, columns } = await withDuckDb({ files: [table.file] }, async (connection) => {
    const ids = held.map(({ id }) => id);
    const relation = await numberedRows(connection, table, ids);
    const byId = wanted.map(({ id, type }) => ({ name: id, type }));
    return readFrame(connection, relation, [...byId, number], { tail: `WHERE ${condition}` });
  });
  const numbers = columns.pop() as NumericColumn;
  requireAscending(numbers);
  const frame = { rows, columns: columns.map((column, i) => ({ ...column, name: wanted[i]!.name })) };
  return rows > most ? takeRows(frame, placesAtMost(numbers.values, most)) : frame;
}

/** Of rows that were drawn the places of the `most` that have the least hashes. */
function placesAtMost(rows: Float64Array, most: number): number[] {
  const kept = new Set(atMost([...rows], most));
  return [...rows.keys()].filter((place) => kept.has(rows[place]!));
}

/** Files are in order and are read in order; should a reader ever not do so, no rows are better than such. */
function requireAscending(column: Column): void {
  if (column.type === "text") return;
  const out = column.values.findIndex((value, i) => i > 0 && value <= column.values[i - 1]!);
  if (out !== -1) throw new Error(`Row ${column.values[out]} was read behind row ${column.values[out - 1]}.`);
}

function cut(frame: Frame, rows: number): Frame {
  const columns = frame.columns.map((column) =>
    column.type === "text"
      ? { ...column, codes: column.codes.slice(0, rows) }
      : { ...column, values: column.values.slice(0, rows) },
  );
  return { rows, columns };
}
