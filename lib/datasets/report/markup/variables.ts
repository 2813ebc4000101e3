import { exact, fixed, integer, percent, significant } from "@/lib/format";
import { isoTime } from "@/lib/frame/frame";
import { el, type MarkupElement } from "@/lib/markup";
import { mostSplitTexts } from "../text-figures";
import type { Counted, Variable } from "../report";
import { histogramSvg } from "./charts";
import { cellText, cut, dayText, facts, note, table } from "./parts";

type Line = readonly [string, string | null];

/** One column: what it is, its figures, its distribution, its values. */
export function variableMarkup(variable: Variable, rows: number): MarkupElement {
  const { name, type, flag, association, bins } = variable;
  const asValue = valueOf(type);
  const drawn =
    bins && histogramSvg(cut(name, 60), { ...bins, from: asValue(bins.from), to: asValue(bins.to) });
  const of = (count: number) => `${integer(count)}${rows > 0 ? ` (${percent(count / rows)})` : ""}`;
  const common: Line[] = [
    ["Missing", of(variable.missing)],
    ["Distinct", of(variable.distinct)],
    ["Once only", of(variable.singles)],
    ["Zeros", variable.zeros === null ? null : of(variable.zeros)],
    ["Negative", variable.negatives === null ? null : of(variable.negatives)],
    ["With the target", association && `${association.method} ${fixed(association.value, 4)}`],
  ];
  return el(
    "article",
    { class: "report-variable" },
    el("h3", {}, cut(name, 120), " ", el("small", {}, flag ? `${type}, ${flag}` : type)),
    el(
      "div",
      { class: "report-columns" },
      el("div", { class: "report-stack" }, facts(common), drawn),
      facts(placeLines(variable)),
      facts(spreadLines(variable)),
    ),
    el(
      "div",
      { class: "report-columns" },
      counts("Most frequent", variable.top, rows),
      variable.lowest && counts("Lowest", variable.lowest, rows),
      variable.highest && counts("Highest", variable.highest, rows),
      counts("Words", variable.text?.words ?? [], null),
    ),
    variable.text && !variable.text.words
      ? note(`Words are not counted where more than ${integer(mostSplitTexts)} texts differ.`)
      : null,
  );
}

function valueOf(type: Variable["type"]): (value: number) => string {
  return (value) => (type === "date" ? dayText(isoTime(value)) : significant(value, 6));
}

function placeLines({ description, quantiles, text, type }: Variable): Line[] {
  const asValue = valueOf(type);
  const told = (value: number | null | undefined) =>
    value === null || value === undefined || type === "boolean" ? null : asValue(value);
  const at = (p: number) => told(quantiles?.find((one) => one.p === p)?.value);
  return [
    ["Minimum", told(description?.min)],
    ["5th percentile", at(0.05)],
    ["First quartile", at(0.25)],
    ["Median", at(0.5)],
    ["Third quartile", at(0.75)],
    ["95th percentile", at(0.95)],
    ["Maximum", told(description?.max)],
    ["Shortest", text && integer(text.lengths.min)],
    ["Median length", text && exact(text.lengths.median)],
    ["Mean length", text && significant(text.lengths.mean)],
    ["Longest", text && integer(text.lengths.max)],
  ];
}

function spreadLines(variable: Variable): Line[] {
  const { description, type, text } = variable;
  const isMeasured = type === "integer" || type === "number";
  const told = (value: number | null | undefined) =>
    value === null || value === undefined || !isMeasured ? null : significant(value, 6);
  return [
    ["Mean", description?.mean == null || type === "boolean" ? null : valueOf(type)(description.mean)],
    ["Share of true", type === "boolean" && description?.mean != null ? percent(description.mean) : null],
    ["Standard deviation", told(description?.sd)],
    ["Variance", told(variable.variance)],
    ["Coefficient of variation", told(variable.variation)],
    ["Median absolute deviation", told(variable.mad)],
    ["Range", told(variable.range)],
    ["Interquartile range", told(variable.iqr)],
    ["Skewness", told(description?.skewness)],
    ["Excess kurtosis", told(description?.kurtosis)],
    ["Sum", told(variable.sum)],
    ["Row after row", variable.monotony],
    ["Characters", text && integer(text.characters)],
    ["Distinct characters", text && integer(text.distinctCharacters)],
  ];
}

function counts(caption: string, values: readonly Counted[], rows: number | null): MarkupElement | null {
  if (values.length === 0) return null;
  const heads = [{ label: caption }, { label: "Count", isNumber: true }];
  const lines = values.map(({ value, count }) => [cellText(value), integer(count)]);
  if (rows === null || rows === 0) return table(caption, heads, lines);
  return table(
    caption,
    [...heads, { label: "Share", isNumber: true }],
    lines.map((line, i) => [...line, percent(values[i]!.count / rows)]),
  );
}
