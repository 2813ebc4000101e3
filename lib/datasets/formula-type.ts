import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import { partsOf, type BinarySign, type Expression } from "./formula";
import { FormulaError } from "./formula-error";
import { parseIso } from "./formulas/calendar";
import { formulaFunctions } from "./formulas/functions";
import type { FormulaFunction, Kind, Param } from "./formulas/function";
import { nearestOf } from "./formulas/nearest";

/**
 * The type of a formula's value over the columns of a table.
 *
 * @throws {FormulaError} INVALID with the place of what does not fit, such as text where a number is needed,
 *   counted from 1; or for a column that is not there
 */
export function typeOfFormula(tree: Expression, columns: readonly ColumnSchema[]): ColumnType {
  return typesOfFormula(tree, columns).get(tree)!;
}

/**
 * The type of each part of a formula; text that is written where a date is needed is a date.
 *
 * @throws {FormulaError} INVALID as `typeOfFormula`
 */
export function typesOfFormula(tree: Expression, columns: readonly ColumnSchema[]): Types {
  const types = new Map<Expression, ColumnType>();
  const visit = (part: Expression): void => {
    partsOf(part).forEach(visit);
    types.set(part, typeOfPart(part, columns, types));
  };
  visit(tree);
  return types;
}

type Types = Map<Expression, ColumnType>;
const words: Record<Kind, string> = {
  number: "a number",
  boolean: "true or false",
  date: "a date",
  text: "text",
};
const comparisons: readonly BinarySign[] = ["=", "!=", "<", "<=", ">", ">="];

/** Whether a sign compares its two sides. */
export function isComparison(sign: BinarySign): boolean {
  return comparisons.includes(sign);
}

/** Whole numbers are numbers in a formula. */
export function kindOf(type: ColumnType): Kind {
  return type === "integer" ? "number" : type;
}

function typeOfPart(tree: Expression, columns: readonly ColumnSchema[], types: Types): ColumnType {
  switch (tree.op) {
    case "number":
    case "text":
      return tree.op;
    case "column":
      return columnType(tree, columns);
    case "unary":
      return require(tree.of, tree.sign === "not" ? "boolean" : "number", types);
    case "binary":
      return binaryType(tree, types);
    case "call":
      return callType(tree, types);
  }
}

function columnType(
  { name, at }: Extract<Expression, { op: "column" }>,
  columns: readonly ColumnSchema[],
): ColumnType {
  const column = columns.find((one) => one.name === name);
  if (column) return column.type;
  const near = nearestOf(
    name,
    columns.map((one) => one.name),
  );
  throw new FormulaError(at, `there is no column ${name}${near ? `; there is ${near}` : ""}`);
}

/** The kind of a part, which must be this one; text that is written out and is a date may be one. */
function require(part: Expression, wanted: Kind, types: Types, why = ""): Kind {
  const found = kindOf(types.get(part)!);
  if (found === wanted) return wanted;
  if (wanted === "date" && part.op === "text") {
    if (parseIso(part.value) === null)
      throw new FormulaError(part.at, `expected a date such as '2020-01-31', found '${part.value}'`);
    types.set(part, "date");
    return "date";
  }
  throw new FormulaError(part.at, `expected ${words[wanted]}${why}, found ${words[found]}`);
}

/** The one kind of several parts: that of the first, or dates where one is, and text that is one. */
function requireSame(parts: readonly Expression[], types: Types, why: string): Kind {
  const kinds = parts.map((part) => kindOf(types.get(part)!));
  const dates = kinds.includes("date") && parts[0]!.op === "text";
  const wanted = dates ? "date" : kinds[0]!;
  parts.forEach((part) => require(part, wanted, types, why));
  return wanted;
}

function binaryType(tree: Extract<Expression, { op: "binary" }>, types: Types): Kind {
  const { sign, left, right } = tree;
  if (sign === "and" || sign === "or") {
    [left, right].forEach((part) => require(part, "boolean", types));
    return "boolean";
  }
  if (isComparison(sign)) {
    requireSame([left, right], types, "");
    return "boolean";
  }
  return dateArithmetic(tree, types) ?? arithmetic(tree, types);
}

