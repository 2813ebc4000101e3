import { expect, test } from "vitest";
import type { Frame } from "@/lib/frame/frame";
import { normal, seededRandom } from "@/lib/stats/random";
import { binFeatures } from "./bins";
import { encodeFrame, encodingOf } from "./encode";
import { growForest } from "./forest";
import { evaluate, rocAuc } from "./metrics";
import { decodeModel, encodeModel, predict } from "./model";
import { train, type GrowForest, type TrainSpec } from "./train";
import { joinTrees } from "./trees";

/** Two parts of a forest grown one after the other, as two threads would. */
const growInTwo: GrowForest = async ({ trees, matrix, ...rest }, report) => {
  const middle = Math.ceil(trees / 2);
  const task = { ...rest, data: binFeatures(matrix) };
  return joinTrees([
    growForest({ ...task, from: 0, to: middle }, report),
    growForest({ ...task, from: middle, to: trees }, report),
  ]);
};
const growInOne: GrowForest = async ({ trees, matrix, ...task }, report) =>
  growForest({ ...task, data: binFeatures(matrix), from: 0, to: trees }, report);
const world = (grow: GrowForest) => ({ grow, clock: () => 0, report: () => undefined });

/** Rows whose label is a rule of two columns, with a category, a hole and noise beside them. */
function frameOf(rows: number, seed: number, classes = 2): Frame {
  const random = seededRandom(seed);
  const a = Float64Array.from({ length: rows }, () => normal(random));
  const b = Float64Array.from({ length: rows }, () => normal(random));
  const hole = Float64Array.from({ length: rows }, () => (random() < 0.1 ? NaN : normal(random)));
  const kind = Int32Array.from({ length: rows }, () => Math.floor(random() * 3));
  const label = Int32Array.from({ length: rows }, (_, i) =>
    classes === 2 ? Number(a[i]! + b[i]! > 0.3) : Math.min(classes - 1, Math.max(0, Math.floor(a[i]! + 1.5))),
  );
  return {
    rows,
    columns: [
      { name: "a", type: "number", values: a },
      { name: "b", type: "number", values: b },
      { name: "hole", type: "number", values: hole },
      { name: "kind", type: "text", codes: kind, categories: ["x", "y", "z"] },
      {
        name: "label",
        type: "text",
        codes: label,
        categories: Array.from({ length: classes }, (_, i) => `c${i}`),
      },
    ],
  };
}

const spec = (algorithm: TrainSpec["algorithm"]): TrainSpec => ({
  algorithm,
  target: "label",
  exclude: [],
  splitColumn: null,
  testShare: 0.25,
  seed: 7,
});
const forest = {
  algorithm: "random-forest",
  trees: 30,
  max_depth: null,
  min_samples_leaf: 1,
  max_features: "sqrt",
  bootstrap: true,
} as const;

test("every algorithm learns a rule it can express", async () => {
  const frame = frameOf(1_200, 3);
  const atLeast = {
    "random-forest": 0.9,
    "decision-tree": 0.88,
    "nearest-neighbours": 0.85,
    "logistic-regression": 0.97,
  };
  for (const algorithm of [
    forest,
    { algorithm: "decision-tree", max_depth: 8, min_samples_leaf: 2 },
    { algorithm: "nearest-neighbours", k: 9 },
    { algorithm: "logistic-regression", c: 1, max_iterations: 100 },
  ] as const) {
    const { test: onTest } = await train(frame, spec(algorithm), world(growInOne));
    expect(onTest.metrics.accuracy, algorithm.algorithm).toBeGreaterThan(atLeast[algorithm.algorithm]);
  }
});

test("more than two classes are told apart", async () => {
  for (const algorithm of [
    forest,
    { algorithm: "logistic-regression", c: 1, max_iterations: 100 },
  ] as const) {
    const { test: onTest, model } = await train(frameOf(1_500, 5, 3), spec(algorithm), world(growInOne));
    expect(model.classes).toEqual(["c0", "c1", "c2"]);
    expect(onTest.metrics.accuracy).toBeGreaterThan(0.8);
  }
});

test("the same seed gives the same model bytes, on one thread or two", async () => {
  const frame = frameOf(600, 9);
  const [one, two, again] = await Promise.all(
    [growInOne, growInTwo, growInOne].map(async (grow) =>
      encodeModel((await train(frame, spec(forest), world(grow))).model),
    ),
  );
  expect(Buffer.from(two!).equals(Buffer.from(one!))).toBe(true);
  expect(Buffer.from(again!).equals(Buffer.from(one!))).toBe(true);
  const other = encodeModel((await train(frame, { ...spec(forest), seed: 8 }, world(growInOne))).model);
  expect(Buffer.from(other).equals(Buffer.from(one!))).toBe(false);
});

test("a model answers the same after it was written and read", async () => {
  const frame = frameOf(300, 11);
  for (const algorithm of [
    forest,
    { algorithm: "nearest-neighbours", k: 3 },
    { algorithm: "logistic-regression", c: 1, max_iterations: 50 },
  ] as const) {
    const { model } = await train(frame, spec(algorithm), world(growInOne));
    const asked = encodeFrame(frame, model.encoders);
    expect(predict(decodeModel(encodeModel(model)), asked)).toEqual(predict(model, asked));
  }
});

test("metrics are those worked out by hand", () => {
  const values = Float64Array.from([0.9, 0.1, 0.4, 0.6, 0.2, 0.8, 0.7, 0.3]);
  const { metrics, confusion } = evaluate({ rows: 4, classes: 2, values }, Uint8Array.of(0, 1, 1, 1));
  expect(confusion).toEqual([
    [1, 0],
    [1, 2],
  ]);
  expect(metrics).toMatchObject({ accuracy: 0.75, precision: 1, recall: 2 / 3, f1: 0.8 });
  expect(metrics.log_loss).toBeCloseTo(
    -(Math.log(0.9) + Math.log(0.6) + Math.log(0.8) + Math.log(0.3)) / 4,
    12,
  );
  expect(rocAuc(Float64Array.from([0.1, 0.4, 0.35, 0.8]), Uint8Array.of(0, 0, 1, 1))).toBe(0.75);
  expect(rocAuc(Float64Array.from([0.5, 0.5]), Uint8Array.of(0, 1))).toBe(0.5);
});

test("bins part neighbours half-way and never hold more than 256", () => {
  const { edges, bins } = binFeatures({ rows: 4, width: 1, values: Float64Array.from([3, 1, 2, 2]) });
  expect([...edges[0]!]).toEqual([1.5, 2.5]);
  expect([...bins]).toEqual([2, 0, 1, 1]);
  const many = binFeatures({
    rows: 5_000,
    width: 1,
    values: Float64Array.from({ length: 5_000 }, (_, i) => i * 1.1),
  });
  expect(many.edges[0]!.length).toBeLessThanOrEqual(255);
});

test("what is missing gets the median of the training rows, a new category none of the known", () => {
  const frame = frameOf(50, 13);
  const { encoders } = encodingOf(frame, new Set(["label"]));
  const strange: Frame = {
    rows: 1,
    columns: [
      { name: "a", type: "number", values: Float64Array.of(NaN) },
      { name: "b", type: "number", values: Float64Array.of(1) },
      { name: "hole", type: "number", values: Float64Array.of(NaN) },
      { name: "kind", type: "text", codes: Int32Array.of(0), categories: ["new"] },
    ],
  };
  const { values } = encodeFrame(strange, encoders);
  const [first] = encoders;
  expect(values[0]).toBe(first?.kind === "number" ? first.fill : NaN);
  expect([...values.slice(3)]).toEqual([0, 0, 0]);
});
