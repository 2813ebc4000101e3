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

/** What stands in failed cells; `whole` is false where only its beginning was kept. */
export type FailedText = { raw: string; count: number; whole: boolean };
/** Texts that are told of one column at most. */
const textsTold = 1_000;

/** The different texts of failed cells, the most frequent first, and how many there are. */
export function failedTexts(cells: readonly FailedCell[]): { texts: FailedText[]; distinct: number } {
  const counts = new Map<string, number>();
  for (const { raw } of cells) counts.set(raw, (counts.get(raw) ?? 0) + 1);
  const texts = [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, textsTold)
    .map(([raw, count]) => ({ raw, count, whole: raw.length <= rawCharacters }));
  return { texts, distinct: counts.size };
}