/** Dates differ by days, and a date moves by days; null where no date is concerned. */
function dateArithmetic(
  { sign, left, right, at }: Extract<Expression, { op: "binary" }>,
  types: Types,
): Kind | null {
  const [before, after] = [left, right].map((part) => kindOf(types.get(part)!));
  if (before !== "date" && after !== "date") return null;
  if (sign === "-" && (after === "date" || right.op === "text")) {
    [left, right].forEach((part) => require(part, "date", types));
    return "number";
  }
  if (sign === "+" && before === "date" && after === "date")
    throw new FormulaError(at, "dates are not added; date - date counts the days between them");
  if (sign === "+" && after === "date") return (require(left, "number", types), "date");
  if (before === "date" && (sign === "+" || sign === "-")) return (require(right, "number", types), "date");
  throw new FormulaError(at, `a date does not go with ${sign}`);
}

function arithmetic({ sign, left, right }: Extract<Expression, { op: "binary" }>, types: Types): Kind {
  const kinds = [left, right].map((part) => kindOf(types.get(part)!));
  const wrong = [left, right].find((_, i) => kinds[i] !== "number");
  if (!wrong) return "number";
  const hint =
    sign === "+" && kinds.includes("text")
      ? "concat(a, b) joins texts, text(x) makes one of a number"
      : kinds.includes("text")
        ? "number(t) reads one in a text"
        : "if(c, 1, 0) makes one of true or false";
  throw new FormulaError(
    wrong.at,
    `${kinds[0]} ${sign} ${kinds[1]} is not possible: ${sign} needs numbers; ${hint}`.replaceAll(
      "boolean",
      "true or false",
    ),
  );
}

/** What the argument at a place of a call must be. */
export function paramAt({ params, rest }: FormulaFunction, index: number, count: number): Param {
  if (index < params.length) return params[index]!;
  // The last of a list of pairs may stand alone, as the value that is left.
  const alone = rest!.length > 1 && index === count - 1 && (index - params.length) % rest!.length === 0;
  return alone ? rest!.at(-1)! : rest![(index - params.length) % rest!.length]!;
}

function callType(tree: Extract<Expression, { op: "call" }>, types: Types): Kind {
  const declared = formulaFunctions[tree.name];
  const alike: Expression[] = [];
  tree.of.forEach((part, i) => {
    const param = paramAt(declared, i, tree.of.length);
    if (param.kind === "same") alike.push(part);
    else if (param.kind !== "any") require(part, param.kind, types, ` as ${param.name} of ${tree.name}`);
    if (param.constant) requireConstant(part, param, param.constant);
  });
  const kind = alike.length > 0 ? requireSame(alike, types, " as before") : null;
  const wrong = declared.wrongConstants?.(constantsOf(tree));
  if (wrong) throw new FormulaError(tree.of[wrong.at]!.at, `expected ${wrong.expected}`);
  return declared.result === "same" ? kind! : declared.result;
}

function requireConstant(part: Expression, { name }: Param, check: NonNullable<Param["constant"]>): void {
  const value = constantOf(part);
  if (value === undefined) throw new FormulaError(part.at, `${name} must be written out, not computed`);
  const expected = check(value);
  if (expected !== null) throw new FormulaError(part.at, `expected ${expected}`);
}

function constantOf(part: Expression): string | number | undefined {
  if (part.op === "text" || part.op === "number") return part.value;
  return part.op === "unary" && part.of.op === "number" ? -part.of.value : undefined;
}

/** The arguments of a call that are written out and must be; undefined for all others. */
export function constantsOf(
  tree: Extract<Expression, { op: "call" }>,
): readonly (string | number | undefined)[] {
  const declared = formulaFunctions[tree.name];
  return tree.of.map((part, i) =>
    paramAt(declared, i, tree.of.length).constant ? constantOf(part) : undefined,
  );
}
