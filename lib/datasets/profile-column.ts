import type { Column, NumericColumn, TextColumn } from "@/lib/frame/frame";
import { cramersV, pearson } from "@/lib/stats/correlation";
import { describe, histogram, quantile } from "@/lib/stats/describe";
import { argsort, midRanks, type SortRoom } from "@/lib/stats/sort";
import { associationOf, mostCategories } from "./association-of";
import type { ColumnProfile, ValueCount } from "./profile";
import { holesOf } from "./report/missing-patterns";
import type { VariableFigures } from "./report/report";
import { numberFigures, wordFigures } from "./report/variable-figures";
import type { Target } from "./target";

/** What columns leave behind for the correlations: their values, and their ranks where no cell is missing. */
export type Room = {
  sort: SortRoom;
  numeric: Map<string, Float64Array>;
  ranks: Map<string, Float64Array | Float32Array>;
  codes: Map<string, Int8Array>;
  /** Where there are too many numbers for memory, takes a column's values and ranks instead. */
  keep: ((of: "numeric" | "ranks", name: string, values: Float64Array) => void) | null;
  target: Target | null;
  /** The target where it has not two values. */
  against: Column | null;
  /** What a report says of columns beside their profile, and which rows lack a cell; null without one. */
  detail: Detail | null;
};
export type Detail = { figures: Map<string, VariableFigures>; holes: Map<string, Uint32Array> };

const bins = 24;
const topValues = 20;
/** A Float32 holds every half up to here; mid-ranks of longer columns take a double each. */
const exactRanks = 2 ** 23;

/** Distribution and figures of one column, and its association with the target. */
export function columnProfile(column: Column, room: Room): ColumnProfile {
  const holes = room.detail && holesOf(column);
  if (holes) room.detail!.holes.set(column.name, holes);
  return column.type === "text" ? textProfile(column, room) : numericProfile(column, room);
}

function numericProfile(column: NumericColumn, room: Room): ColumnProfile {
  const { sort, numeric, ranks, codes, keep, target, against, detail } = room;
  const { name, type, values } = column;
  const order = argsort(values, sort);
  const description = describe(values, order);
  const { min, max, distinct, missing } = description;
  if (keep) keep("numeric", name, values);
  else numeric.set(name, values);
  detail?.figures.set(name, numberFigures(column, order, description));
  if (missing === 0 && distinct > 1) {
    const exact = midRanks(values, order);
    if (keep) keep("ranks", name, exact);
    else ranks.set(name, shared(exact));
  }

  const range = min === null || max === null ? null : { min, max: shownUpTo(values, order) };
  if (type === "boolean" && distinct > 1)
    codes.set(
      name,
      Int8Array.from(values, (value) => (Number.isNaN(value) ? -1 : value)),
    );
  const binned = range && histogram(values, { ...range, bins, inClass: target?.inClass ?? null });
  const r = target && distinct > 1 ? pearson(values, target.truth) : NaN;
  return {
    name,
    type,
    missing,
    distinct,
    description,
    histogram: binned && range && { ...range, ...binned },
    top: type === "boolean" ? booleanTop(values, target) : null,
    association: Number.isNaN(r)
      ? against && associationOf(column, against)
      : { value: name === target?.name ? 1 : r, method: "point-biserial" },
    flag: null,
  };
}

/** Ranks where every thread can read them, at half the size where that rounds none. */
function shared(ranks: Float64Array): Float64Array | Float32Array {
  const n = ranks.length;
  const copy =
    n <= exactRanks
      ? new Float32Array(new SharedArrayBuffer(n * 4))
      : new Float64Array(new SharedArrayBuffer(n * 8));
  copy.set(ranks);
  return copy;
}

/**
 * Where a histogram ends: at the greatest value, or, when a long tail would leave it empty, at the 99th
 * percentile; its last bar then holds the tail.
 */
function shownUpTo(values: Float64Array, order: Uint32Array): number {
  const max = values[order.at(-1)!]!;
  const p99 = quantile(values, order, 0.99);
  const median = quantile(values, order, 0.5);
  return max - median > 3 * (p99 - median) && p99 > median ? p99 : max;
}

function booleanTop(values: Float64Array, target: Target | null): ValueCount[] {
  return [1, 0].map((value) => {
    let count = 0;
    let inClass = 0;
    for (let i = 0; i < values.length; i++) {
      if (values[i] !== value) continue;
      count++;
      if (target?.inClass[i]) inClass++;
    }
    return { value: value === 1 ? "true" : "false", count, inClass: target ? inClass : null };
  });
}

function textProfile(
  column: TextColumn,
  { target, against, codes: categorical, detail }: Room,
): ColumnProfile {
  const { name, codes, categories } = column;
  detail?.figures.set(name, wordFigures(column));
  if (categories.length > 1 && categories.length <= mostCategories)
    categorical.set(name, Int8Array.from(codes));
  const counts = new Uint32Array(categories.length);
  const inClass = new Uint32Array(categories.length);
  let missing = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code < 0) missing++;
    else {
      counts[code]!++;
      if (target?.inClass[i]) inClass[code]!++;
    }
  }
  const order = [...counts.keys()]
    .sort((a, b) => counts[b]! - counts[a]! || (categories[a]! < categories[b]! ? -1 : 1))
    .slice(0, topValues);
  const v =
    target && categories.length > 1 && categories.length < codes.length / 2
      ? cramersV(codes, target.codes)
      : NaN;
  return {
    name,
    type: "text",
    missing,
    distinct: categories.length,
    description: null,
    histogram: null,
    top: order.map((code) => ({
      value: categories[code]!,
      count: counts[code]!,
      inClass: target ? inClass[code]! : null,
    })),
    association: Number.isNaN(v)
      ? against && associationOf(column, against)
      : { value: v, method: "Cramér’s V" },
    flag: null,
  };
}
