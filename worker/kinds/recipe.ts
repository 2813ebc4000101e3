import type { ResultOf } from "@/lib/jobs/kinds";
import { recipe } from "@/lib/jobs/kinds/recipe";
import type { RunContext } from "../run-context";
import { makeTable } from "./table-job";

/** Runs a recipe on all rows of a version and stores what it makes as Parquet. */
export async function runRecipe(context: RunContext): Promise<ResultOf<"recipe">> {
  const { steps, table, expect } = recipe.spec.parse(context.job.spec);
  const { columns, rows, bytes, masked } = table;
  const { made, stored } = await makeTable(context, "recipe", {
    bytes,
    reading: "Running the recipe",
    input: ({ file, out }) => ({ table: { name: "rows", file, columns, rows, masked }, steps, expect, out }),
  });
  const { rows: count, columns: after, fitted, validation } = made;
  return { ...stored, rows: count, columns: after, fitted, validation };
}
