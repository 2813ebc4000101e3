import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import { columnText } from "../formula-tokens";
import { parseIso } from "../formulas/calendar";
import type { Kind, Value } from "../formulas/function";
import { splitColumn } from "../split-column";
import { conversionFormula } from "./conversion-formula";
import type { OpCell, RecipeOp } from "./step";

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

/** The same as formulas compute with it; null for a text that is no value of the type. */
export function valueFrom(text: string, type: ColumnType): Value {
  if (type === "integer" || type === "number") return Number(text);
  if (type === "boolean") return text === "true";
  return type === "date" ? parseIso(text) : text;
}

/** A new value of a column, where a condition is true if there is one. */
export function changed(
  column: ColumnSchema,
  formula: string,
  { type = column.type, where }: { type?: ColumnType; where?: string | undefined } = {},
): OpCell {
  const old = columnText(column.name);
  const { name } = column;
  return { name, type, formula: where === undefined ? formula : `if(${where}, ${formula}, ${old})` };
}

/** New values of some columns, each by a formula over it. */
export function changedEach<Column extends ColumnSchema>(
  columns: readonly Column[],
  formula: (ref: string, column: Column) => string,
  options?: { type?: ColumnType; where?: string | undefined },
): RecipeOp[] {
  const cells = columns.map((column) => changed(column, formula(columnText(column.name), column), options));
  return [{ op: "put", cells }];
}

/** New columns at the end, or in the place of those of their names. */
export function added(...cells: OpCell[]): RecipeOp[] {
  return [{ op: "put", cells }];
}

/**
 * Parts of a formula with a sign between them, in brackets of halves: hundreds of them in a row would lie too
 * deep in each other for Python.
 */
export function joinedBy(sign: "+" | "and" | "or", parts: readonly string[]): string {
  if (parts.length < 3) return parts.join(` ${sign} `);
  const half = Math.ceil(parts.length / 2);
  const [first, second] = [joinedBy(sign, parts.slice(0, half)), joinedBy(sign, parts.slice(half))];
  return `(${first}) ${sign} (${second})`;
}

/** What is missing, as a formula of a type. */
export function missingIn(type: ColumnType): string {
  const some = { number: "0", integer: "0", boolean: "true()", text: "''", date: "make_date(2000, 1, 1)" };
  return `null_if(${some[type]}, ${some[type]})`;
}

/** A column without a value in any row. */
export function missingCell({ name, type }: ColumnSchema): OpCell {
  return { name, type, formula: missingIn(type) };
}

/** A cell of a column as text, as a formula. */
export function textOfColumn(column: ColumnSchema): string {
  return conversionFormula(column, "text");
}

/** A cell by its key in what was learned: a formula of the key's column, and pairs of key and value. */
export function lookedUp(
  column: ColumnSchema,
  pairs: readonly (readonly [key: string, value: Value])[],
  otherwise: string,
): Pick<OpCell, "formula" | "pairs" | "otherwise"> {
  const typed = pairs.map(([key, value]) => [valueFrom(key, column.type), value] as const);
  return { formula: columnText(column.name), pairs: typed, otherwise };
}

/** Whether a row is for training, as a formula; every row is where nothing was split. */
export function isTrainingIn(columns: readonly ColumnSchema[]): string {
  const isSplit = columns.some(({ name, type }) => name === splitColumn && type === "text");
  return isSplit ? `coalesce(${columnText(splitColumn)} = 'train', false())` : "true()";
}

/** Text as Python writes it. */
export function pythonText(value: string): string {
  return JSON.stringify(value).replaceAll("\u007f", "\\u007f");
}

/** A value as Python writes it; what is missing as the kind of its column has it. */
export function pythonValue(value: Value, kind: Kind): string {
  if (value === null) return { number: "nan", boolean: "pd.NA", text: "None", date: "None" }[kind];
  if (typeof value === "string") return pythonText(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "bigint") return String(value);
  const text = Object.is(value, -0) ? "-0.0" : String(value);
  const written = /[.e]/.test(text) ? text : `${text}.0`;
  return written.startsWith("-") ? `(${written})` : written;
}

/** A column of the data frame in Python; `None` for none. */
export function pythonCells(name: string | undefined): string {
  return name === undefined ? "None" : `df[${pythonText(name)}]`;
}

/** A name in Python; `None` for none. */
export function pythonName(name: string | undefined): string {
  return name === undefined ? "None" : pythonText(name);
}

/** Columns with their types as a list of Python. */
export function pythonTyped(columns: readonly ColumnSchema[]): string {
  return `[${columns.map(({ name, type }) => `(${pythonText(name)}, "${type}")`).join(", ")}]`;
}

/** A line of Python that sets a column from a list of cells or from a column, and what is there after it. */
export function pythonPut(
  columns: readonly ColumnSchema[],
  { name, type }: ColumnSchema,
  code: string,
): Extract<RecipeOp, { op: "python" }> {
  const put = { name, type };
  const after = columns.some((column) => column.name === name)
    ? columns.map((column) => (column.name === name ? put : column))
    : [...columns, put];
  return { op: "python", lines: [`df[${pythonText(name)}] = ${code}`], after };
}

/** Names as a list of Python. */
export function pythonNames(names: readonly string[]): string {
  return `[${names.map(pythonText).join(", ")}]`;
}
