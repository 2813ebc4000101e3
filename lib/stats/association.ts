import { argsort, midRanks, sortRoom } from "./sort";

/**
 * Kendall's tau-b of the rows where both values are there, by Knight's method in n log n.
 *
 * @returns [-1, 1]; NaN with fewer than two rows, or where a side has one value
 * @see W. R. Knight, JASA 61 (1966), 436-439
 */
export function kendall(x: Float64Array, y: Float64Array): number {
  const rows = completeRows(x, y);
  const n = rows.length;
  if (n < 2) return NaN;
  // Sorted by x, then by y: what is out of order in y is a discordant pair.
  rows.sort((a, b) => x[a]! - x[b]! || y[a]! - y[b]!);
  const sameX = tiedPairs(rows, (a, b) => x[a] === x[b]);
  const sameBoth = tiedPairs(rows, (a, b) => x[a] === x[b] && y[a] === y[b]);
  const values = Float64Array.from(rows, (row) => y[row]!);
  const discordant = sortCountingSwaps(values);
  const sameY = tiedPairs(values, (a, b) => a === b);
  const pairs = (n * (n - 1)) / 2;
  const rest = pairs - sameX - sameY + sameBoth;
  return (rest - 2 * discordant) / Math.sqrt(pairs - sameX) / Math.sqrt(pairs - sameY);
}

function completeRows(x: Float64Array, y: Float64Array): Uint32Array {
  const rows = new Uint32Array(x.length);
  let n = 0;
  for (let i = 0; i < x.length; i++) if (x[i] === x[i] && y[i] === y[i]) rows[n++] = i;
  return rows.slice(0, n);
}

function tiedPairs(sorted: ArrayLike<number>, same: (a: number, b: number) => boolean): number {
  let pairs = 0;
  for (let start = 0; start < sorted.length;) {
    let end = start + 1;
    while (end < sorted.length && same(sorted[start]!, sorted[end]!)) end++;
    pairs += ((end - start) * (end - start - 1)) / 2;
    start = end;
  }
  return pairs;
}

/** Sorts values by merging, and counts how many pairs stood in the wrong order. */
function sortCountingSwaps(values: Float64Array): number {
  let from: Float64Array = values;
  let to: Float64Array = new Float64Array(values.length);
  let swaps = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      const end = Math.min(start + 2 * width, values.length);
      for (let i = start, j = middle, k = start; k < end; k++) {
        if (i < middle && (j >= end || from[i]! <= from[j]!)) to[k] = from[i++]!;
        else {
          swaps += middle - i;
          to[k] = from[j++]!;
        }
      }
    }
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
  return swaps;
}

/**
 * The area under the ROC curve of values that are to tell a class: the chance that a row of the class has
 * the greater value, ties counting half (Mann and Whitney's U over n1 n0).
 *
 * @param codes 1 for the class, 0 for the other, below 0 where there is no label
 * @returns [0, 1]; NaN without a row on a side
 */
export function areaUnderCurve(values: Float64Array, codes: ArrayLike<number>): number {
  const known = Float64Array.from(values, (value, i) => (codes[i]! < 0 ? NaN : value));
  const ranks = midRanks(known, argsort(known, sortRoom(known.length)));
  let [inClass, outside, sum] = [0, 0, 0];
  for (let i = 0; i < known.length; i++) {
    if (known[i] !== known[i]) continue;
    if (codes[i] === 1) {
      inClass++;
      sum += ranks[i]!;
    } else outside++;
  }
  return (sum - (inClass * (inClass + 1)) / 2) / (inClass * outside);
}

/**
 * The F of a one-way analysis of variance: the variance of a column's mean between classes over that within
 * them.
 *
 * @param codes the class of each row, below 0 where it is missing
 * @returns at least 0; NaN with fewer than two classes, or without variance within them
 */
export function varianceRatio(values: Float64Array, codes: ArrayLike<number>): number {
  const sums = new Map<number, { n: number; sum: number }>();
  let [n, total] = [0, 0];
  const origin = values.find((value) => value === value) ?? 0;
  for (let i = 0; i < values.length; i++) {
    if (codes[i]! < 0 || values[i] !== values[i]) continue;
    const group = sums.get(codes[i]!) ?? { n: 0, sum: 0 };
    group.n++;
    group.sum += values[i]! - origin;
    sums.set(codes[i]!, group);
    n++;
    total += values[i]! - origin;
  }
  const k = sums.size;
  if (k < 2 || n <= k) return NaN;
  const mean = total / n;
  let [between, within] = [0, 0];
  for (const group of sums.values()) between += group.n * (group.sum / group.n - mean) ** 2;
  for (let i = 0; i < values.length; i++) {
    if (codes[i]! < 0 || values[i] !== values[i]) continue;
    const group = sums.get(codes[i]!)!;
    within += (values[i]! - origin - group.sum / group.n) ** 2;
  }
  return within === 0 ? NaN : between / (k - 1) / (within / (n - k));
}

/**
 * The mutual information of two columns of categories, over the rows where both are there.
 *
 * @param a indices of categories, below 0 where missing
 * @returns nats, at least 0; NaN without such rows
 */
export function mutualInformation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const cells = new Map<number, number>();
  const [rows, columns] = [new Map<number, number>(), new Map<number, number>()];
  const add = (sums: Map<number, number>, key: number) => sums.set(key, (sums.get(key) ?? 0) + 1);
  let n = 0;
  for (let i = 0; i < a.length; i++) {
    if (a[i]! < 0 || b[i]! < 0) continue;
    add(cells, a[i]! * 2 ** 26 + b[i]!);
    add(rows, a[i]!);
    add(columns, b[i]!);
    n++;
  }
  if (n === 0) return NaN;
  let sum = 0;
  for (const [key, count] of cells) {
    const product = rows.get(Math.floor(key / 2 ** 26))! * columns.get(key % 2 ** 26)!;
    sum += (count / n) * Math.log((count * n) / product);
  }
  return Math.max(0, sum);
}

/**
 * The median of the absolute distances from the median, not scaled (scipy's default).
 *
 * @param sorted values in ascending order, none NaN
 */
export function medianDeviation(sorted: Float64Array): number {
  const median = medianOf(sorted);
  return medianOf(sorted.map((value) => Math.abs(value - median)).sort());
}

function medianOf(sorted: Float64Array): number {
  const n = sorted.length;
  return n === 0 ? NaN : (sorted[Math.floor((n - 1) / 2)]! + sorted[Math.floor(n / 2)]!) / 2;
}
