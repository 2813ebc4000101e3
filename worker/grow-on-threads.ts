import { availableParallelism } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { growForest } from "@/lib/ml/forest";
import type { GrowForest } from "@/lib/ml/train";
import { joinTrees, type Trees } from "@/lib/ml/trees";
import type { GrowMessage, GrowPart } from "./grow-part";

/** With less work than this (trees x rows) a second thread would cost more than it brings. */
const worthThreads = 200_000;

/** Grows a forest on as many threads as the machine has; this one takes its part too. */
export const growOnThreads: GrowForest = async ({ trees, ...task }, report) => {
  const threads = trees * task.data.rows < worthThreads ? 1 : Math.min(availableParallelism(), trees);
  const bounds = Array.from({ length: threads + 1 }, (_, i) => Math.round((i * trees) / threads));
  const done = new Array<number>(threads).fill(0);
  const tell = (part: number, count: number) => {
    done[part] = count;
    report(done.reduce((sum, value) => sum + value, 0), trees);
  };
  const others = bounds.slice(1, -1).map((from, i) => growApart({ grow: { ...task, from, to: bounds[i + 2]! } }, (count) => tell(i + 1, count)));
  const own = growForest({ ...task, from: 0, to: bounds[1]! }, (count) => tell(0, count));
  return joinTrees([own, ...(await Promise.all(others))]);
};

function growApart(part: GrowPart, report: (done: number) => void): Promise<Trees> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(path.resolve(process.env.PERIHELION_TRAINER ?? "dist/trainer.mjs"), { workerData: part });
    thread.on("message", (message: GrowMessage) => (message.op === "grown" ? report(message.done) : resolve(message.trees)));
    thread.on("error", reject);
  });
}
