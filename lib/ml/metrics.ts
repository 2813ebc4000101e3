import { argsort } from "@/lib/stats/sort";
import type { Probabilities } from "./matrix";

/** A line of a chart, from left to right. */
export type Curve = { x: number[]; y: number[] };

/**
 * How well probabilities tell classes. For two classes precision, recall and F1 are of the second;
 * for more they are means over classes.
 */
export type Evaluation = {
  rows: number;
  metrics: Record<"accuracy" | "precision" | "recall" | "f1" | "roc_auc" | "log_loss", number | null>;
  /** Rows by true class, then by predicted class. */
  confusion: number[][];
  roc: Curve | null;
  precisionRecall: Curve | null;
};

const curvePoints = 200;

/** Evaluates predictions; the class with the greatest probability is predicted, the first of equals. */
export function evaluate({ rows, classes, values }: Probabilities, labels: Uint8Array): Evaluation {
  const confusion = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  let loss = 0;
  for (let i = 0; i < rows; i++) {
    let predicted = 0;
    for (let c = 1; c < classes; c++)
      if (values[i * classes + c]! > values[i * classes + predicted]!) predicted = c;
    confusion[labels[i]!]![predicted]!++;
    loss -= Math.log(Math.min(1 - 1e-15, Math.max(1e-15, values[i * classes + labels[i]!]!)));
  }
  const sides = classes === 2 ? [1] : Array.from({ length: classes }, (_, c) => c);
  const each = sides.map((side) => ofClass(confusion, side));
  const scores = classes === 2 ? Float64Array.from({ length: rows }, (_, i) => values[i * 2 + 1]!) : null;
  const positives = scores ? labels.subarray(0, rows) : null;
  const correct = confusion.reduce((sum, row, c) => sum + row[c]!, 0);
  return {
    rows,
    metrics: {
      accuracy: rows > 0 ? correct / rows : null,
      precision: mean(each.map(({ precision }) => precision)),
      recall: mean(each.map(({ recall }) => recall)),
      f1: mean(each.map(({ f1 }) => f1)),
      roc_auc: scores ? rocAuc(scores, positives!) : null,
      log_loss: rows > 0 ? loss / rows : null,
    },
    confusion,
    ...(scores ? curves(scores, positives!) : { roc: null, precisionRecall: null }),
  };
}

function ofClass(confusion: number[][], side: number): { precision: number; recall: number; f1: number } {
  const hits = confusion[side]![side]!;
  const predicted = confusion.reduce((sum, row) => sum + row[side]!, 0);
  const actual = confusion[side]!.reduce((sum, count) => sum + count, 0);
  return {
    precision: predicted > 0 ? hits / predicted : 0,
    recall: actual > 0 ? hits / actual : 0,
    f1: predicted + actual > 0 ? (2 * hits) / (predicted + actual) : 0,
  };
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Area under the ROC curve: the chance that a positive scores above a negative, ties by half;
 * null without both.
 */
export function rocAuc(scores: Float64Array, positives: Uint8Array): number | null {
  const order = argsort(scores);
  let [rankSum, positive] = [0, 0];
  for (let start = 0; start < order.length;) {
    let end = start;
    let here = 0;
    for (; end < order.length && scores[order[end]!] === scores[order[start]!]; end++)
      here += positives[order[end]!]!;
    rankSum += here * ((start + 1 + end) / 2);
    positive += here;
    start = end;
  }
  const negative = order.length - positive;
  return positive === 0 || negative === 0
    ? null
    : (rankSum - (positive * (positive + 1)) / 2) / (positive * negative);
}

function curves(
  scores: Float64Array,
  positives: Uint8Array,
): { roc: Curve | null; precisionRecall: Curve | null } {
  const order = argsort(scores).toReversed();
  const all = positives.reduce((sum, positive) => sum + positive, 0);
  if (all === 0 || all === order.length) return { roc: null, precisionRecall: null };
  const roc: Curve = { x: [0], y: [0] };
  const precisionRecall: Curve = { x: [], y: [] };
  let hits = 0;
  for (let i = 0; i < order.length; i++) {
    hits += positives[order[i]!]!;
    if (scores[order[i]!] === scores[order[i + 1]!]) continue;
    roc.x.push((i + 1 - hits) / (order.length - all));
    roc.y.push(hits / all);
    precisionRecall.x.push(hits / all);
    precisionRecall.y.push(hits / (i + 1));
  }
  return { roc: thinned(roc), precisionRecall: thinned(precisionRecall) };
}

function thinned({ x, y }: Curve): Curve {
  if (x.length <= curvePoints) return { x, y };
  const keep = Array.from({ length: curvePoints }, (_, i) =>
    Math.round((i * (x.length - 1)) / (curvePoints - 1)),
  );
  return { x: keep.map((i) => x[i]!), y: keep.map((i) => y[i]!) };
}
