import type { ColumnType } from "@/lib/frame/frame";
import type { BinarySign, Expression } from "./formula";
import { typesOfFormula } from "./formula-type";
import { findColumn, literal, type HeldColumn } from "./steps/step";

const calls = {
  log: "ln",
  log10: "log10",
  exp: "exp",
  sqrt: "sqrt",
  abs: "abs",
  round: "round",
  floor: "floor",
  ceil: "ceil",
  min: "least",
  max: "greatest",
} as const;

/**
 * A formula over the columns of a recipe as SQL. Numbers are doubles throughout; a value that is not finite,
 * such as the logarithm of a negative number or an overflow,
 * is missing in the result and wherever it is compared.
 */
export function formulaSql(tree: Expression, columns: readonly HeldColumn[]): string {
  const types = typesOfFormula(tree, columns);
  const sql = expressionSql(tree, columnSqlOf(columns), (part) => types.get(part)!);
  return types.get(tree) === "number" ? finite(tree, sql) : sql;
}

function columnSqlOf(columns: readonly HeldColumn[]): (name: string) => string {
  return (name) => {
    const { id, type } = findColumn(columns, name);
    return type === "integer" ? `CAST(${id} AS DOUBLE)` : id;
  };
}

/** A formula as SQL, its columns as `columnSql` names them and its parts of the type that `typeOf` knows. */
export function expressionSql(
  tree: Expression,
  columnSql: (name: string) => string,
  typeOf: (part: Expression) => ColumnType = () => "number",
): string {
  const sqlOf = (part: Expression) => expressionSql(part, columnSql, typeOf);
  const compared = (part: Expression) =>
    typeOf(part) === "number" ? finite(part, sqlOf(part)) : sqlOf(part);
  switch (tree.op) {
    case "number":
      return `${tree.value}::DOUBLE`;
    case "text":
      return literal(tree.value);
    case "column":
      return columnSql(tree.name);
    case "unary":
      return tree.sign === "-" ? `(-${sqlOf(tree.of)})` : `(NOT ${sqlOf(tree.of)})`;
    case "binary": {
      const { sign, left, right } = tree;
      if (sign === "-" && typeOf(left) === "date")
        return `((epoch_us(${sqlOf(left)}) - epoch_us(${sqlOf(right)})) / 86400000000.0)`;
      return isComparison(sign)
        ? `(${compared(left)} ${sign === "!=" ? "<>" : sign} ${compared(right)})`
        : binarySql(sign, sqlOf(left), sqlOf(right));
    }
    case "call":
      return callSql(tree, compared);
  }
}

/**
 * A number as it is, or missing where it is not finite. A list of one is mapped,
 * because DuckDB puts a repeated expression into the plan twice,
 * and a nested formula would grow without bound.
 */
function finite(part: Expression, sql: string): string {
  if (part.op === "column" || part.op === "number" || part.op === "text") return sql;
  return `list_transform([${sql}], lambda v: CASE WHEN isfinite(v) THEN v END)[1]`;
}

function isComparison(sign: BinarySign): boolean {
  return ["=", "!=", "<", "<=", ">", ">="].includes(sign);
}

function binarySql(sign: BinarySign, left: string, right: string): string {
  if (sign === "/") return `(${left}::DOUBLE / nullif(${right}, 0))`;
  if (sign === "^") return `pow(${left}, ${right})`;
  return `(${left} ${sign.toUpperCase()} ${right})`;
}

function callSql(
  { name, of }: Extract<Expression, { op: "call" }>,
  sqlOf: (part: Expression) => string,
): string {
  const parts = of.map(sqlOf);
  const [first, second, third] = parts;
  if (name === "is_missing") return `(${first} IS NULL)`;
  if (name === "if") return `(CASE WHEN ${first} THEN ${second} ELSE ${third} END)`;
  // Where there is no logarithm DuckDB throws, so the value is asked for only where there is one.
  if (name === "log" || name === "log10") return guarded(calls[name], first!, "v > 0");
  if (name === "sqrt") return guarded("sqrt", first!, "v >= 0");
  return `${calls[name]}(${parts.join(", ")})`;
}

function guarded(call: string, of: string, where: string): string {
  return `list_transform([${of}], lambda v: CASE WHEN ${where} THEN ${call}(v) END)[1]`;
}
