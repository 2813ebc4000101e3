import type { EngineRequests, Imported, NamedTable } from "@/lib/datasets/engine";
import type { Step } from "@/lib/datasets/recipe";
import { recipeSql } from "@/lib/datasets/recipe-sql";
import { AppError } from "@/lib/errors";
import { countRows, openDuckDb, scan } from "./duckdb";
import { writeParquet } from "./import";
import { readFrame } from "./read";

/** Runs a recipe on all rows and writes the result as Parquet; the same rows and steps give the same bytes. */
export async function runRecipe(
  { table, steps, out }: EngineRequests["recipe"]["input"],
  scratch: string,
): Promise<Imported> {
  const connection = await openDuckDb([table.file, out], scratch, 1); // one thread: sums depend on their order
  try {
    const { sql, columns } = compiled(table, steps);
    return await writeParquet(connection, sql, out, columns);
  } catch (error) {
    throw asInvalid(error);
  } finally {
    connection.closeSync();
  }
}

/** The columns, the number of rows and the first rows of what a recipe would make. */
export async function previewRecipe(
  { table, steps, limit }: EngineRequests["preview"]["input"],
  scratch: string,
): Promise<EngineRequests["preview"]["output"]> {
  const connection = await openDuckDb([table.file], scratch, 1);
  try {
    const { sql, columns } = compiled(table, steps);
    const relation = `(${sql})`;
    return {
      columns,
      rows: await countRows(connection, relation),
      sample: await readFrame(connection, relation, columns, { tail: `LIMIT ${limit}` }),
    };
  } catch (error) {
    throw asInvalid(error);
  } finally {
    connection.closeSync();
  }
}

function compiled(table: NamedTable, steps: readonly Step[]) {
  const numbered = `(SELECT *, row_number() OVER () - 1 AS "#row" FROM ${scan(table)})`;
  return recipeSql(numbered, table.columns, steps);
}

/** What DuckDB refuses in a recipe that has passed our own checks is a formula on values that do not fit. */
function asInvalid(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const [first] = error.message.split("\n");
  return new AppError("INVALID", `The recipe cannot run on these rows: ${first}`);
}
