import type { EngineRequests } from "@/lib/datasets/engine";
import { literal } from "@/lib/datasets/steps/step";
import { identifier, scan, withDuckDb } from "./duckdb";

type Request = EngineRequests["missing-cells"];

/**
 * How many cells of each column have no value, by the statistics of the file, which its writer makes of all
 * rows; a file without them is counted.
 */
export function countMissing({ table }: Request["input"]): Promise<Request["output"]> {
  return withDuckDb({ files: [table.file] }, async (connection) => {
    const said = await connection.runAndReadAll(
      `SELECT column_id, sum(stats_null_count)::DOUBLE,
        count(*) = count(stats_null_count) AND sum(num_values) = ${table.rows}
      FROM parquet_metadata(${literal(table.file)}) GROUP BY column_id ORDER BY column_id`,
    );
    const stated = said.getRowsJson().slice(0, table.columns.length);
    if (stated.length === table.columns.length && stated.every(([, , whole]) => whole === true))
      return stated.map(([, count]) => Number(count));
    const counts = table.columns.map(({ name }) => `(count(*) - count(${identifier(name)}))::DOUBLE`);
    const reader = await connection.runAndReadAll(`SELECT ${counts.join(", ")} FROM ${scan(table)}`);
    return reader.getRowsJson()[0]!.map(Number);
  });
}
