import type { ResultOf } from "@/lib/jobs/kinds";
import { secondPart } from "@/lib/jobs/job-parts";
import { recipe } from "@/lib/jobs/kinds/recipe";
import type { RunContext } from "../run-context";
import { makeTable } from "./table-job";

/** Runs a recipe on all rows of a version and stores what it makes as Parquet. */
export async function runRecipe(context: RunContext): Promise<ResultOf<"recipe">> {
  const { steps, table, seconds = [], expect } = recipe.spec.parse(context.job.spec);
  const { columns, rows, bytes, masked } = table;
  const { made, stored } = await makeTable(context, "recipe", {
    bytes,
    reading: "Running the recipe",
    parts: seconds.map(({ step, bytes: of }) => ({ part: secondPart(step), bytes: of })),
    input: ({ file, parts, out }) => ({
      table: { name: "rows", file, columns, rows, masked },
      seconds: seconds.map((second, i) => ({
        name: `second ${i + 1}`,
        step: second.step,
        file: parts[i]!,
        columns: second.columns,
        rows: second.rows,
        masked: second.masked,
      })),
      steps,
      expect,
      out,
    }),
  });
  const { rows: count, columns: after, fitted, validation } = made;
  return { ...stored, rows: count, columns: after, fitted, validation };
}
