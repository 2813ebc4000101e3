import * as z from "zod";
import { datasetName } from "@/lib/datasets/schema";
import { jsonText } from "@/lib/json-text";
import { limits } from "@/lib/limits";
import { rowNumber, rowNumberText } from "@/lib/row-number";
import { hiddenParts } from "./hidden";
import { outputParts } from "./output-parts";
import { cleanText } from "./text-edits";

export const cellModes = ["ts", "js", "sql", "python", "md", "html"] as const;
export type CellMode = (typeof cellModes)[number];

/** The name of a SQL cell's table. */
export const outputName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z_$][\w$]*$/, "expected a name, such as rows");

/** One cell; `id` stays the same for as long as the cell lives. `output` names a SQL cell's table. */
export const cellSchema = z.strictObject({
  id: z.number().int().min(1),
  mode: z.enum(cellModes),
  source: z.string().max(limits.cellCharacters).overwrite(cleanText),
  output: outputName.optional(),
  /** What of it is put away, for everybody. */
  hidden: z.enum(hiddenParts).optional(),
});
export type Cell = z.infer<typeof cellSchema>;

const title = z.string().trim().min(1, "expected a title").max(200);
export const createNotebookBody = z.strictObject({
  title: title.optional(),
  dataset: z.string().max(100).optional(),
  version: rowNumber.min(1).optional(),
});
export const notebookParams = z.object({ projectSlug: z.string(), notebookId: z.string() });
/** Search parameters of a notebook's page. */
export const notebookSearch = z.object({
  revision: z.coerce.number().int().min(1).optional().catch(undefined),
  /** `no` opens the notebook without running it, so that it can be mended. */
  run: z.literal("no").optional().catch(undefined),
});
export const saveNotebookBody = z.strictObject({
  title,
  cells: z.array(cellSchema).max(limits.notebookCells),
  revision: rowNumber,
});
/** How a notebook is published: the revision that readers see, null for the newest, and if code is shown. */
export const publishBody = z.strictObject({ revision: rowNumber.min(1).nullable(), code: z.boolean() });
/** The name of the file that a notebook is imported from. */
export const importQuery = z.strictObject({ name: z.string().trim().min(1, "expected a name").max(300) });
export const exportFormats = ["ipynb", "html", "py", "md"] as const;
export type ExportFormat = (typeof exportFormats)[number];
export const exportQuery = z.strictObject({
  format: z.enum(exportFormats),
  revision: rowNumberText.optional(),
});
const reads = z.array(z.strictObject({ name: z.string(), number: rowNumber })).max(1_000);
export const savedDatasetQuery = z.strictObject({
  name: datasetName,
  revision: rowNumberText,
  reads: jsonText("a list of names and numbers").pipe(reads).default([]),
});

const cellNames = z.array(z.string().max(300)).max(1_000);
/** The names that a cell gave and read when it ran. */
export const outputNames = z.strictObject({
  defines: cellNames,
  uses: cellNames,
  isLoose: z.boolean().optional(),
});
/** What cells showed, as their page sends it. */
export const storeOutputsBody = z.strictObject({
  outputs: z
    .array(
      z.strictObject({
        cell: cellSchema.shape.id,
        hash: z.string().regex(/^[0-9a-f]{64}$/, "expected a SHA-256 in hex"),
        state: z.enum(["done", "failed"]),
        milliseconds: rowNumber,
        /** How long ago it ran, in milliseconds: the server's clock says when that was. */
        ago: rowNumber,
        names: outputNames,
        parts: outputParts,
      }),
    )
    .min(1)
    .max(limits.outputsAtOnce),
  /** The dataset versions whose values may be in them; null where that is not known. */
  reads: z
    .array(z.strictObject({ name: datasetName, number: rowNumber.min(1) }))
    .max(limits.outputReads)
    .nullable(),
});
export type StoredOutput = z.output<typeof storeOutputsBody>["outputs"][number];
