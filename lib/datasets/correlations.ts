import { clusterOrder } from "@/lib/stats/cluster";
import { pearson, pearsonMatrix, spearman } from "@/lib/stats/correlation";
import type { ColumnProfile, Correlations } from "./profile";
import type { Room } from "./profile-column";

/** |r| from here on says that two columns are one in other units. */
const unitCopyR = 1 - 1e-9;
const mostColumns = 200;

type Matrix = { names: string[]; at(a: number, b: number): number };

/** Correlation matrices of the numeric columns that vary, and the groups of columns that say the same. */
export function correlationsOf(columns: ColumnProfile[], room: Pick<Room, "numeric" | "ranks">, identifiers: ReadonlySet<string>): { correlations: Correlations | null; unitCopies: string[][]; monotoneCopies: string[][] } {
  const varying = columns.filter(({ name, distinct }) => distinct > 1 && room.numeric.has(name)).slice(0, mostColumns);
  const names = varying.map(({ name }) => name);
  if (names.length < 2) return { correlations: null, unitCopies: [], monotoneCopies: [] };

  const p = matrixOf(names, room.numeric, columns, pearson);
  const s = matrixOf(names, room.ranks, columns, (_x, _y, a, b) => spearman(room.numeric.get(a)!, room.numeric.get(b)!));
  const groupable = (candidate: ColumnProfile) => !identifiers.has(candidate.name) && candidate.type !== "boolean";
  const unitCopies = groups(varying.filter((column) => groupable(column) && column.type !== "date"), p, (r) => Math.abs(r) >= unitCopyR);
  const copied = new Set(unitCopies.flatMap((group) => group.slice(1)));
  const originals = varying.filter((column) => groupable(column) && !copied.has(column.name));
  const monotoneCopies = groups(originals, s, (rho, a, b) => Math.abs(rho) >= 1 - 1e-12 && a.distinct === b.distinct);
  return { correlations: ordered(names, p, s), unitCopies, monotoneCopies };
}

/** One matrix for all columns without holes; pairs with a hole are worked out one by one. */
function matrixOf(names: string[], whole: ReadonlyMap<string, Float64Array | Float32Array>, columns: ColumnProfile[], pairwise: (x: Float64Array, y: Float64Array, a: string, b: string) => number): Matrix {
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
      if (!known.has(key)) known.set(key, a === b ? 1 : pairwise(whole.get(x) as Float64Array, whole.get(y) as Float64Array, x, y));
      return known.get(key)!;
    },
  };
}

function groups(columns: ColumnProfile[], matrix: Matrix, same: (r: number, a: ColumnProfile, b: ColumnProfile) => boolean): string[][] {
  const taken = new Set<string>();
  const index = new Map(matrix.names.map((name, i) => [name, i]));
  return columns.flatMap((first, i) => {
    if (taken.has(first.name)) return [];
    const copies = columns.slice(i + 1).filter((other) => !taken.has(other.name) && same(matrix.at(index.get(first.name)!, index.get(other.name)!), first, other));
    for (const { name } of copies) taken.add(name);
    return copies.length > 0 ? [[first.name, ...copies.map(({ name }) => name)]] : [];
  });
}

function ordered(names: string[], p: Matrix, s: Matrix): Correlations {
  const k = names.length;
  const distance = Float64Array.from({ length: k * k }, (_, i) => 1 - Math.abs(p.at(Math.floor(i / k), i % k)));
  const order = clusterOrder(distance, k);
  const rows = ({ at }: Matrix) => order.map((a) => order.map((b) => (Number.isNaN(at(a, b)) ? null : at(a, b))));
  return { columns: order.map((i) => names[i]!), pearson: rows(p), spearman: rows(s) };
}
