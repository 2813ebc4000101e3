import * as z from "zod";
import { validationSchema } from "@/lib/datasets/expectations";
import { columnTypes } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";

/** Columns as a worker tells of them. */
export const columnsSchema = z
  .array(z.strictObject({ name: z.string(), type: z.enum(columnTypes) }))
  .min(1)
  .max(5 * limits.datasetColumns);

/** The Parquet file that a job has stored: its address, and what is in it. */
export const madeTable = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().min(1),
  rows: z.number().int().min(1).max(limits.datasetRows),
  columns: columnsSchema,
  validation: validationSchema.optional(),
});
