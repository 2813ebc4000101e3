import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { literal } from "@/lib/datasets/steps/step";
import { fromArrow } from "@/lib/frame/arrow";
import { rowsOf } from "@/lib/frame/frame";

const database = DuckDBInstance.create(":memory:");

/** An answer that is a table, and all that stands in it as text. */
export type DecodedTable = { format: "arrow" | "parquet"; texts: string[] };

/** What stands in a table that was sent as Arrow or Parquet; null for an answer that is none. */
export async function decodedTable(bytes: Buffer, type: string | null): Promise<DecodedTable | null> {
  if (type?.startsWith("application/vnd.apache.arrow")) return { format: "arrow", texts: inArrow(bytes) };
  const isParquet = bytes.subarray(0, 4).toString("latin1") === "PAR1";
  return isParquet ? { format: "parquet", texts: await inParquet(bytes) } : null;
}

/** Names, cells, and entries of dictionaries, also those that no cell names. */
function inArrow(bytes: Buffer): string[] {
  const frame = fromArrow(bytes);
  const entries = frame.columns.flatMap((column) => (column.type === "text" ? column.categories : []));
  const cells = rowsOf(frame).flatMap((row) => Object.entries(row).flat());
  return [...entries, ...cells.map(String)];
}

/** Cells, and what the footer says: names, statistics and pairs of key and value. */
async function inParquet(bytes: Buffer): Promise<string[]> {
  const file = path.join(tmpdir(), `perihelion-decoded-${process.pid}.parquet`);
  writeFileSync(file, bytes);
  const connection = await (await database).connect();
  try {
    const texts: string[] = [];
    for (const from of ["read_parquet", "parquet_metadata", "parquet_kv_metadata"]) {
      const reader = await connection.runAndReadAll(`FROM ${from}(${literal(file)})`);
      texts.push(...reader.columnNames(), ...reader.getRowsJson().flat().map(String));
    }
    return texts;
  } finally {
    connection.closeSync();
    rmSync(file);
  }
}
