import { completePairs } from "./correlation";
import { argsort } from "./sort";

/** A column made ready for Kendall's tau: its order, and the rank of each value among those that differ. */
export type KendallColumn = { order: Uint32Array; ranks: Uint32Array; distinct: number; tiedPairs: number };

/** Makes a column ready for `kendallOf`; no value may be NaN. */
export function kendallColumn(values: Float64Array): KendallColumn {
  const order = argsort(values).slice();
  const ranks = new Uint32Array(values.length);
  let [rank, start, tiedPairs] = [0, 0, 0];
  for (let i = 0; i < order.length; i++) {
    if (i > 0 && values[order[i]!] !== values[order[i - 1]!]) {
      tiedPairs += pairsOf(i - start);
      start = i;
      rank++;
    }
    ranks[order[i]!] = rank;
  }
  tiedPairs += pairsOf(order.length - start);
  return { order, ranks, distinct: order.length === 0 ? 0 : rank + 1, tiedPairs };
}

function pairsOf(n: number): number {
  return (n * (n - 1)) / 2;
}

/**
 * Kendall's tau-b of two columns without missing cells, by Knight's method in n log n.
 *
 * @returns [-1, 1]; NaN with fewer than two rows, or where a side has one value
 * @see W. R. Knight, JASA 61 (1966), 436-439
 */
export function kendallOf(x: KendallColumn, y: KendallColumn): number {
  const n = x.order.length;
  if (n < 2) return NaN;
  const sequence = ranksOfOther(x, y);
  const tiedInBoth = jointTies(x, sequence);
  const discordant = countInversions(sequence);
  const pairs = pairsOf(n);
  const rest = pairs - x.tiedPairs - y.tiedPairs + tiedInBoth;
  const tau = (rest - 2 * discordant) / Math.sqrt(pairs - x.tiedPairs) / Math.sqrt(pairs - y.tiedPairs);
  return Math.max(-1, Math.min(1, tau));
}

/** The ranks of y, rows sorted by x and then by y: what is out of order there is a discordant pair. */
function ranksOfOther(x: KendallColumn, y: KendallColumn): Uint32Array {
  const next = new Uint32Array(x.distinct + 1);
  for (let i = 0; i < x.ranks.length; i++) next[x.ranks[i]! + 1]!++;
  for (let rank = 1; rank < next.length; rank++) next[rank]! += next[rank - 1]!;
  const sequence = new Uint32Array(x.ranks.length);
  for (let i = 0; i < y.order.length; i++) {
    const row = y.order[i]!;
    sequence[next[x.ranks[row]!]!++] = y.ranks[row]!;
  }
  return sequence;
}

function jointTies(x: KendallColumn, sequence: Uint32Array): number {
  let [pairs, start] = [0, 0];
  for (let i = 1; i <= sequence.length; i++) {
    const goesOn =
      i < sequence.length &&
      sequence[i] === sequence[start] &&
      x.ranks[x.order[i]!] === x.ranks[x.order[start]!];
    if (goesOn) continue;
    pairs += pairsOf(i - start);
    start = i;
  }
  return pairs;
}

/** Runs so short are sorted by insertion before runs are merged. */
const shortRun = 16;

/** How many pairs stand in the wrong order; sorts the values. */
function countInversions(values: Uint32Array): number {
  const n = values.length;
  let inversions = 0;
  for (let start = 0; start < n; start += shortRun) {
    const end = Math.min(start + shortRun, n);
    for (let i = start + 1; i < end; i++) {
      const value = values[i]!;
      let at = i;
      while (at > start && values[at - 1]! > value) {
        values[at] = values[at - 1]!;
        at--;
      }
      values[at] = value;
      inversions += i - at;
    }
  }
  let from: Uint32Array = values;
  let to: Uint32Array = new Uint32Array(n);
  for (let width = shortRun; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width)
      inversions += mergeRuns(from, to, start, Math.min(start + width, n), Math.min(start + 2 * width, n));
    [from, to] = [to, from];
  }
  return inversions;
}

function mergeRuns(from: Uint32Array, to: Uint32Array, start: number, middle: number, end: number): number {
  let inversions = 0;
  let [i, j, k] = [start, middle, start];
  while (i < middle && j < end) {
    if (from[i]! <= from[j]!) to[k++] = from[i++]!;
    else {
      inversions += middle - i;
      to[k++] = from[j++]!;
    }
  }
  while (i < middle) to[k++] = from[i++]!;
  while (j < end) to[k++] = from[j++]!;
  return inversions;
}

/** Kendall's tau-b of the rows where both values are there; NaN as for `kendallOf`. */
export function kendall(x: Float64Array, y: Float64Array): number {
  const [a, b] = completePairs(x, y);
  return kendallOf(kendallColumn(a), kendallColumn(b));
}

/**
 * Kendall's tau-b of every pair of columns; pairs with missing cells over the rows where both are there.
 *
 * @param columns k columns of n values each, NaN where missing
 * @returns k x k values, row by row
 */
export function kendallMatrix(columns: readonly Float64Array[]): Float64Array {
  const k = columns.length;
  const ready = columns.map((values) => (values.some(Number.isNaN) ? null : kendallColumn(values)));
  const tau = new Float64Array(k * k);
  for (let a = 0; a < k; a++)
    for (let b = a; b < k; b++) {
      const [x, y] = [ready[a], ready[b]];
      const value = x && y ? kendallOf(x, y) : kendall(columns[a]!, columns[b]!);
      tau[a * k + b] = tau[b * k + a] = value;
    }
  return tau;
}
