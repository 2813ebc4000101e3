import * as z from "zod";
import { dictionarySchema } from "@/lib/datasets/dictionary";
import { failedCellsSchema } from "@/lib/datasets/failed-cell";
import { importNoteSchema } from "@/lib/datasets/import-note";
import { columnOptionsSchema, importOptionsSchema } from "@/lib/datasets/import-options";
import { datasetName } from "@/lib/datasets/schema";
import { limits } from "@/lib/limits";
import { jobKind } from "./kind";
import { madeTable } from "./made-table";

/** Reading an uploaded file into the next version of a dataset. A try that was lost has changed nothing. */
export const importFile = jobKind({
  name: "import",
  label: "Import",
  spec: z.strictObject({
    /** The dataset's name; there may be none of it yet. */
    dataset: datasetName,
    /** The dataset of that name, where it was there when the job was asked for. */
    datasetId: z.string().max(100).optional(),
    fileName: z.string(),
    sha256: z.string(),
    bytes: z.number().int().min(0),
    /** How it is read; what is left out is found out. */
    options: importOptionsSchema.optional(),
    /** How columns of the version before were read, which decides between several readings. */
    before: z.array(columnOptionsSchema).max(limits.datasetColumns).optional(),
    /** What is expected of its columns, as it was said when the job was asked for. */
    expect: dictionarySchema.optional(),
  }),
  result: madeTable.extend({
    note: importNoteSchema.nullable().default(null),
    used: importOptionsSchema.optional(),
    failed: failedCellsSchema.optional(),
  }),
  access: "nothing",
  limits: { seconds: 4 * 3_600, outputMb: 32_768, logMb: 10 },
  retry: { attempts: 3, byHand: true },
  keepsSpec: true,
});

export type ImportSpec = z.output<typeof importFile.spec>;
