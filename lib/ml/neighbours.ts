import type { Labelled, Matrix, Probabilities, Report } from "./matrix";

/** The training rows themselves, scaled to zero mean and unit spread. */
export type Neighbours = {
  k: number;
  width: number;
  classes: number;
  rows: number;
  mean: Float64Array;
  scale: Float64Array;
  values: Float64Array;
  labels: Uint8Array;
};

/** Mean and standard deviation (n below the line) of every feature; a constant feature has scale 1. */
export function scaling({ rows, width, values }: Matrix): { mean: Float64Array; scale: Float64Array } {
  const mean = new Float64Array(width);
  const scale = new Float64Array(width);
  for (let i = 0; i < rows; i++) for (let f = 0; f < width; f++) mean[f]! += values[i * width + f]! / rows;
  for (let i = 0; i < rows; i++)
    for (let f = 0; f < width; f++) scale[f]! += (values[i * width + f]! - mean[f]!) ** 2 / rows;
  return { mean, scale: scale.map((variance) => (variance > 0 ? Math.sqrt(variance) : 1)) };
}

/** Scales rows as the training rows were. */
export function scaled(
  { rows, width, values }: Matrix,
  { mean, scale }: { mean: Float64Array; scale: Float64Array },
): Float64Array {
  const out = new Float64Array(rows * width);
  for (let i = 0; i < rows; i++)
    for (let f = 0; f < width; f++) out[i * width + f] = (values[i * width + f]! - mean[f]!) / scale[f]!;
  return out;
}

/** Keeps the training rows; all work is done when asked. */
export function fitNeighbours(data: Labelled, k: number): Neighbours {
  const scales = scaling(data);
  return {
    k: Math.min(k, data.rows),
    width: data.width,
    classes: data.classes,
    rows: data.rows,
    ...scales,
    values: scaled(data, scales),
    labels: data.labels,
  };
}

/**
 * Shares of the classes among the k nearest training rows (Euclid, all rows tried),
 * nearest first in file order.
 */
export function predictNeighbours(model: Neighbours, asked: Matrix, report: Report): Probabilities {
  const { k, width, classes, rows, values, labels } = model;
  const queries = scaled(asked, model);
  const out = new Float64Array(asked.rows * classes);
  const nearest = new Float64Array(k);
  const who = new Int32Array(k);
  for (let q = 0; q < asked.rows; q++) {
    nearest.fill(Infinity);
    for (let i = 0; i < rows; i++) {
      const limit = nearest[k - 1]!;
      let d = 0;
      for (let f = 0; f < width && d < limit; f++) {
        const gap = queries[q * width + f]! - values[i * width + f]!;
        d += gap * gap;
      }
      if (d >= limit) continue;
      let at = k - 1;
      for (; at > 0 && nearest[at - 1]! > d; at--) {
        nearest[at] = nearest[at - 1]!;
        who[at] = who[at - 1]!;
      }
      nearest[at] = d;
      who[at] = i;
    }
    for (let i = 0; i < k; i++) out[q * classes + labels[who[i]!]!]! += 1 / k;
    if (q % 256 === 255) report(q + 1, asked.rows);
  }
  return { rows: asked.rows, classes, values: out };
}
