import { requireUnmasked } from "@/lib/datasets/barred";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { EngineRequests } from "@/lib/datasets/engine";
import { findColumn, literal, rowNumber, sqlTypes, type HeldColumn } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import { withDuckDb } from "./duckdb";
import { openTable, requireChoosable, whereOf } from "./find-rows";

type Input = EngineRequests["choose-rows"]["input"];
type Output = EngineRequests["choose-rows"]["output"];

/**
 * Numbers of chosen rows, in the table's order; those drawn by chance in the order of the draw, by MD5 of
 * seed and row, so that the first of them are a sample too.
 */
export function chooseRows({ table, filter, keys, draw, most }: Input): Promise<Output> {
  requireChoosable({ table, filter, sort: null });
  if (keys) requireUnmasked(table.masked, [keys.column], "rows cannot be found by it.");
  return withDuckDb({ files: [table.file] }, async (connection) => {
    const columns = await openTable(connection, table);
    const where = whereOf({ filter }, columns) || "WHERE true";
    const absent = keys ? await loadKeys(connection, keys, columns) : [];
    const wanted = keys ? `AND t.${findColumn(columns, keys.column).id} IN (SELECT key FROM wanted)` : "";
    const chosen = `SELECT t.${rowNumber} AS n FROM t ${where} ${wanted}`;
    const total = Number(await one(connection, `SELECT count(*)::DOUBLE FROM (${chosen})`));
    const order = draw ? `md5('${draw.seed}:' || n), n` : "n";
    const limit = Math.min(most, draw?.count ?? most);
    const reader = await connection.runAndReadAll(
      `SELECT n::DOUBLE FROM (${chosen}) ORDER BY ${order} LIMIT ${limit}`,
    );
    return { numbers: reader.getRowsJson().map(([n]) => Number(n) + 1), total, absent };
  });
}

async function one(connection: DuckDBConnection, sql: string): Promise<unknown> {
  return (await connection.runAndReadAll(sql)).getRowsJson()[0]![0];
}

/** @returns the values that are of the column's type and in no row */
async function loadKeys(
  connection: DuckDBConnection,
  { column, values }: NonNullable<Input["keys"]>,
  columns: readonly HeldColumn[],
): Promise<string[]> {
  const { id, name, type } = findColumn(columns, column);
  const list = values.map((value) => `(${literal(value)})`).join(", ");
  await connection.run(
    `CREATE TEMP TABLE wanted AS
      SELECT value, TRY_CAST(value AS ${sqlTypes[type]}) AS key FROM (VALUES ${list}) AS v(value)`,
  );
  const unread = await one(connection, "SELECT min(value) FROM wanted WHERE key IS NULL");
  if (unread !== null) throw new AppError("INVALID", `${name} is of the type ${type}; ${unread} is not.`);
  const reader = await connection.runAndReadAll(
    `SELECT value FROM wanted WHERE key NOT IN (SELECT ${id} FROM t WHERE ${id} IS NOT NULL) LIMIT 10`,
  );
  return reader.getRowsJson().map(([value]) => String(value));
}
