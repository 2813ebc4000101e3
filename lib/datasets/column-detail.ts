import type { Column, NumericColumn } from "@/lib/frame/frame";
import { countsOf, hasFew, toldValues } from "./few-rows";
import { areaUnderCurve, mutualInformation, varianceRatio } from "@/lib/stats/association";
import { cramersV, pearson, spearman } from "@/lib/stats/correlation";
import { describe, quantile, type Description } from "@/lib/stats/describe";
import { quantileEdges } from "@/lib/stats/drift";
import { kendall } from "@/lib/stats/kendall";
import { argsort } from "@/lib/stats/sort";
import { countBelow, countEqual, countOutside, medianDeviation, topRuns } from "@/lib/stats/sorted";

/** The quantiles that are told of a column. */
export const toldQuantiles = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99] as const;
/** Values beyond so many standard deviations from the mean are outliers by z. */
export const zLimit = 3;
const mostClasses = 5;
const mostTop = 50;
const mostCategories = 50;
const timeBins = 40;
/** A number's mutual information with another column is that of its tenths. */
const tenths = 10;

type Counts = { name: string; counts: number[] };
/** Bins of equal width, or of equal ratio where `log`; `left` rows have no place on a logarithmic axis. */
export type Histogram = {
  from: number;
  to: number;
  log: boolean;
  left: number;
  counts: number[];
  byClass: Counts[] | null;
};

/** How two columns go together, over the `rows` in which both have a value; null where it means nothing. */
export type PairFigures = {
  other: string;
  rows: number;
  pearson: number | null;
  spearman: number | null;
  kendall: number | null;
  cramersV: number | null;
  /** Area under the ROC curve, with the class that the greater values are to tell. */
  auc: { value: number; class: string } | null;
  /** F of a one-way analysis of variance between the classes of the one of the two that has some. */
  f: number | null;
  /** Nats; numbers by their tenths. */
  mutualInformation: number | null;
};

/** All that is told of one column. */
export type ColumnDetail = {
  name: string;
  type: Column["type"];
  rows: number;
  missing: number;
  distinct: number;
  zeros: number | null;
  negatives: number | null;
  description: Description | null;
  quantiles: { p: number; value: number }[] | null;
  iqr: number | null;
  /** Median absolute deviation, not scaled. */
  mad: number | null;
  /** Tukey's fences, 1.5 interquartile ranges beyond the quartiles, and how many lie outside. */
  tukey: { low: number; high: number; below: number; above: number } | null;
  /** Three standard deviations about the mean, and how many lie outside. */
  z: { low: number; high: number; below: number; above: number } | null;
  histogram: Histogram | null;
  /** The most frequent values; numbers as they are written. */
  top: { value: string; count: number }[];
  overTime: {
    column: string;
    bins: { from: number; to: number; count: number; mean: number | null }[];
  } | null;
  pair: PairFigures | null;
};

type Beside = { target: Column | null; other: Column | null; time: NumericColumn | null };
/** `masked` are columns that are masked for the reader: no value of theirs that few rows have is told. */
type Shape = { bins: number; log: boolean; masked?: readonly string[] };

/** Everything about one column: alone, by class of the target, over time, and with another column. */
export function columnDetail(column: Column, rows: number, beside: Beside, shape: Shape): ColumnDetail {
  const isMasked = ({ name }: Column) => shape.masked?.includes(name) ?? false;
  const alone =
    column.type === "text"
      ? textFigures(column, isMasked(column))
      : numericFigures(column, shape, beside.target);
  return {
    name: column.name,
    type: column.type,
    rows,
    ...alone,
    overTime: beside.time && beside.time.name !== column.name ? overTime(column, beside.time) : null,
    pair:
      beside.other && beside.other.name !== column.name ? pairFigures(column, beside.other, isMasked) : null,
  };
}

type Alone = Omit<ColumnDetail, "name" | "type" | "rows" | "overTime" | "pair">;

