import type { ColumnSchema } from "@/lib/frame/frame";
import type { Kind, Value } from "../formulas/function";
import { kindOf } from "../formula-type";
import { opsOfRecipe, type ReadyCell, type ReadyOp } from "../recipe-ops";
import { pythonNames, pythonText, pythonValue } from "../steps/ops";
import { comment, type ExportedRecipe, type ExportedSecond } from "./exported-recipe";
import { formulaPython } from "./formula-python";
import { pythonFunctions, pythonImports } from "./python-prelude";

/**
 * A recipe as a Python script on pandas, which makes of the version's file the same rows in the same order.
 *
 * @throws {AppError} INVALID with the step that has learned nothing yet
 */
export function recipePandas({ title, columns, steps, fitted, after, seconds = [] }: ExportedRecipe): string {
  const lines = opsOfRecipe({ columns, steps, fitted, seconds }).flatMap(({ number, sentence, ops }) => [
    `# ${number}. ${comment(sentence)}`,
    ...ops.flatMap(opLines),
  ]);
  const body = [...lines, `return df[${pythonNames(after.map(({ name }) => name))}].reset_index(drop=True)`];
  const { usage, schemas, parameter, main } = tablesCode(seconds);
  const prepare = `def prepare(df${parameter}):\n${body.map((line) => `    ${line}`).join("\n")}\n`;
  const run = main.map((line) => `    ${line}\n`).join("");
  return [
    `# ${comment(title)}\n# python recipe.py IN.parquet OUT.parquet${usage}\n`,
    pythonImports,
    `SCHEMA = ${schemaCode(columns)}\n${schemas}\n`,
    prepare,
    "",
    `${pythonFunctions([prepare, run].join("\n"))}\n\n`,
    `if __name__ == "__main__":\n${run}`,
  ].join("\n");
}

/** What a script says of second tables, which it is given behind the two files as NAME=FILE. */
function tablesCode(seconds: readonly ExportedSecond[]) {
  const write = (tables: string) => `prepare(read(sys.argv[1], SCHEMA)${tables}).to_parquet(sys.argv[2])`;
  if (seconds.length === 0) return { usage: "", schemas: "", parameter: "", main: [write("")] };
  const all = new Map(seconds.map((second) => [second.words, second]));
  const usage = Array.from(all.values(), ({ words, file }) => ` '${comment(words)}=${comment(file)}'`).join(
    "",
  );
  const each = Array.from(all, ([words, { columns }]) => `${pythonText(words)}: ${schemaCode(columns)}`);
  return {
    usage,
    schemas: `TABLES = {${each.join(",\n")}}\n`,
    parameter: ", tables",
    main: [
      'paths = dict(arg.rsplit("=", 1) for arg in sys.argv[3:])',
      "tables = {name: read(paths[name], schema) for name, schema in TABLES.items()}",
      write(", tables"),
    ],
  };
}

function schemaCode(columns: readonly ColumnSchema[]): string {
  return `[${columns.map(({ name, type }) => `(${pythonText(name)}, "${type}")`).join(",\n          ")}]`;
}

function opLines(op: ReadyOp): readonly string[] {
  switch (op.op) {
    case "pick":
      return [`df = df[${pythonNames(op.names)}].copy()`];
    case "rename":
      return [
        `df = df.rename(columns={${op.names.map((names) => names.map(pythonText).join(": ")).join(", ")}})`,
      ];
    case "python":
      return op.lines;
    case "keep":
      return [`df = df[(${formulaPython(op.tree, op.columns)}).fillna(False).astype(bool)].copy()`];
    case "put": {
      const cells = op.cells.map((cell) => [pythonText(cell.name), cellCode(cell, op)] as const);
      const [[name, code] = []] = cells;
      if (cells.length === 1) return [`df[${name}] = ${code}`];
      // All of them read the columns as they were.
      return [`df = put(df, {${cells.map((cell) => cell.join(": ")).join(", ")}})`];
    }
  }
}

function cellCode(cell: ReadyCell, { columns }: ReadyOp): string {
  const code = formulaPython(cell.tree, columns);
  const { type, look } = cell;
  if (!look) return type === "integer" ? `integer(${code})` : code;
  const pairs = look.pairs.map(
    ([key, value]) => `${pythonValue(key, kindOfValue(key))}: ${pythonValue(value, kindOf(type))}`,
  );
  const otherwise = formulaPython(look.otherwise, columns);
  const found = `look_up(${code}, {${pairs.join(", ")}}, ${otherwise}, "${kindOf(type)}")`;
  return type === "integer" ? `integer(${found})` : found;
}

function kindOfValue(value: Value): Kind {
  if (typeof value === "bigint") return "date";
  return typeof value === "string" ? "text" : typeof value === "boolean" ? "boolean" : "number";
}
