import { newRowSteps, notSingle } from "../apply-row";
import { parseIso } from "../formulas/calendar";
import type { Expression } from "../formula";
import { typesOfFormula } from "../formula-type";
import { opsOfRecipe, type ReadyOp } from "../recipe-ops";
import { stepError } from "../recipe";
import { comment, type ExportedRecipe } from "./exported-recipe";

/**
 * A recipe as a TypeScript module that prepares single rows, such as those that are to be predicted: steps
 * that drop or draw rows are left out. `runtime` is the bundle of `row-runtime.ts`.
 *
 * @throws {AppError} INVALID with the step that looks at other rows
 */
export function recipeTypeScript(recipe: ExportedRecipe, runtime: string): string {
  const steps = newRowSteps(recipe.steps);
  const lines = opsOfRecipe(recipe.columns, steps, recipe.fitted, recipe.seconds).flatMap(
    ({ number, sentence, step, ops }) => [
      `// ${number}. ${comment(sentence)}`,
      ...ops.map((op) => {
        if (op.op === "python") throw stepError(step, number - 1, notSingle(step));
        return opCode(op);
      }),
    ],
  );
  return `// @ts-nocheck: the functions at the end are the product's own, without their types
// ${comment(recipe.title)}
const columns = ${JSON.stringify(recipe.columns.map(({ name, type }) => ({ name, type })))};

/** One row, as JSON has it, prepared; null where it is dropped. */
export function prepare(input: Record<string, unknown>): Record<string, unknown> | null {
  const { binary, call, negative, not, pick, put, readRow, rename, writeRow } = runtime;
  let row = readRow(input, columns);
${lines.map((line) => `  ${line}`).join("\n")}
  return writeRow(row);
}

${runtime}`;
}

function opCode(op: Exclude<ReadyOp, { op: "python" }>): string {
  switch (op.op) {
    case "pick":
      return `row = pick(row, ${JSON.stringify(op.names)});`;
    case "rename":
      return `row = rename(row, ${JSON.stringify(op.from)}, ${JSON.stringify(op.to)});`;
    case "keep":
      return `if (${formulaCode(op)} !== true) return null;`;
    case "put":
      return `row = put(row, ${JSON.stringify(op.name)}, ${formulaCode(op)});`;
  }
}

function formulaCode({ tree, columns }: Extract<ReadyOp, { op: "put" | "keep" }>): string {
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
