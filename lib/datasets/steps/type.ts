import * as z from "zod";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { columnTypes, type ColumnType } from "@/lib/frame/frame";
import { firstOfType } from "./form";
import { name } from "./schema";
import { findColumn, projection, sqlTypes, stepKind, type Check, type HeldColumn } from "./step";

const words: Record<ColumnType, string> = {
  integer: "whole numbers",
  number: "numbers",
  boolean: "true or false",
  date: "dates",
  text: "text",
};

/**
 * Reads a column as another type. A cell that the type cannot hold without losing something has no value
 * there; unless the step says that such cells become missing, they forbid saving.
 */
export const type = stepKind({
  schema: z.strictObject({
    kind: z.literal("type"),
    column: name,
    type: z.enum(columnTypes),
    otherwise: z.literal("missing").optional(),
  }),
  title: "Change a type",
  group: "Cells",
  form: [
    { key: "column", label: "Column", as: "column" },
    { key: "type", label: "Type", as: "choice", options: columnTypes },
    {
      key: "otherwise",
      label: "Cells that do not fit",
      as: "choice",
      options: ["missing"],
      empty: "stop and say how many",
    },
  ],
  defaults: (columns) => ({ column: firstOfType(columns), type: "text" }),
  onNewRows: "apply",
  sentence: (step) =>
    `Read ${step.column} as ${step.type}${step.otherwise ? ", what does not fit as missing" : ""}`,
  apply: (step, { columns, from }) => {
    const column = findColumn(columns, step.column);
    const value = conversionSql(column, step.type);
    const after = columns.map((old) => (old === column ? { ...column, type: step.type } : old));
    return {
      columns: after,
      sql: projection(after, from, new Map([[column.id, value]])),
      check: failedCells(column, value, from, step),
    };
  },
});

/**
 * A cell as another type, or NULL where that type cannot hold it exactly.
 *
 * @throws {AppError} INVALID between types that say nothing of each other, such as a number and a date
 */
export function conversionSql({ id, type: before, name: of }: HeldColumn, after: ColumnType): string {
  const trimmed = `trim(${id})`;
  const matches = (pattern: RegExp) => `regexp_full_match(${trimmed}, '${pattern.source}')`;
  const ways: Partial<Record<`${ColumnType} to ${ColumnType}`, string>> = {
    "text to integer": `CASE WHEN ${matches(/[-+]?\d{1,15}/)} THEN TRY_CAST(${trimmed} AS BIGINT) END`,
    "text to number": `CASE WHEN ${matches(/[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?/)}
      AND NOT ${matches(/[-+]?\d{16,}/)} AND isfinite(TRY_CAST(${trimmed} AS DOUBLE))
      THEN TRY_CAST(${trimmed} AS DOUBLE) END`,
    "text to boolean": `CASE WHEN lower(${trimmed}) IN ('true', 't', 'yes', 'y', '1') THEN true
      WHEN lower(${trimmed}) IN ('false', 'f', 'no', 'n', '0') THEN false END`,
    "text to date": `CASE WHEN ${matches(/\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?Z?)?/)}
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

function failedCells(
  { id, name: of }: HeldColumn,
  value: string,
  from: string,
  { type: after, otherwise }: { type: ColumnType; otherwise?: "missing" | undefined },
): Check {
  const failed = `FROM ${from} WHERE ${id} IS NOT NULL AND (${value}) IS NULL`;
  const shown = `SELECT DISTINCT left(CAST(${id} AS ${sqlTypes.text}), 40) AS cell ${failed} ORDER BY cell
    LIMIT 3`;
  return {
    sql: `SELECT (SELECT count(*)::DOUBLE ${failed}) AS failed,
      (SELECT string_agg('"' || cell || '"', ', ') FROM (${shown})) AS shown`,
    facts: ({ failed: count, shown: examples }) => {
      if (Number(count) === 0) return [];
      const which = `${integer(Number(count))} ${Number(count) === 1 ? "cell" : "cells"} of ${of}`;
      const text = otherwise
        ? `${which} became missing, such as ${String(examples)}`
        : `${which} cannot be read as ${after}, such as ${String(examples)}. ` +
          "Say that they become missing, or change them first.";
      return [{ text, count: Number(count), blocks: !otherwise }];
    },
  };
}
