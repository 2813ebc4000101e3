import { DuckDBInstance } from "@duckdb/node-api";

/** Columns of a table for benches. */
export const width = 40;

/**
 * Writes a table of doubles, the same whenever it is made.
 *
 * @param numbered where it is written once more with the row numbers that our versions have
 */
export async function writeRandomTable(file: string, rows: number, numbered?: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  await connection.run("SELECT setseed(0.42)");
  const list = Array.from(
    { length: width },
    (_, i) => `(random() + random() + random()) * ${i + 1} AS c${i}`,
  ).join(", ");
  await connection.run(`COPY (SELECT ${list} FROM range(${rows})) TO '${file}' (FORMAT parquet)`);
  if (numbered)
    await connection.run(
      `COPY (SELECT *, row_number() OVER () - 1 AS __row FROM '${file}') TO '${numbered}' (FORMAT parquet)`,
    );
  connection.closeSync();
}
