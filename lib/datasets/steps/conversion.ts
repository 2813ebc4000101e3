import { AppError } from "@/lib/errors";
import type { ColumnType } from "@/lib/frame/frame";
import { trimmedSql } from "../formulas/white-space";
import type { HeldColumn } from "./step";

const words: Record<ColumnType, string> = {
  integer: "whole numbers",
  number: "numbers",
  boolean: "true or false",
  date: "dates",
  text: "text",
};

/**
 * A cell as another type, or NULL where that type cannot hold it exactly.
 *
 * @throws {AppError} INVALID between types that say nothing of each other, such as a number and a date
 */
export function conversionSql({ id, type: before, name: of }: HeldColumn, after: ColumnType): string {
  const trimmed = trimmedSql(id);
  const date = /\d{4}-\d{2}-\d{2}([ T]([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d{1,6})?)?Z?)?/;
  const matches = (pattern: RegExp) => `regexp_full_match(${trimmed}, '${pattern.source}')`;
  const ways: Partial<Record<`${ColumnType} to ${ColumnType}`, string>> = {
    "text to integer": `CASE WHEN ${matches(/[-+]?\d{1,15}/)} THEN TRY_CAST(${trimmed} AS BIGINT) END`,
    "text to number": `CASE WHEN ${matches(/[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?/)}
      AND NOT ${matches(/[-+]?\d{16,}/)} AND isfinite(TRY_CAST(${trimmed} AS DOUBLE))
      THEN TRY_CAST(${trimmed} AS DOUBLE) END`,
    "text to boolean": `CASE WHEN lower(${trimmed}) IN ('true', 't', 'yes', 'y', '1') THEN true
      WHEN lower(${trimmed}) IN ('false', 'f', 'no', 'n', '0') THEN false END`,
    "text to date": `CASE WHEN ${matches(date)}
      THEN TRY_CAST(${trimmed} AS TIMESTAMP) END`,
    "number to integer": `CASE WHEN ${id} = trunc(${id}) AND abs(${id}) <= ${Number.MAX_SAFE_INTEGER}
      THEN CAST(${id} AS BIGINT) END`,
    "number to boolean": `CASE ${id} WHEN 1 THEN true WHEN 0 THEN false END`,
    "integer to boolean": `CASE ${id} WHEN 1 THEN true WHEN 0 THEN false END`,
    "integer to number": `CAST(${id} AS DOUBLE)`,
    "boolean to integer": `CAST(${id} AS BIGINT)`,
    "boolean to number": `CAST(CAST(${id} AS BIGINT) AS DOUBLE)`,
    // A whole number reads 5 and not 5.0, as its cell does on a page.
    "number to text": `CASE WHEN ${id} = trunc(${id}) AND abs(${id}) < 1e15
      THEN CAST(CAST(${id} AS BIGINT) AS VARCHAR) ELSE CAST(${id} AS VARCHAR) END`,
  };
  if (before === after) return id;
  const way = ways[`${before} to ${after}`] ?? (after === "text" ? `CAST(${id} AS VARCHAR)` : undefined);
  if (way) return way;
  const hint = before === "date" ? " Days since makes numbers of dates." : "";
  throw new AppError("INVALID", `${of} holds ${words[before]}, which are no ${words[after]}.${hint}`);
}

/** A cell as text: numbers as a page shows them, 5 and not 5.0; missing stays missing. */
export function textSql(column: HeldColumn): string {
  return conversionSql(column, "text");
}