function textFigures(column: Column & { type: "text" }, isMasked: boolean): Alone {
  const counts = countsOf(column);
  const missing = column.codes.length - counts.reduce((sum, count) => sum + count, 0);
  const order = [...counts.keys()].sort(
    (a, b) => counts[b]! - counts[a]! || (column.categories[a]! < column.categories[b]! ? -1 : 1),
  );
  const top = order
    .slice(0, mostTop)
    .map((code) => ({ value: column.categories[code]!, count: counts[code]! }));
  return {
    missing,
    distinct: column.categories.length,
    zeros: null,
    negatives: null,
    description: null,
    quantiles: null,
    iqr: null,
    mad: null,
    tukey: null,
    z: null,
    histogram: null,
    top: toldValues(top, isMasked),
  };
}

function numericFigures(column: NumericColumn, shape: Shape, target: Column | null): Alone {
  const { values, type } = column;
  const order = argsort(values).slice();
  const sorted = Float64Array.from(order, (i) => values[i]!);
  const description = describe(values, order);
  const isMeasured = type === "integer" || type === "number";
  const hasSome = sorted.length > 0;
  const [q1, , q3] = description.quartiles ?? [NaN, NaN, NaN];
  const iqr = hasSome ? q3 - q1 : null;
  const { mean, sd } = description;
  return {
    missing: description.missing,
    distinct: description.distinct,
    zeros: isMeasured ? countEqual(sorted, 0) : null,
    negatives: isMeasured ? countBelow(sorted, 0) : null,
    description,
    quantiles: hasSome ? toldQuantiles.map((p) => ({ p, value: quantile(values, order, p) })) : null,
    iqr: type === "boolean" ? null : iqr,
    mad: hasSome && type !== "boolean" ? medianDeviation(sorted) : null,
    tukey: isMeasured && iqr !== null ? countOutside(sorted, q1 - 1.5 * iqr, q3 + 1.5 * iqr) : null,
    z:
      isMeasured && mean !== null && sd !== null
        ? countOutside(sorted, mean - zLimit * sd, mean + zLimit * sd)
        : null,
    histogram: hasSome && type !== "boolean" ? histogramOf(column, sorted, shape, target) : null,
    top: topNumbers(sorted, type),
  };
}

function topNumbers(sorted: Float64Array, type: NumericColumn["type"]): { value: string; count: number }[] {
  return topRuns(sorted, mostTop).map(({ value, count }) => ({ value: textOf(value, type), count }));
}

function textOf(value: number, type: NumericColumn["type"]): string {
  if (type === "boolean") return value === 1 ? "true" : "false";
  return type === "date" ? new Date(value).toISOString() : String(value);
}

function histogramOf(
  { values }: NumericColumn,
  sorted: Float64Array,
  { bins, log, masked = [] }: Shape,
  target: Column | null,
): Histogram {
  const left = log ? countBelow(sorted, Number.MIN_VALUE) : 0;
  const [from, to] = [sorted[Math.min(left, sorted.length - 1)]!, sorted.at(-1)!];
  const scaled = (value: number) => (log ? Math.log(value) : value);
  const scale = to > from ? bins / (scaled(to) - scaled(from)) : 0;
  const classes = target ? classesOf(target, masked.includes(target.name)) : null;
  const counts = Array.from({ length: bins }, () => 0);
  const byClass = classes?.names.map((name) => ({ name, counts: counts.map(() => 0) })) ?? null;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value !== value || (log && value <= 0)) continue;
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((scaled(value) - scaled(from)) * scale)));
    counts[bin]!++;
    const of = classes ? classes.codes[i]! : -1;
    if (of >= 0) byClass![of]!.counts[bin]!++;
  }
  return { from, to, log, left, counts, byClass };
}

/** The most frequent classes of a target, the rest together; null for one that has too many to be classes. */
function classesOf(target: Column, isMasked: boolean): { names: string[]; codes: Int32Array } | null {
  const all = categoriesOf(target);
  if (!all || all.names.length < 2) return null;
  const counts = countsOf({ codes: all.codes, categories: all.names });
  const order = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]!);
  const first = order.slice(0, mostClasses).map((code) => ({ name: all.names[code]!, count: counts[code]! }));
  const names = toldValues(first, isMasked).map(({ name }) => name);
  const told = names.length;
  if (told === 0) return null;
  const place = new Map(order.map((code, i) => [code, Math.min(i, told)]));
  if (order.length > told) names.push(`${order.length - told} others`);
  return { names, codes: all.codes.map((code) => (code < 0 ? -1 : place.get(code)!)) };
}

