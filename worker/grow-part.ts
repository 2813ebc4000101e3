import { parentPort } from "node:worker_threads";
import { growForest, type ForestTask } from "@/lib/ml/forest";
import type { Trees } from "@/lib/ml/trees";

export type GrowPart = { grow: ForestTask };
export type GrowMessage = { op: "grown"; done: number } | { op: "trees"; trees: Trees };

/** Whether a thread was started to grow a part of a forest. */
export function isGrowPart(data: unknown): data is GrowPart {
  return typeof data === "object" && data !== null && "grow" in data;
}

/** Grows the trees asked for and hands them back without copying. */
export function growPart({ grow }: GrowPart): void {
  let last = 0;
  const trees = growForest(grow, (done) => {
    if (performance.now() - last < 100) return;
    last = performance.now();
    parentPort!.postMessage({ op: "grown", done } satisfies GrowMessage);
  });
  const buffers = [trees.starts, trees.feature, trees.threshold, trees.right, trees.leaves].map(({ buffer }) => buffer as ArrayBuffer);
  parentPort!.postMessage({ op: "trees", trees } satisfies GrowMessage, buffers);
}
