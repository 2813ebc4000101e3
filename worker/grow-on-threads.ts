import { availableParallelism } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { binSome, type Binned } from "@/lib/ml/bins";
import type { Matrix } from "@/lib/ml/matrix";
import type { GrowForest } from "@/lib/ml/train";
import { joinTrees } from "@/lib/ml/trees";
import { growerThread, growParts, type Part, type SharedBins, type SharedForest } from "./grow-part";

/**
 * With less work than this (trees x rows, or values to bin) a second thread would cost more than it brings.
 */
const worthThreads = 200_000;
/** A thread takes a share of the forest this many times, so that none waits long for another at the end. */
const turns = 50;

/** Threads that wait for work: started once, warm from the second time on. */
const idle: Worker[] = [];

/** Grows a forest on as many threads as the machine has; this one is one of them. */
export const growOnThreads: GrowForest = async ({ trees, matrix, ...rest }, report) => {
  const threads = trees * matrix.rows < worthThreads ? 1 : Math.min(availableParallelism(), trees);
  const task = { ...rest, data: await binOnThreads(matrix, threads) };
  const counter = () => new Int32Array(new SharedArrayBuffer(4));
  const shared: SharedForest = {
    task,
    trees,
    atOnce: Math.ceil(trees / turns),
    next: counter(),
    done: counter(),
  };
  const others = Array.from({ length: threads - 1 }, () => ask<Part[]>({ grow: shared }));
  const own = growParts(shared, (done) => report(done, trees));
  const parts = [own, ...(await Promise.all(others))].flat().sort((a, b) => a.from - b.from);
  return joinTrees(parts.map((part) => part.trees));
};

/** Bins features, each thread a stretch of them. */
async function binOnThreads(matrix: Matrix, most: number): Promise<Binned> {
  const { rows, width } = matrix;
  const threads = rows * width < worthThreads ? 1 : Math.min(most, width);
  const bins = new Uint8Array(new SharedArrayBuffer(rows * width));
  const first = Math.ceil(width / threads);
  const others = threads > 1 ? sharedBins(matrix, bins, { threads, first }) : [];
  const asked = others.map((bin) => ask<Float64Array[]>({ bin }));
  const own = binSome(matrix, bins, { from: 0, to: first });
  return { rows, width, bins, edges: [own, ...(await Promise.all(asked))].flat() };
}

function sharedBins(
  { rows, width, values }: Matrix,
  bins: Uint8Array,
  { threads, first }: { threads: number; first: number },
): SharedBins[] {
  const shared = new Float64Array(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return Array.from({ length: threads - 1 }, (_, i) => ({
    matrix: { rows, width, values: shared },
    bins,
    from: Math.min(width, first * (i + 1)),
    to: Math.min(width, first * (i + 2)),
  }));
}

function ask<Answer>(work: { grow: SharedForest } | { bin: SharedBins }): Promise<Answer> {
  const thread = idle.pop() ?? new Worker(path.resolve("dist/grower.mjs"), { workerData: growerThread });
  return new Promise((resolve, reject) => {
    thread.ref();
    thread.once("error", reject);
    thread.once("message", (answer: Answer) => {
      thread.off("error", reject).unref();
      idle.push(thread);
      resolve(answer);
    });
    thread.postMessage(work);
  });
}
