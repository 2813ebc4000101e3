import type { ResultOf } from "@/lib/jobs/kinds";
import { synthetic } from "@/lib/jobs/kinds/synthetic";
import type { RunContext } from "../run-context";
import { makeTable } from "./table-job";

/** Makes rows like those of a version and stores them as Parquet. */
export async function runSynthetic(context: RunContext): Promise<ResultOf<"synthetic">> {
  const { asked, table, expect } = synthetic.spec.parse(context.job.spec);
  const { columns, rows, bytes, masked } = table;
  const { made, stored } = await makeTable(context, "synthetic", {
    bytes,
    reading: "Drawing rows",
    input: ({ file, out }) => ({
      table: { name: "rows", file, columns, rows, masked },
      asked,
      expect,
      out,
    }),
  });
  const { rows: count, columns: after, validation, synthesis } = made;
  const { redrawn, dropped } = synthesis.rows;
  context.log(`Drew ${redrawn} rows again that were equal to one that there is; gave up ${dropped}`);
  return { ...stored, rows: count, columns: after, validation, synthesis };
}
