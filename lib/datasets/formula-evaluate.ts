import type { ColumnSchema } from "@/lib/frame/frame";
import type { BinarySign, Expression } from "./formula";
import { typesOfFormula } from "./formula-type";
import { dayMicros, parseIso } from "./formulas/calendar";
import { shiftDate } from "./formulas/date-shift";
import { formulaFunctions } from "./formulas/functions";
import type { Value } from "./formulas/function";
import { compareValues } from "./formulas/values";

/** A row by the names of its columns. */
export type Row = ReadonlyMap<string, Value>;

/** The value of a formula in a row of these columns. @throws {FormulaError} INVALID as `typesOfFormula` */
export function evaluateFormula(tree: Expression, row: Row, columns: readonly ColumnSchema[]): Value {
  return formulaEvaluator(tree, columns)(row);
}

/** A formula as a function of rows, checked once. @throws {FormulaError} INVALID as `typesOfFormula` */
export function formulaEvaluator(tree: Expression, columns: readonly ColumnSchema[]): (row: Row) => Value {
  const types = typesOfFormula(tree, columns);
  return (row) => valueOf(tree, row, (part) => types.get(part) === "date");
}

type IsDate = (part: Expression) => boolean;

function valueOf(tree: Expression, row: Row, isDate: IsDate): Value {
  switch (tree.op) {
    case "number":
      return tree.value;
    case "text":
      return isDate(tree) ? parseIso(tree.value) : tree.value;
    case "column":
      return row.get(tree.name) ?? null;
    case "unary": {
      const of = valueOf(tree.of, row, isDate);
      return of === null ? null : tree.sign === "-" ? -Number(of) : !of;
    }
    case "binary":
      return binaryValue(tree.sign, valueOf(tree.left, row, isDate), valueOf(tree.right, row, isDate));
    case "call":
      return callFunction(
        tree.name,
        tree.of.map((part) => valueOf(part, row, isDate)),
      );
  }
}

/** What a function makes of values; what is not finite is missing. */
export function callFunction(name: keyof typeof formulaFunctions, values: readonly Value[]): Value {
  const { run, seesMissing } = formulaFunctions[name];
  if (!seesMissing && values.includes(null)) return null;
  // The types of a formula were checked against the function's, which the compiler cannot see.
  return finite((run as (...args: readonly Value[]) => Value)(...values));
}

/** What a sign makes of two values: with three truth values, and nothing of what is missing. */
export function binaryValue(sign: BinarySign, left: Value, right: Value): Value {
  if (sign === "and") return left === false || right === false ? false : left === null ? null : right;
  if (sign === "or") return left === true || right === true ? true : left === null ? null : right;
  if (left === null || right === null) return null;
  switch (sign) {
    case "=":
      return compareValues(left, right) === 0;
    case "!=":
      return compareValues(left, right) !== 0;
    case "<":
      return compareValues(left, right) < 0;
    case "<=":
      return compareValues(left, right) <= 0;
    case ">":
      return compareValues(left, right) > 0;
    case ">=":
      return compareValues(left, right) >= 0;
    default:
      return arithmetic(sign, left, right);
  }
}

function arithmetic(sign: "+" | "-" | "*" | "/" | "^", left: Value, right: Value): Value {
  if (typeof left === "bigint" && typeof right === "bigint") return Number(left - right) / Number(dayMicros);
  if (typeof left === "bigint") return shiftDate(left, sign === "-" ? -Number(right) : Number(right), "day");
  if (typeof right === "bigint") return shiftDate(right, Number(left), "day");
  const [a, b] = [Number(left), Number(right)];
  if (sign === "+") return finite(a + b);
  if (sign === "-") return finite(a - b);
  if (sign === "*") return finite(a * b);
  if (sign === "/") return b === 0 ? null : finite(a / b);
  return finite(a ** b);
}

function finite(value: Value): Value {
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}
