import ts from "typescript";
import type { CellId } from "@/lib/notebooks/graph";
import type { Cell } from "@/lib/notebooks/schema";
import type { ReferenceSchema } from "@/lib/datasets/schemas";
import { embeddedText } from "./embedded";

/** A cell as the language service knows it, and the names that its text declares for others. */
export type Made = { cell: Cell; names: readonly string[] };

/** Where a cell's text stands for the language service. */
export const pathOf = (id: CellId) => `/cells/cell-${id}.ts`;
/** Where the names stand that every cell knows, those that cells give each other, and the datasets. */
export const scopePath = "/cells/scope.d.ts";
export const givenPath = "/cells/given.d.ts";
export const datasetsPath = "/cells/datasets.d.ts";

/**
 * A cell as a module: its text as it is, so that places in it stay what they are, and behind it what it
 * gives to others. Of SQL and Markdown the expressions stand in it, which give nothing.
 */
export function moduleText(cell: Pick<Cell, "mode" | "source">): { text: string; names: string[] } {
  if (!isCode(cell)) return { text: `${embeddedText(cell)}\n;export {};\n`, names: [] };
  const names = declaredNames(cell.source);
  return { text: `${cell.source}\n;export { ${names.join(", ")} };\n`, names };
}

/** Whether a cell's text is TypeScript or JavaScript as a whole. */
export const isCode = ({ mode }: Pick<Cell, "mode">) => mode === "ts" || mode === "js";

/** The names that a cell's text declares at its top. */
function declaredNames(source: string): string[] {
  const { statements } = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ESNext, false);
  const names = statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => namesOf(name));
    const isNamed = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
    return (isNamed || ts.isEnumDeclaration(statement)) && statement.name ? [statement.name.text] : [];
  });
  return [...new Set(names)].filter(Boolean);
}

function namesOf(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesOf(element.name)));
}

/** What cells give each other, as declarations; of Python's names nothing is known but that they are. */
export function givenText(
  cells: readonly Cell[],
  namesOfCell: (id: CellId) => readonly string[],
  python: readonly string[],
): string {
  const given = new Map<string, string>();
  for (const { id, mode, output } of cells) {
    if (mode === "sql" && output && !given.has(output)) given.set(output, "Table");
    for (const name of namesOfCell(id))
      if (!given.has(name)) given.set(name, `Given<typeof import("./cell-${id}").${name}>`);
  }
  for (const name of python) if (!given.has(name)) given.set(name, "any");
  return [...given].map(([name, type]) => `declare const ${name}: ${type};`).join("\n");
}

/** The project's datasets: references that are offered, and the columns of those that cells name. */
export type Datasets = { references: readonly string[]; schemas: readonly ReferenceSchema[] };

export const noDatasets: Datasets = { references: [], schemas: [] };
const valueTypes = { integer: "number", number: "number", boolean: "boolean", date: "Date", text: "string" };

/**
 * The project's datasets as types, so that their names and their columns are offered; any other reference
 * may stand too.
 */
export function datasetsText({ references, schemas }: Datasets): string {
  const names = [...references, ...schemas.map(({ reference }) => reference)].map((one) =>
    JSON.stringify(one),
  );
  const rows = schemas.map(({ reference, columns }) => {
    const fields = columns.map(({ name, type }) => `${JSON.stringify(name)}: ${valueTypes[type]};`);
    return `  ${JSON.stringify(reference)}: { ${fields.join(" ")} };`;
  });
  const offered = [...new Set(names), "(string & {})"].join(" | ");
  return `type DatasetReference = ${offered};\ninterface Datasets {\n${rows.join("\n")}\n}`;
}
