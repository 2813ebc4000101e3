import type { TextColumn } from "@/lib/frame/frame";
import { fewestInRange } from "./mask-ranges";

/**
 * The values of a column that are told with their counts: of a masked one those that at least five rows have.
 * What fewer rows share, though it is a hash, would say something of each of them.
 */
export function toldValues<Value extends { count: number }>(
  values: readonly Value[],
  isMasked: boolean,
): Value[] {
  return isMasked ? values.filter(({ count }) => count >= fewestInRange) : [...values];
}

/** In how many rows each value of a column of text stands, by its code. */
export function countsOf({ codes, categories }: Pick<TextColumn, "codes" | "categories">): Uint32Array {
  const counts = new Uint32Array(categories.length);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return counts;
}

/** Whether some value of a column of text stands in fewer than five rows. */
export function hasFew(column: Pick<TextColumn, "codes" | "categories">): boolean {
  return countsOf(column).some((count) => count < fewestInRange);
}
