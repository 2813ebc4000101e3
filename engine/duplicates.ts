import type { DuckDBConnection } from "@duckdb/node-api";
import { cellOf, type NumericColumn } from "@/lib/frame/frame";
import type { NamedTable } from "@/lib/datasets/engine";
import { holdColumns } from "@/lib/datasets/recipe";
import type { Duplicates } from "@/lib/datasets/report/report";
import { rowNumber } from "@/lib/datasets/steps/step";
import { readFrame } from "./read";
import { numberedRows } from "./version-file";

const mostExamples = 5;

/**
 * Rows that are equal in every column. Equal rows have equal hashes, so that only rows which share one with
 * another row are compared cell by cell.
 */
export async function findDuplicates(connection: DuckDBConnection, table: NamedTable): Promise<Duplicates> {
  const { columns } = holdColumns(table.columns);
  const ids = columns.map(({ id }) => id);
  const list = ids.join(", ");
  const relation = await numberedRows(connection, table, ids);
  await connection.run(
    `CREATE TEMP TABLE hashes AS SELECT ${rowNumber} AS row, hash(${list}) AS h FROM ${relation}`,
  );
  await connection.run(
    "CREATE TEMP TABLE alike AS SELECT row FROM hashes WHERE h IN " +
      "(SELECT h FROM hashes GROUP BY h HAVING count(*) > 1)",
  );
  const nothing: Duplicates = { groups: 0, rows: 0, examples: [] };
  if ((await countOf(connection, "SELECT count(*)::DOUBLE FROM alike"))[0] === 0) return nothing;

  await connection.run(
    `CREATE TEMP TABLE equal AS SELECT min(${rowNumber}) AS first, count(*)::DOUBLE AS n FROM ${relation} ` +
      `WHERE ${rowNumber} IN (SELECT row FROM alike) GROUP BY ${list} HAVING count(*) > 1`,
  );
  const [groups, rows] = await countOf(
    connection,
    "SELECT count(*)::DOUBLE, coalesce(sum(n - 1), 0) FROM equal",
  );
  const largest = `(SELECT first, n FROM equal ORDER BY n DESC, first LIMIT ${mostExamples})`;
  const found = await readFrame(
    connection,
    `(SELECT ${list}, first, n FROM ${relation} JOIN ${largest} AS e ON first = ${rowNumber}) AS examples`,
    [
      ...columns.map(({ id, type }) => ({ name: id, type })),
      { name: "first", type: "integer" as const },
      { name: "n", type: "integer" as const },
    ],
    { tail: "ORDER BY examples.n DESC, examples.first" },
  );
  const [first, n] = found.columns.slice(-2) as [NumericColumn, NumericColumn];
  const examples = Array.from({ length: found.rows }, (_, i) => ({
    row: first.values[i]! + 1,
    count: n.values[i]!,
    cells: found.columns.slice(0, -2).map((column) => cellOf(column, i)),
  }));
  return { groups: groups!, rows: rows!, examples };
}

async function countOf(connection: DuckDBConnection, sql: string): Promise<number[]> {
  return (await connection.runAndReadAll(sql)).getRowsJson()[0]!.map(Number);
}
