import type { EngineRequests, Imported } from "@/lib/datasets/engine";
import { AppError } from "@/lib/errors";
import { cellOf, type Column, type Frame } from "@/lib/frame/frame";
import { DuckDBDataChunk, DOUBLE, VARCHAR, type DuckDBConnection } from "@duckdb/node-api";
import { identifier, withDuckDb } from "./duckdb";
import { writeVersion } from "./version-file";

/** Writes a frame, such as a table that a notebook saved, as Parquet. */
export function writeFrame({ frame, out }: EngineRequests["write"]["input"]): Promise<Imported> {
  if (frame.columns.length === 0) throw new AppError("INVALID", "The table has no columns.");
  // One thread: the same rows give the same bytes.
  return withDuckDb({ files: [out], threads: 1 }, async (connection) => {
    const cells = await loadFrame(connection, "rows", frame);
    const list = frame.columns.map(({ name }, i) => `${cells[i]} AS ${identifier(name)}`);
    return writeVersion(connection, `SELECT ${list.join(", ")} FROM rows`, out);
  });
}

/** Puts a frame into a table of the database. @returns its columns there as SQL, of their own types */
export async function loadFrame(
  connection: DuckDBConnection,
  table: string,
  frame: Frame,
): Promise<string[]> {
  const types = frame.columns.map(({ type }) => (type === "text" ? VARCHAR : DOUBLE));
  const columns = types.map((type, i) => `c${i} ${type}`).join(", ");
  await connection.run(`CREATE TABLE ${table} (${columns})`);
  const appender = await connection.createAppender(table);
  for (let start = 0; start < frame.rows; start += 2_048) {
    const count = Math.min(2_048, frame.rows - start);
    const chunk = DuckDBDataChunk.create(types, count);
    frame.columns.forEach((column, i) => chunk.setColumnValues(i, slice(column, start, count)));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  return frame.columns.map((column, i) => sqlOf(column, `c${i}`));
}

function slice(column: Column, start: number, count: number): (number | string | null)[] {
  return Array.from({ length: count }, (_, i) => {
    if (column.type === "text") return cellOf(column, start + i) as string | null;
    const value = column.values[start + i]!;
    return Number.isNaN(value) ? null : value;
  });
}

function sqlOf({ type }: Column, cell: string): string {
  if (type === "boolean") return `${cell} = 1`;
  if (type === "date") return `make_timestamp((${cell} * 1000)::BIGINT)`;
  return type === "integer" ? `${cell}::BIGINT` : cell;
}
