import { normalDensity, normalQuantile } from "./normal";
import { argsort, sortRoom, type SortRoom } from "./sort";

/** Terms of the series in which a cut normal variable is written. */
const terms = 30;
/** A column of which no value has more than this share of the rows counts as one that was not cut. */
const uncut = 1e-3;

/**
 * The values of a column as cuts of a standard normal variable: each distinct value is an interval as wide as
 * its share of the rows, and its score is the mean of the variable there.
 */
export type NormalScores = {
  /** A score a row, 0 where the value is missing; their mean is 0. */
  scores: Float32Array;
  /** Distinct values, ascending. */
  levels: Float64Array;
  /** The upper end of each level's interval but the last's. */
  cuts: Float64Array;
  /** Rows of each level. */
  counts: Uint32Array;
  present: number;
  /** By k - 1 the coefficient of the k-th Hermite polynomial; the first is the scores' variance. */
  series: Float64Array;
};

/** Scores a column; `values` are NaN where they are missing. */
export function normalScores(values: Float64Array, room: SortRoom = sortRoom(values.length)): NormalScores {
  const order = argsort(values, room);
  const present = order.length;
  const scores = new Float32Array(values.length);
  const levels: number[] = [];
  const cuts: number[] = [];
  const counts: number[] = [];
  const series = new Float64Array(terms);
  const known = isCut(values, order) ? terms : 1;
  let [lower, upper] = [new Float64Array(terms), new Float64Array(terms)];
  for (let start = 0; start < present;) {
    const value = values[order[start]!]!;
    let end = start + 1;
    while (end < present && values[order[end]!] === value) end++;
    const cut = normalQuantile(end / present);
    hermiteAt(cut, known, upper);
    const score = ((lower[0]! - upper[0]!) * present) / (end - start);
    for (let i = start; i < end; i++) scores[order[i]!] = score;
    for (let k = 0; k < known; k++) series[k]! += (score * (lower[k]! - upper[k]!)) / Math.sqrt(k + 1);
    levels.push(value);
    counts.push(end - start);
    if (end < present) cuts.push(cut);
    [lower, upper] = [upper, lower];
    start = end;
  }
  return {
    scores,
    levels: Float64Array.from(levels),
    cuts: Float64Array.from(cuts),
    counts: Uint32Array.from(counts),
    present,
    series,
  };
}

function isCut(values: Float64Array, order: Uint32Array): boolean {
  const run = Math.ceil(uncut * order.length);
  for (let i = run; i < order.length; i++) if (values[order[i]!] === values[order[i - run]!]) return true;
  return false;
}

/** The first normalized Hermite polynomials, from that of degree 0, at a point, times the density there. */
function hermiteAt(x: number, known: number, all: Float64Array): Float64Array {
  if (!Number.isFinite(x)) return all.fill(0);
  const density = normalDensity(x);
  let [before, current] = [0, 1];
  for (let k = 0; k < known; k++) {
    all[k] = current * density;
    [before, current] = [current, (x * current - Math.sqrt(k) * before) / Math.sqrt(k + 1)];
  }
  return all;
}

/** The series and scores of a yes or no as a cut normal variable, that is above its cut with a chance. */
export function twoScores(chance: number): {
  cut: number;
  below: number;
  above: number;
  series: Float64Array;
} {
  const cut = normalQuantile(1 - chance);
  const at = hermiteAt(cut, terms, new Float64Array(terms));
  const [below, above] = [-at[0]! / (1 - chance), at[0]! / chance];
  const series = Float64Array.from(at, (value, k) => ((above - below) * value) / Math.sqrt(k + 1));
  return { cut, below, above, series };
}

/**
 * The correlation of two standard normal variables that were cut, by the covariance of their scores: the
 * polychoric correlation, from the series of the covariance in powers of it (Mehler's formula).
 *
 * @returns within ±0.9999
 */
export function latentCorrelation(covariance: number, a: Float64Array, b: Float64Array): number {
  let [low, high] = [-0.9999, 0.9999];
  if (!Number.isFinite(covariance)) return 0;
  if (covariance <= covarianceAt(low, a, b)) return low;
  if (covariance >= covarianceAt(high, a, b)) return high;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (covarianceAt(middle, a, b) < covariance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function covarianceAt(rho: number, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = terms - 1; k >= 0; k--) sum = (sum + a[k]! * b[k]!) * rho;
  return sum;
}
