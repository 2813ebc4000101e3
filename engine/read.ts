import { DuckDBBooleanVector, type DuckDBConnection, type DuckDBDataChunk } from "@duckdb/node-api";
import { textColumn, type Column, type ColumnSchema, type Frame } from "@/lib/frame/frame";
import { identifier } from "./duckdb";

/**
 * Reads columns of a relation into a frame; `tail` is what follows the FROM, such as a limit; `shared`
 * numbers can be handed to another thread.
 */
export async function readFrame(
  connection: DuckDBConnection,
  relation: string,
  columns: readonly ColumnSchema[],
  { tail = "", shared = false }: { tail?: string; shared?: boolean } = {},
): Promise<Frame> {
  const list = columns.map(({ name, type }) => `${asDouble(identifier(name), type)} AS ${identifier(name)}`);
  const result = await connection.stream(`SELECT ${list.join(", ")} FROM ${relation} ${tail}`);
  const chunks: DuckDBDataChunk[] = [];
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk())
    chunks.push(chunk);
  const rows = chunks.reduce((sum, { rowCount }) => sum + rowCount, 0);
  return { rows, columns: columns.map((column, i) => gather(column, chunks, i, rows, shared)) };
}

/** Every type but text is read as doubles with NaN for what is missing, so that chunks copy as they are. */
function asDouble(column: string, type: ColumnSchema["type"]): string {
  if (type === "text") return `CAST(${column} AS VARCHAR)`;
  const value = type === "date" ? `epoch_us(CAST(${column} AS TIMESTAMP))::DOUBLE / 1000` : column;
  return `COALESCE(CAST(${value} AS DOUBLE), 'NaN'::DOUBLE)`;
}

function gather(
  { name, type }: ColumnSchema,
  chunks: readonly DuckDBDataChunk[],
  index: number,
  rows: number,
  shared: boolean,
): Column {
  if (type === "text") return textColumn(name, cells(chunks, index), rows);
  const values = shared ? new Float64Array(new SharedArrayBuffer(rows * 8)) : new Float64Array(rows);
  let offset = 0;
  for (const chunk of chunks) {
    const vector = chunk.getColumnVector(index);
    if (vector instanceof DuckDBBooleanVector || !("items" in vector))
      throw new Error(`column ${name} was not read as doubles`);
    values.set(vector.items as Float64Array, offset);
    offset += chunk.rowCount;
  }
  return { name, type, values };
}

function* cells(chunks: readonly DuckDBDataChunk[], index: number): Generator<string | null> {
  for (const chunk of chunks) {
    const vector = chunk.getColumnVector(index);
    for (let row = 0; row < chunk.rowCount; row++) yield vector.getItem(row) as string | null;
  }
}
