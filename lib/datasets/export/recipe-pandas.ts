import type { ColumnSchema } from "@/lib/frame/frame";
import type { FunctionName } from "../formulas/functions";
import { opsOfRecipe, type ReadyOp } from "../recipe-ops";
import { pythonNames, pythonText } from "../steps/ops";
import { comment, type ExportedRecipe } from "./exported-recipe";
import { formulaPython } from "./formula-python";
import { pythonFunctions, pythonImports } from "./python-prelude";

/**
 * A recipe as a Python script on pandas, which makes of the version's file the same rows in the same order.
 *
 * @throws {AppError} INVALID with the step that only DuckDB can do
 */
export function recipePandas({ title, columns, steps, fitted, after }: ExportedRecipe): string {
  const calls = new Set<FunctionName>();
  const lines = opsOfRecipe(columns, steps, fitted).flatMap(({ number, sentence, ops }) => [
    `# ${number}. ${comment(sentence)}`,
    ...ops.flatMap((op) => opLines(op, calls)),
  ]);
  const body = [...lines, `return df[${pythonNames(after.map(({ name }) => name))}].reset_index(drop=True)`];
  return [
    `# ${comment(title)}\n# python recipe.py IN.parquet OUT.parquet\n`,
    pythonImports,
    `SCHEMA = ${schemaCode(columns)}\n\n`,
    pythonFunctions(calls),
    "",
    `def prepare(df):\n${body.map((line) => `    ${line}`).join("\n")}\n\n`,
    `if __name__ == "__main__":\n    prepare(read(sys.argv[1], SCHEMA)).to_parquet(sys.argv[2])\n`,
  ].join("\n");
}

function schemaCode(columns: readonly ColumnSchema[]): string {
  return `[${columns.map(({ name, type }) => `(${pythonText(name)}, "${type}")`).join(",\n          ")}]`;
}

function opLines(op: ReadyOp, calls: Set<FunctionName>): readonly string[] {
  switch (op.op) {
    case "pick":
      return [`df = df[${pythonNames(op.names)}].copy()`];
    case "rename":
      return [`df = df.rename(columns={${pythonText(op.from)}: ${pythonText(op.to)}})`];
    case "python":
      return op.lines;
    case "keep": {
      const { code, calls: called } = formulaPython(op.tree, op.columns);
      called.forEach((name) => calls.add(name));
      return [`df = df[(${code}).fillna(False).astype(bool)].copy()`];
    }
    case "put": {
      const { code, calls: called } = formulaPython(op.tree, op.columns);
      called.forEach((name) => calls.add(name));
      return [`df[${pythonText(op.name)}] = ${op.type === "integer" ? `integer(${code})` : code}`];
    }
  }
}