/** A column as categories: text or truth values with few values; null for others. */
function categoriesOf(column: Column): { names: string[]; codes: Int32Array } | null {
  if (column.type === "text")
    return column.categories.length <= mostCategories
      ? { names: column.categories, codes: column.codes }
      : null;
  if (column.type !== "boolean") return null;
  const codes = Int32Array.from(column.values, (value) => (Number.isNaN(value) ? -1 : value));
  return { names: ["false", "true"], codes };
}

function numbersOf(column: Column): Float64Array | null {
  return column.type === "text" ? null : column.values;
}

/**
 * How two columns go together, by every figure that their types allow.
 *
 * @param isMasked whether a column is masked: then no figure names a value of it that few rows have
 */
export function pairFigures(
  a: Column,
  b: Column,
  isMasked: (column: Column) => boolean = () => false,
): PairFigures {
  const [x, y] = [numbersOf(a), numbersOf(b)];
  const [c, d] = [categoriesOf(a), categoriesOf(b)];
  const both = x && y ? { x, y } : null;
  // Of two kinds, the one with classes tells groups of the one with numbers.
  const groups =
    d && x && a.type !== "boolean" ? { x, of: d } : c && y && b.type !== "boolean" ? { x: y, of: c } : null;
  const isFew = [a, b].some((one) => one.type === "text" && isMasked(one) && hasFew(one));
  const isTold = groups?.of.names.length === 2 && !isFew;
  const auc = isTold ? areaUnderCurve(groups.x, groups.of.codes) : NaN;
  return {
    other: b.name,
    rows: bothPresent(a, b),
    pearson: orNull(both ? pearson(both.x, both.y) : NaN),
    spearman: orNull(both ? spearman(both.x, both.y) : NaN),
    kendall: orNull(both ? kendall(both.x, both.y) : NaN),
    cramersV: orNull(c && d ? cramersV(c.codes, d.codes) : NaN),
    auc: Number.isNaN(auc) ? null : { value: auc, class: groups!.of.names[1]! },
    f: orNull(groups ? varianceRatio(groups.x, groups.of.codes) : NaN),
    mutualInformation: orNull(mutualInformation(binsOf(a), binsOf(b))),
  };
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function bothPresent(a: Column, b: Column): number {
  const has = (column: Column, i: number) =>
    column.type === "text" ? column.codes[i]! >= 0 : !Number.isNaN(column.values[i]!);
  const length = a.type === "text" ? a.codes.length : a.values.length;
  let count = 0;
  for (let i = 0; i < length; i++) if (has(a, i) && has(b, i)) count++;
  return count;
}

/** Categories as they are; numbers by the tenth that they lie in. */
function binsOf(column: Column): ArrayLike<number> {
  if (column.type === "text") return column.codes;
  const { values } = column;
  const sorted = Float64Array.from(argsort(values), (i) => values[i]!);
  const edges = quantileEdges(sorted, tenths);
  return Int32Array.from(values, (value) => {
    if (Number.isNaN(value)) return -1;
    const bin = edges.findIndex((edge) => value <= edge);
    return bin === -1 ? edges.length : bin;
  });
}

function overTime(column: Column, time: NumericColumn): ColumnDetail["overTime"] {
  const order = argsort(time.values);
  if (order.length === 0) return null;
  const [first, last] = [time.values[order[0]!]!, time.values[order.at(-1)!]!];
  const width = (last - first) / timeBins || 1;
  const bins = Array.from({ length: last > first ? timeBins : 1 }, (_, i) => ({
    from: first + i * width,
    to: first + (i + 1) * width,
    count: 0,
    mean: null as number | null,
  }));
  const sums = bins.map(() => 0);
  for (const i of order) {
    const bin = Math.min(bins.length - 1, Math.floor((time.values[i]! - first) / width));
    const value = column.type === "text" ? (column.codes[i]! < 0 ? NaN : 0) : column.values[i]!;
    if (Number.isNaN(value)) continue;
    bins[bin]!.count++;
    sums[bin]! += value;
  }
  if (column.type !== "text" && column.type !== "date")
    bins.forEach((bin, i) => (bin.mean = bin.count > 0 ? sums[i]! / bin.count : null));
  return { column: time.name, bins };
}
