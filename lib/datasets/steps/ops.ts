import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import { columnText } from "../formula-tokens";
import type { RecipeOp } from "./step";

/** Text as a formula writes it. */
export function textIn(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/**
 * A value of a column as a formula writes it beside that column, from the text that recipes and what was
 * learned have.
 */
export function valueIn(value: string | number, type: ColumnType): string {
  if (type === "integer" || type === "number") return numberIn(Number(value));
  if (type === "boolean") return String(value) === "true" ? "true()" : "false()";
  return textIn(String(value));
}

function numberIn(value: number): string {
  const text = String(Math.abs(value));
  // A whole number of so many digits is refused where a person writes it; this one is a double already.
  const written = /^\d{16,}$/.test(text) ? `${text}.0` : text;
  return value < 0 ? `(-${written})` : written;
}

/** A new value of a column, where a condition is true if there is one. */
export function changed(
  column: ColumnSchema,
  formula: string,
  { type = column.type, where }: { type?: ColumnType; where?: string | undefined } = {},
): RecipeOp {
  const old = columnText(column.name);
  return {
    op: "put",
    name: column.name,
    type,
    formula: where === undefined ? formula : `if(${where}, ${formula}, ${old})`,
  };
}

/** Text as Python writes it. */
export function pythonText(value: string): string {
  return JSON.stringify(value).replaceAll("\u007f", "\\u007f");
}

/** Names as a list of Python. */
export function pythonNames(names: readonly string[]): string {
  return `[${names.map(pythonText).join(", ")}]`;
}
