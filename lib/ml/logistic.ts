import type { Labelled, Matrix, Probabilities, Report } from "./matrix";
import { scaled, scaling } from "./neighbours";

/** One set of weights a class (one for two classes), over scaled features; the last is the intercept. */
export type Logistic = {
  width: number;
  classes: number;
  mean: Float64Array;
  scale: Float64Array;
  weights: Float64Array[];
};

export type LogisticParams = {
  /** Inverse strength of the L2 penalty, as scikit-learn's C. */ c: number;
  maxIterations: number;
};

const tolerance = 1e-8;

/**
 * Logistic regression with an L2 penalty on all but the intercept, by Newton's method with halved steps;
 * more than two classes are fitted one against the rest.
 *
 * @see T. Hastie et al., The Elements of Statistical Learning, 2nd ed., section 4.4.1
 */
export function fitLogistic(data: Labelled, { c, maxIterations }: LogisticParams, report: Report): Logistic {
  const scales = scaling(data);
  const x = scaled(data, scales);
  const sides = data.classes === 2 ? [1] : Array.from({ length: data.classes }, (_, i) => i);
  const weights = sides.map((side, i) => {
    const y = Float64Array.from(data.labels, (label) => (label === side ? 1 : 0));
    return newton(x, y, data.width, c, maxIterations, (done, total) =>
      report(i * total + done, sides.length * total),
    );
  });
  return { width: data.width, classes: data.classes, ...scales, weights };
}

function newton(
  x: Float64Array,
  y: Float64Array,
  width: number,
  c: number,
  maxIterations: number,
  report: Report,
): Float64Array {
  const size = width + 1;
  let weights = new Float64Array(size);
  let loss = lossOf(x, y, weights, width, c);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const step = solve(...derivatives(x, y, weights, width, c), size);
    let taken = 1;
    let next = weights.map((weight, i) => weight - step[i]!);
    let nextLoss = lossOf(x, y, next, width, c);
    while (nextLoss > loss && taken > 1e-6) {
      taken /= 2;
      next = weights.map((weight, i) => weight - taken * step[i]!);
      nextLoss = lossOf(x, y, next, width, c);
    }
    report(iteration + 1, maxIterations);
    const done = loss - nextLoss <= tolerance * Math.max(1, Math.abs(loss));
    if (nextLoss <= loss) [weights, loss] = [next, nextLoss];
    if (done) break;
  }
  return weights;
}

/** c times the sum of log losses, plus half the squared weights. */
function lossOf(x: Float64Array, y: Float64Array, weights: Float64Array, width: number, c: number): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) {
    const z = (y[i]! * 2 - 1) * score(x, i * width, weights, width);
    sum += z > 0 ? Math.log1p(Math.exp(-z)) : -z + Math.log1p(Math.exp(z));
  }
  let penalty = 0;
  for (let f = 0; f < width; f++) penalty += weights[f]! ** 2;
  return c * sum + penalty / 2;
}

function derivatives(
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array,
  width: number,
  c: number,
): [Float64Array, Float64Array] {
  const size = width + 1;
  const hessian = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  const row = new Float64Array(size).fill(1);
  for (let i = 0; i < y.length; i++) {
    row.set(x.subarray(i * width, (i + 1) * width));
    const p = sigmoid(score(x, i * width, weights, width));
    const slope = c * Math.max(p * (1 - p), 1e-12);
    for (let a = 0; a < size; a++) {
      gradient[a]! += c * (p - y[i]!) * row[a]!;
      const scale = slope * row[a]!;
      for (let b = 0; b <= a; b++) hessian[a * size + b]! += scale * row[b]!;
    }
  }
  for (let f = 0; f < width; f++) {
    gradient[f]! += weights[f]!;
    hessian[f * size + f]! += 1;
  }
  return [hessian, gradient];
}

/** Solves a symmetric positive system by Cholesky's factors; the lower half is overwritten. */
function solve(matrix: Float64Array, right: Float64Array, n: number): Float64Array {
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = matrix[a * n + b]!;
      for (let k = 0; k < b; k++) sum -= matrix[a * n + k]! * matrix[b * n + k]!;
      matrix[a * n + b] = a === b ? Math.sqrt(Math.max(sum, 1e-12)) : sum / matrix[b * n + b]!;
    }
  }
  const out = Float64Array.from(right);
  for (let a = 0; a < n; a++) {
    for (let k = 0; k < a; k++) out[a]! -= matrix[a * n + k]! * out[k]!;
    out[a]! /= matrix[a * n + a]!;
  }
  for (let a = n - 1; a >= 0; a--) {
    for (let k = a + 1; k < n; k++) out[a]! -= matrix[k * n + a]! * out[k]!;
    out[a]! /= matrix[a * n + a]!;
  }
  return out;
}

function score(x: Float64Array, offset: number, weights: Float64Array, width: number): number {
  let sum = weights[width]!;
  for (let f = 0; f < width; f++) sum += x[offset + f]! * weights[f]!;
  return sum;
}

function sigmoid(z: number): number {
  return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
}

/** Class probabilities; with more than two classes the one-against-rest values, made to sum to 1. */
export function predictLogistic(model: Logistic, asked: Matrix): Probabilities {
  const { width, classes, weights } = model;
  const x = scaled(asked, model);
  const out = new Float64Array(asked.rows * classes);
  for (let i = 0; i < asked.rows; i++) {
    const raw = weights.map((side) => sigmoid(score(x, i * width, side, width)));
    const shares = classes === 2 ? [1 - raw[0]!, raw[0]!] : raw;
    const sum = shares.reduce((a, b) => a + b, 0);
    shares.forEach((share, c) => (out[i * classes + c] = share / sum));
  }
  return { rows: asked.rows, classes, values: out };
}
