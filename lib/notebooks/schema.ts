import * as z from "zod";
import { datasetName } from "@/lib/datasets/schema";
import { jsonText } from "@/lib/json-text";
import { limits } from "@/lib/limits";
import { rowNumber, rowNumberText } from "@/lib/row-number";
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
