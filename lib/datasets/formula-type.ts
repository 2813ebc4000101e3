import { AppError } from "@/lib/errors";
import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import type { BinarySign, Expression } from "./formula";

/**
 * The type of a formula's value over the columns of a table.
 *
 * @throws {AppError} INVALID with the place of what does not fit, such as text where a number is needed,
 *   counted from 1; or for a column that is not there
 */
export function typeOfFormula(tree: Expression, columns: readonly ColumnSchema[]): ColumnType {
  return typesOfFormula(tree, columns).get(tree)!;
}

/** The type of each part of a formula, each looked at once. @throws {AppError} INVALID as `typeOfFormula` */
export function typesOfFormula(
  tree: Expression,
  columns: readonly ColumnSchema[],
): ReadonlyMap<Expression, ColumnType> {
  const types = new Map<Expression, ColumnType>();
  const of = (part: Expression): ColumnType => {
    const known = types.get(part) ?? typeOfPart(part, columns, of);
    types.set(part, known);
    return known;
  };
  of(tree);
  return types;
}

function typeOfPart(tree: Expression, columns: readonly ColumnSchema[], of: Of): ColumnType {
  const require: Require = (part, wanted) => {
    const found = of(part);
    if (kindOf(found) !== wanted) throw misfit(part, `expected ${words[wanted]}, found ${words[found]}`);
  };
  switch (tree.op) {
    case "number":
      return "number";
    case "text":
      return "text";
    case "column":
      return columnType(tree, columns);
    case "unary":
      require(tree.of, tree.sign === "not" ? "boolean" : "number");
      return tree.sign === "not" ? "boolean" : "number";
    case "binary":
      return binaryType(tree, of, require);
    case "call":
      return callType(tree, of, require);
  }
}

type Of = (part: Expression) => ColumnType;
type Require = (part: Expression, wanted: "number" | "boolean") => void;
const words: Record<ColumnType, string> = {
  integer: "a number",
  number: "a number",
  boolean: "true or false",
  date: "a date",
  text: "text",
};
const comparisons: readonly BinarySign[] = ["=", "!=", "<", "<=", ">", ">="];

function columnType(
  { name, at }: Extract<Expression, { op: "column" }>,
  columns: readonly ColumnSchema[],
): ColumnType {
  const column = columns.find((one) => one.name === name);
  if (column) return column.type;
  const alike = columns.find((one) => one.name.toLowerCase() === name.toLowerCase());
  throw misfit({ at }, `there is no column ${name}${alike ? `; there is ${alike.name}` : ""}`);
}

function binaryType(tree: Extract<Expression, { op: "binary" }>, of: Of, require: Require): ColumnType {
  if (tree.sign === "and" || tree.sign === "or") {
    [tree.left, tree.right].forEach((part) => require(part, "boolean"));
    return "boolean";
  }
  if (comparisons.includes(tree.sign)) {
    requireComparable(tree, of);
    return "boolean";
  }
  if (isDaysBetween(tree, of)) return "number";
  [tree.left, tree.right].forEach((part) => require(part, "number"));
  return "number";
}

/** Whether a difference is of two dates: it counts days. */
function isDaysBetween({ sign, left, right }: Extract<Expression, { op: "binary" }>, of: Of): boolean {
  return sign === "-" && of(left) === "date" && of(right) === "date";
}

function requireComparable({ left, right }: Extract<Expression, { op: "binary" }>, of: Of): void {
  const [before, after] = [of(left), of(right)];
  if (kindOf(before) === kindOf(after)) return;
  for (const [part, other] of [
    [left, after],
    [right, before],
  ] as const)
    if (part.op === "text" && other === "date") {
      if (isDate(part.value)) return;
      throw misfit(part, `expected a date such as '2020-01-31', found '${part.value}'`);
    }
  throw misfit(right, `expected ${words[before]}, found ${words[after]}`);
}

function callType(tree: Extract<Expression, { op: "call" }>, of: Of, require: Require): ColumnType {
  if (tree.name === "is_missing") return (of(tree.of[0]!), "boolean");
  if (tree.name === "if") {
    const [condition, yes, no] = tree.of as [Expression, Expression, Expression];
    require(condition, "boolean");
    if (kindOf(of(yes)) !== kindOf(of(no)))
      throw misfit(no, `expected ${words[of(yes)]} as in the other case, found ${words[of(no)]}`);
    return kindOf(of(yes));
  }
  tree.of.forEach((part) => require(part, "number"));
  return "number";
}

/** Whole numbers are numbers in a formula. */
function kindOf(type: ColumnType): Exclude<ColumnType, "integer"> {
  return type === "integer" ? "number" : type;
}

function isDate(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?$/.test(text) && !Number.isNaN(Date.parse(text))
  );
}

function misfit({ at }: { at: number }, what: string): AppError {
  return new AppError("INVALID", `Formula, character ${at + 1}: ${what}.`);
}
