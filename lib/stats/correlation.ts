import { partOf, type Series } from "./series";
import { argsort, midRanks, sortRoom } from "./sort";

const rowsAtOnce = 2_048;
const columnsAtOnce = 4;
const rowsForMean = 65_536;

/**
 * Pearson's r of every pair of columns without missing cells, row by row of the matrix.
 *
 * @param columns k columns of n values each, none NaN; Float32 holds ranks up to 2^23 exactly
 * @returns k x k values in [-1, 1]; NaN where a column has no spread
 */
export function pearsonMatrix(columns: readonly Series[]): Float64Array {
  const k = columns.length;
  const n = columns[0]?.length ?? 0;
  const means = columns.map(meanOf);
  const products = new Float64Array(k * k);
  const padded = Math.ceil(k / columnsAtOnce) * columnsAtOnce;
  // One block of rows, centred, fits the second-level cache together with the sums.
  const block = new Float64Array(padded * rowsAtOnce);
  for (let start = 0; start < n; start += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, n - start);
    for (let c = 0; c < k; c++) {
      const part = partOf(columns[c]!, start, rows);
      const mean = means[c]!;
      for (let i = 0; i < rows; i++) block[c * rowsAtOnce + i] = part[i]! - mean;
    }
    for (let a = 0; a < k; a++)
      for (let b = a - (a % columnsAtOnce); b < k; b += columnsAtOnce)
        addProducts(block, products, { a, b, k, rows });
  }
  return scaled(products, k);
}

function addProducts(
  block: Float64Array,
  products: Float64Array,
  { a, b, k, rows }: { a: number; b: number; k: number; rows: number },
): void {
  const at = a * rowsAtOnce;
  const b0 = b * rowsAtOnce;
  const b1 = b0 + rowsAtOnce;
  const b2 = b1 + rowsAtOnce;
  const b3 = b2 + rowsAtOnce;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let i = 0; i < rows; i++) {
    const x = block[at + i]!;
    s0 += x * block[b0 + i]!;
    s1 += x * block[b1 + i]!;
    s2 += x * block[b2 + i]!;
    s3 += x * block[b3 + i]!;
  }
  const row = a * k + b;
  products[row]! += s0;
  if (b + 1 < k) products[row + 1]! += s1;
  if (b + 2 < k) products[row + 2]! += s2;
  if (b + 3 < k) products[row + 3]! += s3;
}

function scaled(products: Float64Array, k: number): Float64Array {
  const r = new Float64Array(k * k);
  for (let a = 0; a < k; a++) {
    for (let b = a; b < k; b++) {
      const value =
        a === b
          ? products[a * k + a]! > 0
            ? 1
            : NaN
          : products[a * k + b]! / Math.sqrt(products[a * k + a]! * products[b * k + b]!);
      r[a * k + b] = r[b * k + a] = Math.max(-1, Math.min(1, value));
    }
  }
  return r;
}

function meanOf(values: Series): number {
  const origin = partOf(values, 0, Math.min(1, values.length))[0] ?? 0;
  let sum = 0;
  for (let start = 0; start < values.length; start += rowsForMean) {
    const part = partOf(values, start, Math.min(rowsForMean, values.length - start));
    for (let i = 0; i < part.length; i++) sum += part[i]! - origin;
  }
  return origin + sum / values.length;
}

/** Pearson's r of the rows where both values are there; NaN with fewer than two, or without spread. */
export function pearson(x: Float64Array, y: Float64Array): number {
  const [a, b] = completePairs(x, y);
  return a.length < 2 ? NaN : pearsonMatrix([a, b])[1]!;
}

/** Spearman's rho: Pearson's r of mid-ranks, over the rows where both values are there. */
export function spearman(x: Float64Array, y: Float64Array): number {
  const [a, b] = completePairs(x, y);
  if (a.length < 2) return NaN;
  const room = sortRoom(a.length);
  const ranks = [a, b].map((values) => midRanks(values, argsort(values, room)));
  return pearsonMatrix(ranks)[1]!;
}

/** Of two columns the values of the rows in which both are there; the columns themselves where all are. */
export function completePairs(x: Float64Array, y: Float64Array): [Float64Array, Float64Array] {
  const both = (i: number) => x[i] === x[i] && y[i] === y[i];
  let n = 0;
  for (let i = 0; i < x.length; i++) if (both(i)) n++;
  if (n === x.length) return [x, y];
  const a = new Float64Array(n);
  const b = new Float64Array(n);
  for (let i = 0, j = 0; i < x.length; i++) {
    if (!both(i)) continue;
    a[j] = x[i]!;
    b[j++] = y[i]!;
  }
  return [a, b];
}

/**
 * Cramér's V of two columns of categories, not corrected for bias, over rows where both are there.
 *
 * @param a indices of categories, -1 where missing
 * @returns [0, 1]; NaN when a side has fewer than two categories
 * @see H. Cramér, Mathematical Methods of Statistics, 1946, p. 282
 */
export function cramersV(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const cells = new Map<number, number>();
  const rowSums = new Map<number, number>();
  const columnSums = new Map<number, number>();
  const add = (sums: Map<number, number>, key: number) => sums.set(key, (sums.get(key) ?? 0) + 1);
  for (let i = 0; i < a.length; i++) {
    if (a[i]! < 0 || b[i]! < 0) continue;
    add(cells, a[i]! * 2 ** 26 + b[i]!);
    add(rowSums, a[i]!);
    add(columnSums, b[i]!);
  }
  const k = Math.min(rowSums.size, columnSums.size);
  if (k < 2) return NaN;
  // Chi squared over n, plus one, is the sum of squared counts over the products of their margins.
  let sum = 0;
  for (const [key, count] of cells)
    sum += (count / rowSums.get(Math.floor(key / 2 ** 26))!) * (count / columnSums.get(key % 2 ** 26)!);
  return Math.sqrt(Math.max(0, Math.min(1, (sum - 1) / (k - 1))));
}
