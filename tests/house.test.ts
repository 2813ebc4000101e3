import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const tops = ["app", "components", "lib", "server", "engine", "worker"];
const files = tops
  .flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: "utf8" }).map((file) => path.join(top, file)),
  )
  .filter((file) => /\.tsx?$/.test(file) && !file.includes(".test.") && !file.endsWith(".d.ts"))
  .map((file) => ({ file, text: readFileSync(file, "utf8") }));

type Measured = { name: string; lines: number };

function sourceOf({ file, text }: { file: string; text: string }): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

/**
 * Functions of a file with a name of their own, from their first line to their last;
 * callbacks count with what holds them.
 */
function functionsOf(source: ts.SourceFile): Measured[] {
  const found: Measured[] = [];
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node): void => {
    const name = nameOf(node);
    if (name)
      found.push({
        name: `${source.fileName} ${name}`,
        lines: lineOf(node.end) - lineOf(node.getStart()) + 1,
      });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function nameOf(node: ts.Node): string | null {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return node.name?.getText() ?? null;
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return null;
  const { parent } = node;
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) ? parent.name.getText() : null;
}

/** The value that this share of all is not above. */
function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? 0;
}

const longer = (measured: readonly Measured[], lines: number) =>
  measured.filter((one) => one.lines > lines).map((one) => `${one.name}: ${one.lines}`);

describe("the size of the house", () => {
  const lengths = files.map(({ file, text }) => ({ name: file, lines: text.trimEnd().split("\n").length }));

  test("files are short: half of at most 80 lines, nine of ten of at most 220, none over 400", () => {
    const lines = lengths.map((one) => one.lines);
    expect(quantile(lines, 0.5)).toBeLessThanOrEqual(80);
    expect(quantile(lines, 0.9)).toBeLessThanOrEqual(220);
    expect(longer(lengths, 400)).toEqual([]);
  });

  test("tests are as short as what they test: none over 400 lines", () => {
    const tests = ["tests", ...tops]
      .flatMap((top) =>
        readdirSync(top, { recursive: true, encoding: "utf8" }).map((file) => path.join(top, file)),
      )
      .filter((file) => /\.tsx?$/.test(file) && (file.startsWith("tests/") || file.includes(".test.")))
      .map((name) => ({ name, lines: readFileSync(name, "utf8").trimEnd().split("\n").length }));
    expect(longer(tests, 400)).toEqual([]);
  });

  test("pages are a few lines: they name a loader and a component", () => {
    const pages = lengths.filter(({ name }) => /^app\/.*\/?(page|route)\.tsx?$/.test(name));
    expect(longer(pages, 25)).toEqual([]);
  });

  test("functions of lib are short: half of at most 10 lines, nine of ten of 30, none over 80", () => {
    const functions = files
      .filter(({ file }) => file.startsWith("lib/"))
      .flatMap((one) => functionsOf(sourceOf(one)));
    const lines = functions.map((one) => one.lines);
    expect(quantile(lines, 0.5)).toBeLessThanOrEqual(10);
    expect(quantile(lines, 0.9)).toBeLessThanOrEqual(30);
    expect(longer(functions, 80)).toEqual([]);
  });

  test("every exported function and loader of lib says in a sentence what it does", () => {
    const silent = files
      .filter(({ file }) => file.startsWith("lib/"))
      .flatMap((one) => sourceOf(one).statements.filter(isExportedFunction))
      .filter(
        (statement) =>
          !ts.getJSDocCommentsAndTags(statement).some((doc) => ts.isJSDoc(doc) && doc.comment !== undefined),
      )
      .map((statement) => `${statement.getSourceFile().fileName} ${statement.getText().split("\n")[0]}`);
    expect(silent).toEqual([]);
  });
});

function isExportedFunction(statement: ts.Statement): boolean {
  if (!ts.isFunctionDeclaration(statement) && !ts.isVariableStatement(statement)) return false;
  if (!statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return false;
  return (
    ts.isFunctionDeclaration(statement) ||
    statement.declarationList.declarations.some(
      ({ initializer: made }) =>
        made &&
        (ts.isArrowFunction(made) ||
          (ts.isCallExpression(made) && /Loader$/.test(made.expression.getText()))),
    )
  );
}

test("MLflow's sentences stand in lib/tracking alone", () => {
  const theirs = new RegExp(
    "must be in the 'active' state|Run with id=|No Experiment with id=|" +
      String.raw`Changing param values|Experiment\(name=`,
  );
  const others = files.filter(({ file, text }) => !file.startsWith("lib/tracking/") && theirs.test(text));
  expect(others.map(({ file }) => file)).toEqual([]);
});
