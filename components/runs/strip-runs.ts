import { algorithmWord, metricUnder } from "@/lib/runs/read";
import type { RunRow } from "@/lib/runs/queries";
import type { Interval } from "@/lib/runs/f1-intervals";

/**
 * A run as the charts above a table draw it; `interval` is that of F1,
 * null where the counts of its test rows are unknown.
 */
export type StripRun = {
  name: string;
  algorithm: string | null;
  f1: number;
  milliseconds: number | null;
  k: number | null;
  interval: Interval | null;
};

/** The runs of a table that have a finite F1. */
export function stripRuns(
  runs: readonly RunRow[],
  f1: readonly string[],
  intervals: Readonly<Record<string, Interval>>,
): StripRun[] {
  return runs.flatMap((run) => {
    const value = metricUnder(run, f1)?.value;
    if (value === undefined || !Number.isFinite(value)) return [];
    const { algorithm, millisecondsPerRow } = run.provenance;
    const k = run.params.k === undefined ? NaN : Number(run.params.k);
    return [
      {
        name: run.name,
        algorithm: algorithm === undefined ? null : algorithmWord(run),
        f1: value,
        milliseconds: millisecondsPerRow ?? null,
        k: Number.isFinite(k) ? k : null,
        interval: intervals[run.uid] ?? null,
      },
    ];
  });
}
