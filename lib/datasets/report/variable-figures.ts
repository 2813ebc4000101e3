import { isoTime, type NumericColumn, type TextColumn } from "@/lib/frame/frame";
import { finiteOrNull, histogram, quantile, type Description } from "@/lib/stats/describe";
import {
  countBelow,
  countEqual,
  countSingles,
  extremes,
  medianDeviation,
  topRuns,
  type NumberCount,
} from "@/lib/stats/sorted";
import type { Counted, Monotony, VariableFigures } from "./report";
import { textFigures } from "./text-figures";

const toldQuantiles = [0.05, 0.25, 0.5, 0.75, 0.95];
const bins = 50;
const mostTop = 10;
const mostExtremes = 5;

/**
 * What a report says of a column of numbers, dates or truth values beside its profile.
 *
 * @param order indices of the values present, ascending, as `argsort` gives them
 */
export function numberFigures(
  { type, values }: NumericColumn,
  order: Uint32Array,
  description: Description,
): VariableFigures {
  const sorted = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) sorted[i] = values[order[i]!]!;
  const { count, min, max, mean, sd } = description;
  const isMeasured = type === "integer" || type === "number";
  const isTruth = type === "boolean";
  const q = (p: number) => quantile(values, order, p);
  const asText = ({ value, count: rows }: NumberCount): Counted => ({
    value: textOf(value, type),
    count: rows,
  });
  const ends = isTruth ? null : extremes(sorted, mostExtremes);
  const binned = min === null || max === null || isTruth ? null : binsOf(values, min, max);
  return {
    quantiles: count > 0 && !isTruth ? toldQuantiles.map((p) => ({ p, value: q(p) })) : null,
    iqr: count > 0 && !isTruth ? finiteOrNull(q(0.75) - q(0.25)) : null,
    mad: count > 0 && !isTruth ? finiteOrNull(medianDeviation(sorted)) : null,
    range: min === null || max === null || isTruth ? null : finiteOrNull(max - min),
    variance: isMeasured && sd !== null ? finiteOrNull(sd ** 2) : null,
    variation: isMeasured && sd !== null && mean ? finiteOrNull(sd / mean) : null,
    sum: isMeasured && mean !== null ? finiteOrNull(mean * count) : null,
    zeros: isMeasured ? countEqual(sorted, 0) : null,
    negatives: isMeasured ? countBelow(sorted, 0) : null,
    monotony: isTruth ? null : monotonyOf(values),
    bins: binned,
    top: topRuns(sorted, mostTop).map(asText),
    singles: countSingles(sorted),
    lowest: ends && ends.lowest.map(asText),
    highest: ends && ends.highest.map(asText),
    text: null,
  };
}

function textOf(value: number, type: NumericColumn["type"]): string {
  if (type === "boolean") return value === 1 ? "true" : "false";
  return type === "date" ? isoTime(value) : String(value);
}

function binsOf(values: Float64Array, from: number, to: number) {
  return { from, to, counts: histogram(values, { min: from, max: to, bins }).counts };
}

/** Null where values go up and down, or where fewer than two differ. */
function monotonyOf(values: Float64Array): Monotony | null {
  let [up, down, same] = [false, false, false];
  let last = NaN;
  for (let i = 0; i < values.length && !(up && down); i++) {
    const value = values[i]!;
    if (value !== value) continue;
    if (value > last) up = true;
    else if (value < last) down = true;
    else if (value === last) same = true;
    last = value;
  }
  if (up === down) return null;
  return up ? (same ? "increasing" : "strictly increasing") : same ? "decreasing" : "strictly decreasing";
}

/** The same of a column of text. */
export function wordFigures({ codes, categories }: TextColumn): VariableFigures {
  const counts = new Uint32Array(categories.length);
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) counts[codes[i]!]!++;
  const none = { quantiles: null, iqr: null, mad: null, range: null, variance: null, variation: null };
  return {
    ...none,
    sum: null,
    zeros: null,
    negatives: null,
    monotony: null,
    bins: null,
    top: mostFrequent(categories, counts),
    singles: counts.filter((count) => count === 1).length,
    lowest: null,
    highest: null,
    text: categories.length > 0 ? textFigures(categories, counts) : null,
  };
}

function mostFrequent(categories: readonly string[], counts: Uint32Array): Counted[] {
  const before = (a: number, b: number) =>
    counts[a]! > counts[b]! || (counts[a] === counts[b] && categories[a]! < categories[b]!);
  const kept: number[] = [];
  for (let code = 0; code < categories.length; code++) {
    if (kept.length === mostTop && !before(code, kept.at(-1)!)) continue;
    let at = kept.length;
    while (at > 0 && before(code, kept[at - 1]!)) at--;
    kept.splice(at, 0, code);
    if (kept.length > mostTop) kept.pop();
  }
  return kept.map((code) => ({ value: categories[code]!, count: counts[code]! }));
}
