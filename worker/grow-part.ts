import { parentPort, workerData } from "node:worker_threads";
import { growForest, type ForestTask } from "@/lib/ml/forest";
import type { Trees } from "@/lib/ml/trees";

/**
 * A forest that several threads grow together: each takes the next few trees until none is left.
 * `next` and `done` are one number each, in shared memory.
 */
export type SharedForest = { task: Omit<ForestTask, "from" | "to">; trees: number; atOnce: number; next: Int32Array; done: Int32Array };
/** What a thread is told that is to grow forests; this file is also part of programs that only call it. */
export const growerThread = "grow forests";
export type Part = { from: number; trees: Trees };

/** Grows parts of a shared forest until it is complete; `report` hears how many trees all threads have grown. */
export function growParts({ task, trees, atOnce, next, done }: SharedForest, report: (done: number) => void): Part[] {
  const parts: Part[] = [];
  for (let from = Atomics.add(next, 0, atOnce); from < trees; from = Atomics.add(next, 0, atOnce)) {
    const to = Math.min(trees, from + atOnce);
    parts.push({ from, trees: growForest({ ...task, from, to }, () => undefined) });
    report(Atomics.add(done, 0, to - from) + to - from);
  }
  return parts;
}

/** As the program of a thread of its own: grows parts of each forest that it is sent. */
if (workerData === growerThread) parentPort!.on("message", (forest: SharedForest) => parentPort!.postMessage(growParts(forest, () => undefined)));
