import type { CellEnding } from "@/lib/jobs/kinds/notebook";

/** How many cells of a run ended in which way. */
export function countEndings(cells: readonly { ending: CellEnding }[]): Record<CellEnding, number> {
  const counts = { done: 0, failed: 0, stopped: 0, skipped: 0 };
  for (const { ending } of cells) counts[ending] += 1;
  return counts;
}
