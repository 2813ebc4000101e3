import { argsort, midRanks, sortRoom } from "./sort";

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
 * The square root of the share of a number's variance that lies between categories, over rows with both.
 *
 * @param codes the category of each row, below 0 where missing
 * @returns [0, 1]; NaN without variance
 */
export function correlationRatio(values: Float64Array, codes: ArrayLike<number>): number {
  const sums = new Map<number, { n: number; sum: number }>();
  const origin = values.find((value) => value === value) ?? 0;
  let [n, total, squares] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    if (codes[i]! < 0 || values[i] !== values[i]) continue;
    const group = sums.get(codes[i]!) ?? { n: 0, sum: 0 };
    sums.set(codes[i]!, group);
    group.n++;
    group.sum += values[i]! - origin;
    n++;
    total += values[i]! - origin;
  }
  const mean = total / n;
  for (let i = 0; i < values.length; i++)
    if (codes[i]! >= 0 && values[i] === values[i]) squares += (values[i]! - origin - mean) ** 2;
  if (!(squares > 0)) return NaN;
  let between = 0;
  for (const group of sums.values()) between += group.n * (group.sum / group.n - mean) ** 2;
  return Math.sqrt(Math.min(1, between / squares));
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
