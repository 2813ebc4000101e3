import type { ColumnSchema } from "@/lib/frame/frame";
import { columnsOfFormula, type BinarySign, type Expression } from "../formula";
import { formulaEvaluator } from "../formula-evaluate";
import { isComparison, kindOf, paramAt, typesOfFormula } from "../formula-type";
import { parseIso } from "../formulas/calendar";
import { formulaFunctions } from "../formulas/functions";
import type { Kind } from "../formulas/function";
import { pythonText, pythonValue } from "../steps/ops";

type Writer = {
  columns: readonly ColumnSchema[];
  kind: (part: Expression) => Kind;
};

/** A formula over the columns of a data frame `df` as a Python expression. @throws {FormulaError} INVALID */
export function formulaPython(tree: Expression, columns: readonly ColumnSchema[]): string {
  const types = typesOfFormula(tree, columns);
  const kind = (part: Expression) => kindOf(types.get(part)!);
  const code = whole(tree, { columns, kind });
  const isConstant = columnsOfFormula(tree).length === 0;
  return isConstant ? `column(${code}, ${pythonText(kind(tree))}, df.index)` : code;
}

/** A part, or missing where it is a number that is not finite. */
function whole(tree: Expression, writer: Writer): string {
  const code = codeOf(tree, writer);
  const isSum = tree.op === "binary" && "+-*".includes(tree.sign) && writer.kind(tree.left) === "number";
  const isComputed = writer.kind(tree) === "number" && columnsOfFormula(tree).length > 0;
  return isComputed && (isSum || tree.op === "unary") ? `finite(${code})` : code;
}

function codeOf(tree: Expression, writer: Writer): string {
  if (tree.op !== "column" && columnsOfFormula(tree).length === 0) {
    const kind = writer.kind(tree);
    const isDate = kind === "date" && tree.op === "text";
    return pythonValue(isDate ? parseIso(tree.value) : formulaEvaluator(tree, [])(new Map()), kind);
  }
  switch (tree.op) {
    case "column":
      return columnCode(tree.name, writer);
    case "unary":
      return tree.sign === "-" ? `-${wrapped(tree.of, writer)}` : `~${wrapped(tree.of, writer)}`;
    case "binary":
      return binaryCode(tree, writer);
    case "call":
      return callCode(tree, writer);
    default:
      throw new TypeError("a constant has no columns");
  }
}

function columnCode(name: string, { columns }: Writer): string {
  const cells = `df[${pythonText(name)}]`;
  return columns.find((column) => column.name === name)!.type === "integer" ? `number(${cells})` : cells;
}

function wrapped(tree: Expression, writer: Writer): string {
  const code = codeOf(tree, writer);
  return tree.op === "binary" && / [-+*&|] /.test(code) ? `(${code})` : code;
}

const plain: Partial<Record<BinarySign, string>> = { "+": "+", "-": "-", "*": "*", and: "&", or: "|" };

function binaryCode(tree: Extract<Expression, { op: "binary" }>, writer: Writer): string {
  const { sign, left, right } = tree;
  const [before, after] = [writer.kind(left), writer.kind(right)];
  if (isComparison(sign))
    return `compare("${sign === "=" ? "==" : sign}", ${whole(left, writer)}, ${whole(right, writer)})`;
  if (before === "date" && after === "date") {
    return `f_date_diff(${codeOf(right, writer)}, ${codeOf(left, writer)}, "day")`;
  }
  if (before === "date" || after === "date") {
    const [date, days] = before === "date" ? [left, right] : [right, left];
    const moved = sign === "-" ? `-(${whole(days, writer)})` : whole(days, writer);
    return `f_date_add(${codeOf(date, writer)}, ${moved}, "day")`;
  }
  if (sign === "/") return `divide(${codeOf(left, writer)}, ${whole(right, writer)})`;
  if (sign === "^") {
    return `f_power(${whole(left, writer)}, ${whole(right, writer)})`;
  }
  return `${wrapped(left, writer)} ${plain[sign]} ${wrapped(right, writer)}`;
}

function callCode(tree: Extract<Expression, { op: "call" }>, writer: Writer): string {
  const declared = formulaFunctions[tree.name];
  const args = tree.of.map((part, i) => {
    const isConstant = paramAt(declared, i, tree.of.length).constant !== undefined;
    if (isConstant && part.op === "text" && declared.pythonConstant)
      return pythonText(String(i === 1 ? declared.pythonConstant(part.value) : part.value));
    return whole(part, writer);
  });
  const kind = declared.result === "same" ? [`kind=${pythonText(writer.kind(tree))}`] : [];
  return `f_${tree.name}(${[...args, ...kind].join(", ")})`;
}
