import { bothBelow } from "./bivariate-normal";
import { normalCdf } from "./normal";

/** Bins of equal width that a column of numbers is cut into. */
const bins = 10;
/** The plane of the normal distribution is cut into as many parts between these, as its authors do. */
const edge = 5;
const steps = 100;

/** The category of each row, from 0, below 0 where it is missing, and how many categories there are. */
export type Categories = { codes: ArrayLike<number>; count: number };

/**
 * A column of numbers in ten bins of equal width between its least and its greatest value, each without its
 * left end, as the package `phik` cuts it.
 *
 * @param values NaN where missing
 */
export function equalBins(values: Float64Array): Categories {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const start = least - Math.max(1e-14 * Math.abs(least), 2.2250738585072014e-308);
  const width = (most - start) / bins;
  const ends = Array.from({ length: bins }, (_, i) => (i === bins - 1 ? most : start + (i + 1) * width));
  const binOf = (value: number) => (Number.isNaN(value) ? -1 : ends.findIndex((end) => value <= end));
  return { codes: Int32Array.from(values, binOf), count: bins };
}

/**
 * φk of two columns of categories, over the rows where both are there: the correlation of two normal
 * variables, cut into as many parts, whose χ² is that of the table of counts. Noise is taken off as the
 * authors do: its degrees of freedom are what χ² is without any dependence; a table of 2 x 2 has Yates's
 * correction, as in SciPy.
 *
 * @returns [0, 1]; NaN where a side has fewer than two categories
 * @see M. Baak et al., A new correlation coefficient between categorical, ordinal and interval variables with
 * Pearson characteristics, Computational Statistics and Data Analysis 152, 2020
 */
export function phiK(a: Categories, b: Categories): number {
  const table = countsOf(a, b);
  return table ? phiKOfTable(table) : NaN;
}

/** Counts of a table, row by row; no row and no column is empty. */
type Table = { counts: Float64Array; rows: number; columns: number };

function countsOf(a: Categories, b: Categories): Table | null {
  const all = new Float64Array(a.count * b.count);
  for (let i = 0; i < a.codes.length; i++)
    if (a.codes[i]! >= 0 && b.codes[i]! >= 0) all[a.codes[i]! * b.count + b.codes[i]!]! += 1;
  const at = (i: number, j: number) => all[i * b.count + j]!;
  const [allRows, allColumns] = [
    Array.from({ length: a.count }, (_, i) => i),
    Array.from({ length: b.count }, (_, j) => j),
  ];
  const rows = allRows.filter((i) => allColumns.some((j) => at(i, j) > 0));
  const columns = allColumns.filter((j) => rows.some((i) => at(i, j) > 0));
  if (rows.length < 2 || columns.length < 2) return null;
  const counts = Float64Array.from(rows.flatMap((i) => columns.map((j) => at(i, j))));
  return { counts, rows: rows.length, columns: columns.length };
}

function phiKOfTable(table: Table): number {
  const { rows, columns, counts } = table;
  const n = counts.reduce((sum, count) => sum + count, 0);
  const noise = (rows - 1) * (columns - 1);
  const [found, most] = [chiSquared(table, n), n * Math.min(rows - 1, columns - 1)];
  if (found <= noise) return 0;
  if (found >= most) return 1;
  const shape = shapeOf(rows, columns);
  const scale = (most - noise) / dependence(shape, 1);
  return solve((r) => noise + scale * dependence(shape, r) - found);
}

/** Pearson's χ² of a table; of 2 x 2 each count is moved by half towards what is expected. */
function chiSquared({ counts, rows, columns }: Table, n: number): number {
  const [byRow, byColumn] = [new Float64Array(rows), new Float64Array(columns)];
  counts.forEach((count, i) => {
    byRow[Math.floor(i / columns)]! += count;
    byColumn[i % columns]! += count;
  });
  const moved = rows === 2 && columns === 2 ? 0.5 : 0;
  let sum = 0;
  counts.forEach((count, i) => {
    const expected = (byRow[Math.floor(i / columns)]! * byColumn[i % columns]!) / n;
    const gap = Math.abs(count - expected);
    sum += (gap - Math.min(moved, gap)) ** 2 / expected;
  });
  return sum;
}

/** Where a normal plane is cut, and the chance of each part on a side. */
type Shape = { x: number[]; y: number[]; px: number[]; py: number[] };

function shapeOf(rows: number, columns: number): Shape {
  const [x, y] = [edgesOf(rows), edgesOf(columns)];
  return { x, y, px: partsOf(x), py: partsOf(y) };
}

function edgesOf(parts: number): number[] {
  return Array.from({ length: parts + 1 }, (_, i) => -edge + (2 * edge * i) / parts);
}

function partsOf(edges: readonly number[]): number[] {
  // The parts right of the middle are those left of it, of which no digit is lost.
  const left = edges.slice(1).map((end, i) => normalCdf(end) - normalCdf(edges[i]!));
  return left.map((part, i) => (2 * i >= left.length ? left[left.length - 1 - i]! : part));
}

/** χ² over n of a normal plane with a correlation against one without any. */
function dependence({ x, y, px, py }: Shape, r: number): number {
  let [sum, before] = [0, cornersOf(x[0]!, y, r)];
  for (let i = 1; i < x.length; i++) {
    // One half of the plane is the other one turned round.
    if (2 * (i - 1) >= px.length) break;
    const here = cornersOf(x[i]!, y, r);
    const times = 2 * i - 1 === px.length ? 1 : 2;
    for (let j = 1; j < y.length; j++) {
      const free = px[i - 1]! * py[j - 1]!;
      const bound = here[j]! - here[j - 1]! - before[j]! + before[j - 1]!;
      sum += (times * (bound - free) ** 2) / free;
    }
    before = here;
  }
  return sum;
}

function cornersOf(x: number, y: readonly number[], r: number): number[] {
  return y.map((end) => bothBelow(x, end, r));
}

/** Where a rising function of [0, 1] is zero, by the Illinois rule. */
function solve(f: (r: number) => number): number {
  let [low, high, below, above, last, found] = [0, 1, f(0), f(1), 0, -1];
  for (let step = 0; step < steps; step++) {
    const r = (low * above - high * below) / (above - below);
    const value = f(r);
    if (value === 0 || Math.abs(r - found) < 1e-14) return r;
    found = r;
    if (value < 0) {
      [low, below] = [r, value];
      if (last < 0) above /= 2;
      last = -1;
    } else {
      [high, above] = [r, value];
      if (last > 0) below /= 2;
      last = 1;
    }
  }
  return found;
}
