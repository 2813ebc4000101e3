import type { EngineRequests } from "@/lib/datasets/engine";
import { literal } from "@/lib/datasets/steps/step";
import { countRows, scan, withDuckDb } from "./duckdb";
import { plainRows } from "./version-file";

/** Writes the rows of a version, in order, as Parquet for other programs: what is ours alone stays behind. */
export function exportTable({
  table,
  out,
}: EngineRequests["export"]["input"]): Promise<EngineRequests["export"]["output"]> {
  // One thread: the same version gives the same bytes.
  return withDuckDb({ files: [table.file, out], threads: 1 }, async (connection) => {
    await connection.run(
      `COPY (FROM ${plainRows(table)}) TO ${literal(out)}
        (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)`,
    );
    const rows = await countRows(connection, scan({ file: out }));
    if (rows !== table.rows) throw new Error(`Of ${table.rows} rows ${rows} were written.`);
    return { rows };
  });
}
