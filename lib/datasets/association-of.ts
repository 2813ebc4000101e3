import type { Column } from "@/lib/frame/frame";
import { correlationRatio } from "@/lib/stats/association";
import { cramersV, pearson } from "@/lib/stats/correlation";
import type { ColumnProfile } from "./profile";

/** Text with more values than this names things rather than sorting them. */
export const mostCategories = 50;

/** A column as categories: truth values, or text that is not of too many; null for others. */
function categoriesOf(column: Column): ArrayLike<number> | null {
  if (column.type === "boolean")
    return Int32Array.from(column.values, (value) => (value === value ? value : -1));
  return column.type === "text" && column.categories.length <= mostCategories ? column.codes : null;
}

/**
 * How a column goes together with a target of any type, over the rows that have both: Pearson's r of two
 * numbers, Cramér's V of two categories, and the correlation ratio of one of each.
 *
 * @returns null where a side has one value, or is text of too many
 */
export function associationOf(column: Column, target: Column): ColumnProfile["association"] {
  const [a, b] = [categoriesOf(column), categoriesOf(target)];
  if (a && b) return told(cramersV(a, b), "Cramér’s V");
  if (b && column.type !== "text") return told(correlationRatio(column.values, b), "correlation ratio");
  if (a && target.type !== "text") return told(correlationRatio(target.values, a), "correlation ratio");
  if (column.type === "text" || target.type === "text") return null;
  return told(pearson(column.values, target.values), "Pearson");
}

function told(value: number, method: NonNullable<ColumnProfile["association"]>["method"]) {
  return Number.isNaN(value) ? null : { value, method };
}

/** How many cells of a column are missing. */
export function countMissing(column: Column): number {
  let missing = 0;
  if (column.type === "text") for (const code of column.codes) missing += code < 0 ? 1 : 0;
  else for (const value of column.values) missing += value === value ? 0 : 1;
  return missing;
}
