import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import { columnText } from "./formula-tokens";
import { textIn, valueIn } from "./steps/ops";

/** A value of a facet as text, null where the cell is missing. */
export type FacetValue = string | null;

/** What is chosen of one column: some values, or a range with or without what is missing; or all others. */
export type FacetChoice = { column: string; others?: boolean } & (
  | { as: "values"; values: readonly FacetValue[] }
  | { as: "range"; least: string; most: string; missing: boolean }
);

/** A value and how many rows have it; one that is not `whole` is cut, and cannot be chosen. */
export type ValueCount = { value: string; count: number; whole: boolean };
/**
 * A part of a range that has rows: its place from 0, its smallest and its largest value that there is, as
 * text, and how many rows lie in it.
 */
export type RangeBin = { at: number; least: string; most: string; count: number };

/** The values of a column over all rows that other choices leave, counted. */
export type FacetCounts = { rows: number; missing: number } & (
  | {
      as: "values";
      /** Different values, and those that a search finds, of which `values` is a page. */
      distinct: number;
      found: number;
      values: ValueCount[];
    }
  | { as: "range"; bins: RangeBin[] }
);

/** How a facet of a column of some type begins: numbers and dates as a range. */
export function facetOf(type: ColumnType): FacetCounts["as"] {
  return type === "text" || type === "boolean" ? "values" : "range";
}

/** Whether a choice says nothing, so that all rows stay. */
export function isOpen(choice: FacetChoice): boolean {
  if (choice.as === "values") return choice.values.length === 0;
  return choice.least === "" && choice.most === "" && !choice.missing;
}

/**
 * The rows that all choices keep, as a formula that is true or false of every row and never missing, so that
 * its opposite keeps all others.
 *
 * @returns null where nothing is chosen
 */
export function formulaOfFacets(
  choices: readonly FacetChoice[],
  columns: readonly ColumnSchema[],
): string | null {
  const parts = choices.flatMap((choice) => {
    const column = columns.find(({ name }) => name === choice.column);
    if (!column || isOpen(choice)) return [];
    const parts = choice.as === "values" ? ofValues(choice.values, column) : ofRange(choice, column);
    return [choice.others ? `not (${parts.join(" or ")})` : parts.join(" or ")];
  });
  if (parts.length <= 1) return parts[0] ?? null;
  return parts.map((part) => (part.startsWith("not (") ? part : `(${part})`)).join(" and ");
}

/** The rows that a formula of facets leaves out. */
export function oppositeOf(formula: string): string {
  return `not (${formula})`;
}

function ofValues(values: readonly FacetValue[], { name, type }: ColumnSchema): string[] {
  const of = columnText(name);
  const known = values.filter((value) => value !== null).map((value) => valueIn(value, type));
  // Without a value the comparison is missing, and the opposite of that would be missing too.
  const some = known.length === 0 ? [] : [`not is_missing(${of}) and ${of} in (${known.join(", ")})`];
  return [...(values.includes(null) ? [`is_missing(${of})`] : []), ...some];
}

type Range = Extract<FacetChoice, { as: "range" }>;

function ofRange({ least, most, missing }: Range, { name, type }: ColumnSchema): string[] {
  const of = columnText(name);
  const from = least === "" ? [] : [`${of} >= ${bound(least, type)}`];
  const to = most === "" ? [] : [lastOf(of, most, type)];
  const bounds = [...from, ...to];
  const range = bounds.length === 0 ? [] : [[`not is_missing(${of})`, ...bounds].join(" and ")];
  return [...(missing ? [`is_missing(${of})`] : []), ...range];
}

/** A day is whole: up to it means to its end. */
function lastOf(of: string, most: string, type: ColumnType): string {
  if (type !== "date" || most.trim().length > 10) return `${of} <= ${bound(most, type)}`;
  return `${of} < date_add(${bound(most, type)}, 1, 'day')`;
}

function bound(value: string, type: ColumnType): string {
  if (type !== "date") return valueIn(value.trim(), type);
  const text = value.trim().replace("T", " ");
  const parts = ["YYYY-MM-DD", " HH:mm", ":ss", ".f"];
  const long = [10, 16, 19].filter((length) => text.length > length).length;
  return `date(${textIn(text)}, ${textIn(parts.slice(0, long + 1).join(""))})`;
}

/** What is wrong with the bound of a range as it is typed, as a sentence; null where it is one, or empty. */
export function wrongBound(value: string, type: ColumnType): string | null {
  const text = value.trim();
  if (text === "") return null;
  if (type !== "date") return Number.isFinite(Number(text)) ? null : "Expected a number.";
  const isDate = /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?$/.test(text);
  return isDate && !Number.isNaN(Date.parse(`${text.slice(0, 10)}T00:00:00Z`))
    ? null
    : "Expected a date such as 2024-01-31, or 2024-01-31 12:30.";
}

/** A range with one bin more: from the smallest to the largest value of those that it then has. */
export function withBin(choice: Range, bin: RangeBin, extend: boolean, bins: readonly RangeBin[]): Range {
  const at = (least: string) => bins.findIndex((one) => one.least === least);
  const first = extend ? at(choice.least) : -1;
  if (first === -1) return { ...choice, least: bin.least, most: bin.most };
  const from = Math.min(first, at(bin.least));
  const to = Math.max(
    bins.findIndex((one) => one.most === choice.most),
    at(bin.least),
  );
  return { ...choice, least: bins[from]!.least, most: bins[to]!.most };
}
