import { clusterOrder } from "@/lib/stats/cluster";
import { cramersV, pearson, pearsonMatrix, spearman } from "@/lib/stats/correlation";
import { wholeOf, type Series } from "@/lib/stats/series";
import { mostCorrelated } from "./correlation-bounds";
import type { ColumnProfile, Correlations, Matrix } from "./profile";
import type { Room } from "./profile-column";

/** |r| from here on says that two columns are one in other units. */
const unitCopyR = 1 - 1e-9;
/** The columns that vary and can stand in a matrix of numbers, and in one of categories. */
export function correlatedColumns(
  columns: readonly ColumnProfile[],
  room: { numeric: ReadonlyMap<string, unknown>; codes: ReadonlyMap<string, unknown> },
): { numbers: ColumnProfile[]; categories: string[] } {
  return {
    numbers: columns.filter(({ name, distinct }) => distinct > 1 && room.numeric.has(name)),
    categories: columns.filter(({ name }) => room.codes.has(name)).map(({ name }) => name),
  };
}

/** Cells that Kendall's tau is taken over, summed over pairs: well under a second's work. */
const kendallCells = 8_000_000;

/** Cells that φk is taken over, summed over pairs; each costs a count. */
const phiKCells = 200_000_000;

/** How many rows φk of every pair of so many columns is taken over at most. */
export function phiKRows(columns: number): number {
  return Math.max(1_000, Math.floor(phiKCells / Math.max(1, (columns * (columns - 1)) / 2)));
}

/** How many rows Kendall's tau of every pair of so many columns is taken over at most. */
export function kendallRows(columns: number): number {
  return Math.max(1_000, Math.floor(kendallCells / Math.max(1, (columns * (columns - 1)) / 2)));
}

/** k x k values, row by row, as a matrix; NaN is null. */
export function toMatrix(columns: string[], values: Float64Array): Matrix {
  const k = columns.length;
  const at = (a: number, b: number) => (Number.isNaN(values[a * k + b]!) ? null : values[a * k + b]!);
  return { columns, values: columns.map((_, a) => columns.map((_other, b) => at(a, b))) };
}

/** The columns as correlations read them: values, ranks of those without missing cells, categories. */
export type CorrelationRoom = {
  numeric: ReadonlyMap<string, Series>;
  ranks: ReadonlyMap<string, Series>;
  codes: Room["codes"];
};
type Pairs = { names: string[]; at(a: number, b: number): number };

/** Matrices of how columns go together, and the groups of columns that say the same. */
export function correlationsOf(
  columns: ColumnProfile[],
  room: CorrelationRoom,
  identifiers: ReadonlySet<string>,
): { correlations: Correlations; unitCopies: string[][]; monotoneCopies: string[][] } {
  const all = correlatedColumns(columns, room);
  const categories = all.categories.slice(0, mostCorrelated);
  const v: Pairs = {
    names: categories,
    at: (a, b) => (a === b ? 1 : cramersV(room.codes.get(categories[a]!)!, room.codes.get(categories[b]!)!)),
  };
  const varying = all.numbers.slice(0, mostCorrelated);
  const names = varying.map(({ name }) => name);
  const numbers = (name: string) => wholeOf(room.numeric.get(name)!);
  const p = matrixOf(names, room.numeric, columns, (a, b) => pearson(numbers(a), numbers(b)));
  const s = matrixOf(names, room.ranks, columns, (a, b) => spearman(numbers(a), numbers(b)));

  const groupable = (candidate: ColumnProfile) =>
    !identifiers.has(candidate.name) && candidate.type !== "boolean";
  const unitCopies = groups(
    varying.filter((column) => groupable(column) && column.type !== "date"),
    p,
    (r) => Math.abs(r) >= unitCopyR,
  );
  const copied = new Set(unitCopies.flatMap((group) => group.slice(1)));
  const originals = varying.filter((column) => groupable(column) && !copied.has(column.name));
  const monotoneCopies = groups(
    originals,
    s,
    (rho, a, b) => Math.abs(rho) >= 1 - 1e-12 && a.distinct === b.distinct,
  );
  const order = orderOf(p);
  return {
    correlations: {
      pearson: ordered(p, order),
      spearman: ordered(s, order),
      cramersV: ordered(v, orderOf(v)),
    },
    unitCopies,
    monotoneCopies,
  };
}

/** One matrix for all columns without holes; pairs with a hole are worked out one by one. */
function matrixOf(
  names: string[],
  whole: ReadonlyMap<string, Series>,
  columns: ColumnProfile[],
  pairwise: (a: string, b: string) => number,
): Pairs {
  const missing = new Map(columns.map((column) => [column.name, column.missing]));
  const complete = names.filter((name) => missing.get(name) === 0 && whole.has(name));
  const place = new Map(complete.map((name, i) => [name, i]));
  const r = pearsonMatrix(complete.map((name) => whole.get(name)!));
  const known = new Map<string, number>();
  return {
    names,
    at(a, b) {
      const [x, y] = [names[a]!, names[b]!];
      if (place.has(x) && place.has(y)) return r[place.get(x)! * complete.length + place.get(y)!]!;
      const key = [Math.min(a, b), Math.max(a, b)].join();
      if (!known.has(key)) known.set(key, a === b ? 1 : pairwise(x, y));
      return known.get(key)!;
    },
  };
}

function groups(
  columns: ColumnProfile[],
  matrix: Pairs,
  same: (r: number, a: ColumnProfile, b: ColumnProfile) => boolean,
): string[][] {
  const taken = new Set<string>();
  const index = new Map(matrix.names.map((name, i) => [name, i]));
  return columns.flatMap((first, i) => {
    if (taken.has(first.name)) return [];
    const copies = columns
      .slice(i + 1)
      .filter(
        (other) =>
          !taken.has(other.name) &&
          same(matrix.at(index.get(first.name)!, index.get(other.name)!), first, other),
      );
    for (const { name } of copies) taken.add(name);
    return copies.length > 0 ? [[first.name, ...copies.map(({ name }) => name)]] : [];
  });
}

function orderOf({ names, at }: Pairs): number[] {
  const k = names.length;
  return clusterOrder(
    Float64Array.from({ length: k * k }, (_, i) => 1 - Math.abs(at(Math.floor(i / k), i % k))),
    k,
  );
}

/** Null with fewer than two columns: there is nothing to go together. */
function ordered({ names, at }: Pairs, order: readonly number[]): Matrix | null {
  if (names.length < 2) return null;
  return {
    columns: order.map((i) => names[i]!),
    values: order.map((a) => order.map((b) => (Number.isNaN(at(a, b)) ? null : at(a, b)))),
  };
}
