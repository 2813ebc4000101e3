import * as z from "zod";
import { AppError } from "@/lib/errors";
import { algorithmSchema } from "./algorithms";
import { featureNames } from "./encode";
import type { Logistic } from "./logistic";
import type { Neighbours } from "./neighbours";
import type { Model } from "./trained-model";
import type { Trees } from "./trees";

const text = z.string().max(10_000);
const encoder = z.union([
  z.strictObject({
    column: text,
    kind: z.enum(["number", "integer", "boolean", "date"]),
    fill: z.number(),
  }),
  z.strictObject({ column: text, kind: z.literal("category"), categories: z.array(text).min(1).max(10_000) }),
]);
const array = z.strictObject({
  name: z.string().max(100),
  type: z.enum(["Float64Array", "Int32Array", "Int16Array", "Uint8Array"]),
  length: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31),
});

/** The JSON head of a model file. */
export const modelHead = z.strictObject({
  algorithm: algorithmSchema,
  target: text,
  classes: z.array(text).min(2).max(256),
  encoders: z.array(encoder).min(1).max(10_000),
  kind: z.enum(["trees", "neighbours", "logistic"]),
  numbers: z.record(
    z.string().max(100),
    z
      .number()
      .int()
      .min(0)
      .max(2 ** 31),
  ),
  arrays: z.array(array).max(1_000),
});
export type ModelHead = z.infer<typeof modelHead>;

/** What a damaged model file answers. */
export function damaged(what: string): AppError {
  return new AppError("INVALID", `This model file is damaged: ${what}. Train or upload the model again.`);
}

/**
 * Checks that a model can be asked: every index points where it should, nodes of trees come after their
 * parents, and numbers are finite. What passes can be asked about any row and ends.
 *
 * @throws {AppError} INVALID, saying what is wrong
 */
export function requireWhole({ encoders, classes, fitted }: Model): void {
  const width = featureNames(encoders).length;
  if (fitted.kind === "trees") requireTrees(fitted.trees, width, classes.length);
  else if (fitted.kind === "neighbours") requireNeighbours(fitted.neighbours, width, classes.length);
  else requireLogistic(fitted.logistic, width, classes.length);
}

function requireTrees(trees: Trees, width: number, classes: number): void {
  const { starts, feature, threshold, right, leaves, importance } = trees;
  const nodes = feature.length;
  const leafCount = leaves.length / classes;
  check(trees.classes === classes && Number.isInteger(leafCount), "its classes do not fit its leaves");
  check(threshold.length === nodes && right.length === nodes, "its nodes do not fit together");
  check(importance.length === width, "its features do not fit its columns");
  check(starts.length >= 2 && starts[0] === 0 && starts.at(-1) === nodes, "its trees do not fit its nodes");
  for (let t = 0; t + 1 < starts.length; t++) {
    const [start, end] = [starts[t]!, starts[t + 1]!];
    check(start < end && end <= nodes, "a tree has no nodes");
    for (let node = start; node < end; node++) {
      const [f, to] = [feature[node]!, right[node]!];
      if (f === -1) check(to >= 0 && to < leafCount, "a leaf is not there");
      else check(f >= 0 && f < width && to > node + 1 && to < end, "a node does not come after its parent");
      check(f === -1 || Number.isFinite(threshold[node]!), "a threshold is not a number");
    }
  }
  check(leaves.every(isShare) && importance.every(Number.isFinite), "a leaf holds no shares");
}

function requireNeighbours(model: Neighbours, width: number, classes: number): void {
  const { k, rows, values, labels } = model;
  check(model.width === width && model.classes === classes, "its columns or classes do not fit");
  check(rows >= 1 && k >= 1 && k <= rows, "it holds no rows");
  check(values.length === rows * width && labels.length === rows, "its rows do not fit together");
  check(values.every(Number.isFinite), "a value is not a number");
  check(
    labels.every((label) => label < classes),
    "a label is no class",
  );
  requireScales(model, width);
}

function requireLogistic(model: Logistic, width: number, classes: number): void {
  check(model.width === width && model.classes === classes, "its columns or classes do not fit");
  check(model.weights.length === (classes === 2 ? 1 : classes), "its weights do not fit its classes");
  for (const weights of model.weights)
    check(weights.length === width + 1 && weights.every(Number.isFinite), "a weight is not a number");
  requireScales(model, width);
}

function requireScales({ mean, scale }: { mean: Float64Array; scale: Float64Array }, width: number): void {
  check(mean.length === width && scale.length === width, "its scales do not fit its columns");
  check(
    mean.every(Number.isFinite) && scale.every((value) => value > 0 && value < Infinity),
    "a scale is none",
  );
}

function isShare(value: number): boolean {
  return value >= 0 && value <= 1;
}

function check(holds: boolean, otherwise: string): void {
  if (!holds) throw damaged(otherwise);
}
