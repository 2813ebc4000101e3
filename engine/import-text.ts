import type { DuckDBConnection } from "@duckdb/node-api";
import type { Imported } from "@/lib/datasets/engine";
import type { Reading } from "@/lib/datasets/guess-reading";
import { noteOf } from "@/lib/datasets/import-note";
import { literal } from "@/lib/datasets/steps/step";
import { cellOfColumn, decideReadings, valueOf } from "./detect";
import { identifier } from "./duckdb";
import type { TextTable } from "./text-table";
import { writeVersion } from "./version-file";

/** Writes a table of text columns with the types that all of its cells fit, and says what that meant. */
export async function importText(
  connection: DuckDBConnection,
  table: TextTable,
  out: string,
): Promise<Imported> {
  const { rows, decided } = await decideReadings(connection, table);
  const columns = decided.map(({ reading: { type } }, i) => ({ name: table.names[i]!, type }));
  const cells = decided.map(({ reading }, i) => `${readAs(reading, i)} AS ${identifier(table.names[i]!)}`);
  const query = `SELECT ${cells.join(", ")} FROM ${table.relation}`;
  const missing = decided.map((column) => column.missing);
  const written = await writeVersion(connection, query, out, { columns, expected: { rows, missing } });
  return { ...written, note: noteOf(decided.map(({ note }) => note)) };
}

function readAs(reading: Reading, i: number): string {
  const { type, codes } = reading;
  const cell = cellOfColumn(i, reading);
  const isMissing = codes.length > 0 ? `${cell} IN (${codes.map(literal).join(", ")})` : null;
  if (type === "text") {
    // Text is kept verbatim, spaces and all; only what is blank or a code is missing.
    const blank = [...(reading.trims ? [`${cell} IS NULL`] : []), ...(isMissing ? [isMissing] : [])];
    return blank.length > 0 ? `CASE WHEN ${blank.join(" OR ")} THEN NULL ELSE c${i} END` : `c${i}`;
  }
  if (type === "boolean") return `TRY_CAST(${cell} AS BOOLEAN)`;
  const value = valueOf(cell, reading)!;
  return type === "number" ? `CASE WHEN isfinite(${value}) THEN ${value} END` : value;
}
