import * as z from "zod";
import { added, changed, joinedBy, missingIn, textIn, textOfColumn, valueIn } from "./ops";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import type { ColumnType } from "@/lib/frame/frame";
import { changeCells } from "./cells";
import { conversionSql, textSql } from "./conversion";
import { firstOfType } from "./form";
import { cell, name } from "./schema";
import { findColumn, literal, stepKind, type Check } from "./step";

const schema = z.strictObject({
  kind: z.literal("edit-cell"),
  column: name,
  /** What the row has in some columns, as text, which no other row has. */
  key: z
    .array(z.tuple([name, cell]))
    .min(1, "expected at least one column of the row")
    .max(200),
  to: cell.optional(),
});
type Step = z.output<typeof schema>;

/** Gives one cell another value, or none; its row is known by what it has in some columns. */
export const editCell = stepKind({
  schema,
  title: "Edit one cell",
  group: "Cells",
  form: [
    { key: "column", label: "Column", as: "column" },
    { key: "key", label: "The row has", as: "pairs", from: "Column", to: "Value" },
    { key: "to", label: "New value", hint: "Empty for missing", as: "text", optional: true },
  ],
  defaults: (columns) => ({ column: firstOfType(columns), key: [] }),
  onNewRows: "apply",
  sentence: ({ column, key, to }) => `Set ${column} to ${to ?? "missing"} where ${wordsOf(key)}`,
  apply: (step, place) => {
    const column = findColumn(place.columns, step.column);
    const isRow = step.key
      .map(([of, value]) => `${textSql(findColumn(place.columns, of))} = ${literal(value)}`)
      .join(" AND ");
    const value = step.to === undefined ? "NULL" : valueSql(step.to, column.name, column.type);
    const sql = `CASE WHEN ${isRow} THEN ${value} ELSE ${column.id} END`;
    return { ...changeCells(place, [{ column, sql }]), check: oneRow(step, place.from, isRow) };
  },
  ops: ({ column: name, key, to }, { columns }) => {
    const column = findColumn(columns, name);
    const isRow = joinedBy(
      "and",
      key.map(([of, value]) => `${textOfColumn(findColumn(columns, of))} = ${textIn(value)}`),
    );
    const value =
      to === undefined ? missingIn(column.type) : valueIn(plainText(to, column.type), column.type);
    return added(changed(column, value, { where: isRow }));
  },
});

function wordsOf(key: Step["key"]): string {
  const [[of, value], ...more] = key as [[string, string], ...[string, string][]];
  return `${of} is ${value}${more.length > 0 ? ` and ${more.length} more agree` : ""}`;
}

const forms: Record<ColumnType, RegExp> = {
  text: /^/,
  integer: /^\s*[-+]?\d{1,15}\s*$/,
  number: /^\s*[-+]?(\d{1,15}\.?\d*|\.\d+)([eE][-+]?\d{1,3})?\s*$/,
  boolean: /^\s*(true|false)\s*$/i,
  date: /^\s*\d{4}-\d{2}-\d{2}([ T]([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d{1,6})?)?Z?)?\s*$/,
};
const words: Record<ColumnType, string> = {
  text: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  date: "a date such as 2024-01-31",
};

/** @throws {AppError} INVALID for a text that is no value of the type */
function valueSql(text: string, of: string, type: ColumnType): string {
  const isDay = type !== "date" || isCalendarDay(text.trim().slice(0, 10));
  if (!forms[type].test(text) || !isDay || (type === "number" && !Number.isFinite(Number(text))))
    throw new AppError("INVALID", `${of} holds ${words[type]}, which “${text}” is not.`);
  return conversionSql({ id: literal(text), name: of, type: "text" }, type);
}

/** A text that is a value of a type as formulas write it. */
function plainText(text: string, type: ColumnType): string {
  if (type === "text") return text;
  return type === "boolean" ? text.trim().toLowerCase() : text.trim();
}

function isCalendarDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** An edit is of one row: of several it forbids saving, and that there is none is said. */
function oneRow({ key }: Step, from: string, isRow: string): Check {
  return {
    sql: `SELECT count(*)::DOUBLE AS n FROM ${from} WHERE ${isRow}`,
    facts: ({ n }) => {
      const count = Number(n);
      if (count === 1) return [];
      if (count === 0) return [{ text: `No row is edited: in none ${wordsOf(key)}`, count, blocks: false }];
      const text = `In ${integer(count)} rows ${wordsOf(key)}; an edit is of one. Name more columns of it.`;
      return [{ text, count, blocks: true }];
    },
  };
}
