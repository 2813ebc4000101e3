import { kolmogorovSmirnov } from "@/lib/stats/drift";
import { atMost, sampleRows } from "@/lib/stats/row-sample";
import { countBelow, countEqual } from "@/lib/stats/sorted";
import { rowsOfSeries, scoreColumns, scoreCorrelations, type Series } from "./copula";
import type { Synthesis } from "./report";

/** A column in the rows that were fitted and in those that were made, as numbers; NaN where missing. */
export type Compared = { name: string; isDrawn: boolean; isCategory: boolean; before: Series; after: Series };

/** Rows whose nearest is looked for, and rows among which it is. */
const nearestOf = { rows: 1_000, against: 20_000 };
/** Rows over which correlations are compared. */
const correlatedRows = 100_000;

export type ColumnDistance = {
  measure: "ks" | "tv" | null;
  distance: number | null;
  missing: [number, number];
};

/**
 * How far a column is distributed otherwise: by Kolmogorov and Smirnov for numbers, by the total variation
 * for values that are drawn as they are.
 */
export function columnDistance({ isDrawn, isCategory, before, after }: Compared): ColumnDistance {
  const missing: [number, number] = [missingShare(before.values), missingShare(after.values)];
  const [a, b] = [present(before.values), present(after.values)];
  if (!isDrawn || a.length === 0 || b.length === 0) return { measure: null, distance: null, missing };
  return isCategory
    ? { measure: "tv", distance: totalVariation(a, b), missing }
    : { measure: "ks", distance: kolmogorovSmirnov(a, b), missing };
}

function missingShare(values: Float64Array): number {
  return values.reduce((sum, value) => sum + (value === value ? 0 : 1), 0) / Math.max(1, values.length);
}

function present(values: Float64Array): Float64Array {
  return values.filter((value) => value === value).sort();
}

/** Half the sum of differences between the shares of values. */
function totalVariation(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const value = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    const [from, other] = [i, j];
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
    sum += Math.abs((i - from) / a.length - (j - other) / b.length);
  }
  return Math.min(1, sum / 2);
}

/** The pair of drawn columns whose correlation of normal scores differs most; null without a pair. */
export function correlationDistance(all: readonly Compared[]): Synthesis["correlation"] {
  const compared = all.filter(({ isDrawn }) => isDrawn);
  const k = compared.length;
  if (k < 2) return null;
  const rows = sampleRows(correlatedRows, compared[0]!.before.values.length);
  const others = sampleRows(correlatedRows, compared[0]!.after.values.length);
  const before = compared.map((one) => rowsOfSeries(one.before, rows));
  const scored = scoreColumns(before);
  const asRanks = (series: Series, i: number): Series => {
    const { ranks } = scored[i]!;
    if (!ranks) return series;
    return { values: series.values.map((code) => (code === code ? ranks[code]! : NaN)), isText: false };
  };
  const after = compared.map((one, i) => asRanks(rowsOfSeries(one.after, others), i));
  const [r, s] = [scoreCorrelations(before, scored), scoreCorrelations(after, scoreColumns(after))];
  let [largest, at] = [-1, 0];
  for (let i = 0; i < r.length; i++) {
    const difference = Math.abs(r[i]! - s[i]!);
    if (difference > largest) [largest, at] = [difference, i];
  }
  const columns: [string, string] = [compared[Math.floor(at / k)]!.name, compared[at % k]!.name];
  return { largest, columns, rows: [rows.length, others.length] };
}

/**
 * Of a sample of the rows that were made, the share that is nearer to a row that there is than those rows
 * typically (in the median) are to each other. The distance of two rows is the mean over columns of the
 * difference of their places in the column's order, from 0 to 1; of categories 0 where they are equal,
 * else 1.
 */
export function nearestRows(all: readonly Compared[]): Synthesis["nearest"] {
  const compared = all.filter(({ isDrawn }) => isDrawn);
  const of = compared[0]?.after.values.length ?? 0;
  const againstOf = compared[0]?.before.values.length ?? 0;
  if (of === 0 || againstOf < 2) return null;
  const against = sampleRows(nearestOf.against, againstOf);
  const own = atMost([...against.keys()], nearestOf.rows);
  const made = sampleRows(nearestOf.rows, of);
  const placesOf = compared.map(({ before, isCategory }) => placer(before.values, isCategory));
  const [sources, others] = [
    toPlaces(
      compared.map((one) => one.before.values),
      placesOf,
      against,
    ),
    toPlaces(
      compared.map((one) => one.after.values),
      placesOf,
      made,
    ),
  ];
  const isCategory = compared.map((one) => one.isCategory);
  const k = compared.length;
  const nearest = (row: Float32Array, except: number) => nearestTo(row, sources, { except, isCategory }) / k;
  const typical = median(own.map((i) => nearest(sources.subarray(i * k, (i + 1) * k), i)));
  const distances = Array.from(made, (_, i) => nearest(others.subarray(i * k, (i + 1) * k), -1));
  const nearer = distances.filter((distance) => distance < typical).length / made.length;
  return { nearer, typical, rows: made.length, of, against: against.length, againstOf };
}

/** A value's place in its column, from 0 to 1; of a category its code. */
function placer(values: Float64Array, isCategory: boolean): (value: number) => number {
  if (isCategory) return (value) => value;
  const sorted = present(values);
  return (value) => (countBelow(sorted, value) + countEqual(sorted, value) / 2) / sorted.length;
}

function toPlaces(
  columns: readonly Float64Array[],
  placesOf: readonly ((value: number) => number)[],
  rows: Uint32Array,
): Float32Array {
  const k = columns.length;
  const places = new Float32Array(rows.length * k);
  rows.forEach((row, i) => columns.forEach((values, c) => (places[i * k + c] = placesOf[c]!(values[row]!))));
  return places;
}

function nearestTo(
  row: Float32Array,
  sources: Float32Array,
  { except, isCategory }: { except: number; isCategory: readonly boolean[] },
): number {
  const k = row.length;
  let least = k;
  for (let start = 0, i = 0; start < sources.length; start += k, i++) {
    if (i === except) continue;
    let sum = 0;
    for (let c = 0; c < k && sum < least; c++) {
      const [a, b] = [row[c]!, sources[start + c]!];
      if (a === b) continue;
      const bothMissing = a !== a && b !== b;
      if (isCategory[c] || a !== a || b !== b) sum += bothMissing ? 0 : 1;
      else sum += Math.abs(a - b);
    }
    if (sum < least) least = sum;
  }
  return least;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
