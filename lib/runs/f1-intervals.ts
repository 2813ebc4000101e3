import { f1Interval } from "@/lib/stats/binomial";
import { algorithmWord, metricUnder } from "./read";
import type { RunRow } from "./queries";

/** A 95 per cent interval. */
export type Interval = { low: number; high: number };

/** Algorithms that are ranked on one page. */
const rankedAtMost = 8;

/** The run of the greatest F1 of each algorithm, by its ids. */
export function bestOfEach(runs: readonly RunRow[], f1: readonly string[]): { id: number; uid: string }[] {
  const best = new Map<string, { id: number; uid: string; value: number }>();
  for (const run of runs) {
    const value = metricUnder(run, f1)?.value ?? NaN;
    const algorithm = algorithmWord(run);
    const before = best.get(algorithm);
    if (run.jobId !== null && Number.isFinite(value) && value > (before?.value ?? -Infinity))
      best.set(algorithm, { id: run.id, uid: run.uid, value });
  }
  return [...best.values()].slice(0, rankedAtMost).map(({ id, uid }) => ({ id, uid }));
}

/** The interval of F1 from a confusion of two classes, rows by true class; null for more classes. */
export function intervalOf(confusion: readonly (readonly number[])[]): Interval | null {
  if (confusion.length !== 2) return null;
  const counts = { tp: confusion[1]![1]!, fp: confusion[0]![1]!, fn: confusion[1]![0]! };
  return counts.tp + counts.fp + counts.fn > 0 ? f1Interval(counts) : null;
}
