import * as z from "zod";
import { limits } from "@/lib/limits";

/** Characters of a failed cell that are kept; the file itself holds the rest. */
export const rawCharacters = 200;

/**
 * A cell that does not fit the type of its column: its row in the version from 0 (null where the row was left
 * out), the line of the file where that begins, what stands there, and why it does not fit.
 */
export const failedCellSchema = z.strictObject({
  row: z.number().int().min(0).nullable(),
  line: z.number().int().min(1),
  column: z.string(),
  raw: z.string().max(rawCharacters + 1),
  reason: z.string().max(200),
});
export const failedCellsSchema = z.array(failedCellSchema).max(limits.failedCellsKept);
export type FailedCell = z.output<typeof failedCellSchema>;
