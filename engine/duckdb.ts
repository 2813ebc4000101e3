import { threadId } from "node:worker_threads";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import type { NamedTable } from "@/lib/datasets/engine";
import { literal } from "@/lib/datasets/steps/step";
import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { follow } from "./follow-queries";

let opened = 0;

/**
 * Works with a database in memory that may read and write the given files and nothing else, its settings
 * locked. What it spills lies in the working directory, in a folder of its own.
 */
export async function withDuckDb<Result>(
  { files, threads = 2 }: { files: readonly string[]; threads?: number },
  act: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(threads),
    memory_limit: process.env.DATA_MEMORY ?? limits.dataMemory,
    temp_directory: `spill-${threadId}-${(opened += 1)}`,
  });
  const connection = await instance.connect();
  const stopFollowing = await follow(connection);
  try {
    await connection.run(`SET allowed_paths = [${files.map(literal).join(", ")}]`);
    await connection.run("SET enable_external_access = false");
    await connection.run("SET preserve_insertion_order = true");
    await connection.run("SET TimeZone = 'UTC'");
    // A list of words to compare with would become a join for each column: minutes for 2,000 of them.
    await connection.run("SET disabled_optimizers = 'in_clause'");
    await connection.run("SET lock_configuration = true");
    return await act(connection);
  } finally {
    stopFollowing();
    connection.closeSync();
    instance.closeSync();
  }
}

/** A name as a SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The Parquet file of a table, as a query reads it. */
export function scan({ file }: Pick<NamedTable, "file">): string {
  return `read_parquet(${literal(file)})`;
}

/** The columns of a relation, in our types. */
export async function describe(
  connection: DuckDBConnection,
  relation: string,
): Promise<(ColumnSchema & { sqlType: string })[]> {
  const reader = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${relation}`);
  return reader.getRowsJson().map(([name, sqlType]) => ({
    name: String(name),
    sqlType: String(sqlType),
    type: typeOf(String(sqlType)),
  }));
}

/** How many rows a relation has. */
export async function countRows(connection: DuckDBConnection, relation: string): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${relation}`);
  return Number(reader.getRowsJson()[0]?.[0]);
}

/** The rows that a query answers, each by the names of its columns. */
export async function ask(connection: DuckDBConnection, sql: string): Promise<Record<string, unknown>[]> {
  return (await connection.runAndReadAll(sql)).getRowObjectsJson();
}

function typeOf(sqlType: string): ColumnType {
  if (sqlType === "BOOLEAN") return "boolean";
  if (/^(U?(TINY|SMALL|BIG)INT|U?INTEGER)$/.test(sqlType)) return "integer";
  if (/^(FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$/.test(sqlType)) return "number";
  if (/^(DATE|TIMESTAMP[^[]*)$/.test(sqlType)) return "date"; // a list of them is text
  return "text";
}
