import { readingOf } from "@/lib/datasets/imported-with";
import type { ResultOf } from "@/lib/jobs/kinds";
import { importFile } from "@/lib/jobs/kinds/import";
import type { RunContext } from "../run-context";
import { makeTable } from "./table-job";

/** Reads an uploaded file and stores its rows as Parquet. */
export async function runImport(context: RunContext): Promise<ResultOf<"import">> {
  const { fileName, bytes, sha256, options, before, expect } = importFile.spec.parse(context.job.spec);
  const { made, stored } = await makeTable(context, "import", {
    bytes,
    sha256,
    reading: "Reading the file",
    input: ({ file, out }) => ({ file, bytes, ...readingOf(fileName, options), before, expect, out }),
  });
  const { rows, columns, note = null, used, failed, validation } = made;
  return { ...stored, rows, columns, note, used, failed, validation };
}
