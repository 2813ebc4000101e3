import { singleOps, type SingleOp } from "../apply-row";
import { parseIso } from "../formulas/calendar";
import type { Expression } from "../formula";
import { onNewRows } from "../recipe";
import { typesOfFormula } from "../formula-type";
import type { Value } from "../formulas/function";
import { opsOfRecipe, type ReadyCell } from "../recipe-ops";
import { comment, type ExportedRecipe } from "./exported-recipe";

/**
 * A recipe as a TypeScript module that prepares single rows that are to be predicted: steps that drop or draw
 * rows are left out. `runtime` is the bundle of `row-runtime.ts`.
 *
 * @throws {AppError} INVALID with the step that looks at other rows
 */
export function recipeTypeScript(recipe: ExportedRecipe, runtime: string): string {
  const maps: string[] = [];
  const lines = opsOfRecipe({ ...recipe, newRows: true }).flatMap(({ number, sentence, step, ops }) => [
    `// ${number}. ${comment(sentence)}${onNewRows(step) === "skip" ? " (left out)" : ""}`,
    ...singleOps(ops, step, number).map((op) => opCode(op, maps)),
  ]);
  return `// @ts-nocheck: the functions at the end are the product's own, without their types
// ${comment(recipe.title)}
const columns = ${JSON.stringify(recipe.columns.map(({ name, type }) => ({ name, type })))};
${maps.map((code, i) => `const pairs${i} = ${code};\n`).join("")}
/** One row, as JSON has it, prepared; null where it is dropped. */
export function prepare(input: Record<string, unknown>): Record<string, unknown> | null {
  const { binary, call, lookUp, negative, not, pick, put, readRow, rename, writeRow } = runtime;
  let row = readRow(input, columns);
${lines.map((line) => `  ${line}`).join("\n")}
  return writeRow(row);
}

${runtime}`;
}

function opCode(op: SingleOp, maps: string[]): string {
  switch (op.op) {
    case "pick":
      return `row = pick(row, ${JSON.stringify(op.names)});`;
    case "rename":
      return `row = rename(row, ${JSON.stringify(op.names)});`;
    case "keep":
      return `if (${formulaCode(op.tree, op)} !== true) return null;`;
    case "put": {
      const cells = op.cells.map((cell) => `[${JSON.stringify(cell.name)}, ${cellCode(cell, op, maps)}]`);
      return `row = put(row, [${cells.join(", ")}]);`;
    }
  }
}

/** A cell; the pairs that it is looked up in stand before all rows, in `maps`. */
function cellCode({ tree, look }: ReadyCell, op: SingleOp, maps: string[]): string {
  if (!look) return formulaCode(tree, op);
  const pairs = look.pairs.map(([key, value]) => `[${valueCode(key)}, ${valueCode(value)}]`);
  const otherwise = formulaCode(look.otherwise, op);
  const at = maps.push(`new Map([${pairs.join(", ")}])`) - 1;
  return `lookUp(pairs${at}, ${formulaCode(tree, op)}, () => ${otherwise})`;
}

function valueCode(value: Value): string {
  return typeof value === "bigint" ? `${value}n` : JSON.stringify(value);
}

function formulaCode(tree: Expression, { columns }: SingleOp): string {
  const types = typesOfFormula(tree, columns);
  return codeOf(tree, (part) => types.get(part) === "date");
}

function codeOf(tree: Expression, isDate: (part: Expression) => boolean): string {
  const of = (part: Expression) => codeOf(part, isDate);
  switch (tree.op) {
    case "number":
      return String(tree.value);
    case "text":
      return isDate(tree) ? `${parseIso(tree.value)}n` : JSON.stringify(tree.value);
    case "column":
      return `row.get(${JSON.stringify(tree.name)})`;
    case "unary":
      return `${tree.sign === "-" ? "negative" : "not"}(${of(tree.of)})`;
    case "binary":
      return `binary(${JSON.stringify(tree.sign)}, ${of(tree.left)}, ${of(tree.right)})`;
    case "call":
      return `call(${JSON.stringify(tree.name)}, [${tree.of.map(of).join(", ")}])`;
  }
}
