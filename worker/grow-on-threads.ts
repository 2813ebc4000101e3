import { availableParallelism } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { GrowForest } from "@/lib/ml/train";
import { joinTrees } from "@/lib/ml/trees";
import { growerThread, growParts, type Part, type SharedForest } from "./grow-part";

/** With less work than this (trees x rows) a second thread would cost more than it brings. */
const worthThreads = 200_000;
/** A thread takes a share of the forest this many times, so that none waits long for another at the end. */
const turns = 50;

/** Threads that wait for a forest: started once, warm from the second on. */
const idle: Worker[] = [];

/** Grows a forest on as many threads as the machine has; this one is one of them. */
export const growOnThreads: GrowForest = async ({ trees, ...task }, report) => {
  const threads = trees * task.data.rows < worthThreads ? 1 : Math.min(availableParallelism(), trees);
  const counter = () => new Int32Array(new SharedArrayBuffer(4));
  const shared: SharedForest = { task, trees, atOnce: Math.ceil(trees / turns), next: counter(), done: counter() };
  const others = Array.from({ length: threads - 1 }, () => growApart(shared));
  const own = growParts(shared, (done) => report(done, trees));
  const parts = [own, ...(await Promise.all(others))].flat().sort((a, b) => a.from - b.from);
  return joinTrees(parts.map((part) => part.trees));
};

function growApart(shared: SharedForest): Promise<Part[]> {
  const thread = idle.pop() ?? new Worker(path.resolve("dist/grower.mjs"), { workerData: growerThread });
  return new Promise((resolve, reject) => {
    thread.ref();
    thread.once("error", reject);
    thread.once("message", (parts: Part[]) => {
      thread.off("error", reject).unref();
      idle.push(thread);
      resolve(parts);
    });
    thread.postMessage(shared);
  });
}
