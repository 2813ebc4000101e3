import type { BinarySign, Expression } from "./formula";
import { constantsOf, isComparison, kindOf, typesOfFormula } from "./formula-type";
import { shiftDateSql } from "./formulas/date-shift";
import { formulaFunctions } from "./formulas/functions";
import type { Kind } from "./formulas/function";
import { bind } from "./formulas/sql";
import { findColumn, literal, type HeldColumn } from "./steps/step";

/**
 * A formula over the columns of a recipe as SQL. Numbers are doubles throughout; a value that is not finite,
 * such as the logarithm of a negative number or an overflow,
 * is missing in the result and wherever something is made of it.
 *
 * @throws {FormulaError} INVALID as `typesOfFormula`
 */
export function formulaSql(tree: Expression, columns: readonly HeldColumn[]): string {
  const types = typesOfFormula(tree, columns);
  const kind = (part: Expression) => kindOf(types.get(part)!);
  const writer: Writer = { columnSql: columnSqlOf(columns), kind };
  return whole(tree, writer);
}

type Writer = { columnSql: (name: string) => string; kind: (part: Expression) => Kind };

function columnSqlOf(columns: readonly HeldColumn[]): (name: string) => string {
  return (name) => {
    const { id, type } = findColumn(columns, name);
    return type === "integer" ? `CAST(${id} AS DOUBLE)` : id;
  };
}

/** A part as it is, or missing where it is a number that is not finite. */
function whole(tree: Expression, writer: Writer): string {
  const sql = sqlOf(tree, writer);
  const isFinite = tree.op === "column" || tree.op === "number" || writer.kind(tree) !== "number";
  return isFinite ? sql : bind(sql, "CASE WHEN isfinite(v) THEN v END");
}

function sqlOf(tree: Expression, writer: Writer): string {
  switch (tree.op) {
    case "number":
      return `${tree.value}::DOUBLE`;
    case "text":
      return writer.kind(tree) === "date" ? `TIMESTAMP ${dateLiteral(tree.value)}` : literal(tree.value);
    case "column":
      return writer.columnSql(tree.name);
    case "unary":
      return `(${tree.sign === "-" ? "-" : "NOT "}${sqlOf(tree.of, writer)})`;
    case "binary":
      return binarySql(tree, writer);
    case "call": {
      const known = { constants: constantsOf(tree), kinds: tree.of.map(writer.kind) };
      return formulaFunctions[tree.name].sql(
        tree.of.map((part) => whole(part, writer)),
        known,
      );
    }
  }
}

function dateLiteral(text: string): string {
  return literal(text.replace("T", " ").replace("Z", ""));
}

function binarySql(tree: Extract<Expression, { op: "binary" }>, writer: Writer): string {
  const { sign, left, right } = tree;
  const [before, after] = [writer.kind(left), writer.kind(right)];
  if (isComparison(sign))
    return `(${whole(left, writer)} ${sign === "!=" ? "<>" : sign} ${whole(right, writer)})`;
  if (before === "date" && after === "date")
    return `((epoch_us(${sqlOf(left, writer)}) - epoch_us(${sqlOf(right, writer)})) / 86400000000.0)`;
  if (before === "date") {
    const days = whole(right, writer);
    return shiftDateSql(sqlOf(left, writer), sign === "-" ? `(-${days})` : days, "day");
  }
  if (after === "date") return shiftDateSql(sqlOf(right, writer), whole(left, writer), "day");
  return numbersSql(sign, tree, writer);
}

/** What is not finite stays so in sums and products, and is missing at the end; elsewhere it would vanish. */
function numbersSql(
  sign: BinarySign,
  { left, right }: Extract<Expression, { op: "binary" }>,
  writer: Writer,
): string {
  if (sign === "/") return `(${sqlOf(left, writer)} / nullif(${whole(right, writer)}, 0))`;
  if (sign === "^") return `pow(${whole(left, writer)}, ${whole(right, writer)})`;
  return `(${sqlOf(left, writer)} ${sign.toUpperCase()} ${sqlOf(right, writer)})`;
}
