import { integers } from "@/lib/stats/random";
import type { Binned } from "./bins";
import { Grower, type GrowParams } from "./grow";
import type { Report } from "./matrix";
import type { Trees } from "./trees";

export type ForestTask = {
  data: Binned;
  labels: Uint8Array;
  classes: number;
  params: GrowParams;
  seed: number;
  bootstrap: boolean;
  from: number;
  to: number;
};

/**
 * Grows trees of a forest, any stretch of them at a time. Each tree draws from its own chance, made of the
 * seed and its number, so that a forest is the same on one thread or on many.
 *
 * @see L. Breiman, Random Forests, Machine Learning 45, 2001
 */
export function forestGrower({
  data,
  labels,
  classes,
  params,
  seed,
  bootstrap,
}: Omit<ForestTask, "from" | "to">): (from: number, to: number, report: Report) => Trees {
  const grower = new Grower(data, labels, classes, params);
  const counts = bootstrap ? new Uint8Array(data.rows) : null;
  return (from, to, report) => {
    for (let tree = from; tree < to; tree++) {
      const random = integers(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(tree + 1, 0x85ebca6b));
      if (counts) drawRows(counts, random);
      grower.grow(counts, random);
      report(tree - from + 1, to - from);
    }
    return grower.take();
  };
}

/** Grows the trees `from` to before `to` of a forest. */
export function growForest({ from, to, ...task }: ForestTask, report: Report): Trees {
  return forestGrower(task)(from, to, report);
}

/** As many draws with return as there are rows; how often each came. A row is never drawn 256 times. */
function drawRows(counts: Uint8Array, random: () => number): void {
  counts.fill(0);
  const n = counts.length;
  const scale = n / 2 ** 32;
  for (let i = 0; i < n; i++) counts[Math.floor(random() * scale)]!++;
}
