import { parentPort, workerData } from "node:worker_threads";
import { binSome } from "@/lib/ml/bins";
import { forestGrower, type ForestTask } from "@/lib/ml/forest";
import type { Matrix } from "@/lib/ml/matrix";
import type { Trees } from "@/lib/ml/trees";

/**
 * A forest that several threads grow together: each takes the next few trees until none is left.
 * `next` and `done` are one number each, in shared memory.
 */
export type SharedForest = {
  task: Omit<ForestTask, "from" | "to">;
  trees: number;
  atOnce: number;
  next: Int32Array;
  done: Int32Array;
};
export type Part = { from: number; trees: Trees };
/** Features to bin, with values and bins in shared memory. */
export type SharedBins = { matrix: Matrix; bins: Uint8Array; from: number; to: number };
/**
 * What a thread is told that is to help with forests; this file is also part of programs that only call it.
 */
export const growerThread = "help with forests";

/**
 * Grows parts of a shared forest until it is complete; `report` hears how many trees all threads have grown.
 */
export function growParts(
  { task, trees, atOnce, next, done }: SharedForest,
  report: (done: number) => void,
): Part[] {
  const parts: Part[] = [];
  const grow = forestGrower(task);
  for (let from = Atomics.add(next, 0, atOnce); from < trees; from = Atomics.add(next, 0, atOnce)) {
    const to = Math.min(trees, from + atOnce);
    parts.push({ from, trees: grow(from, to, () => undefined) });
    report(Atomics.add(done, 0, to - from) + to - from);
  }
  return parts;
}

/** As the program of a thread of its own: does each piece of work that it is sent. */
if (workerData === growerThread) {
  parentPort!.on("message", (work: { grow: SharedForest } | { bin: SharedBins }) =>
    parentPort!.postMessage(
      "grow" in work
        ? growParts(work.grow, () => undefined)
        : binSome(work.bin.matrix, work.bin.bins, work.bin),
    ),
  );
}
