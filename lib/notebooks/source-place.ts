import ts from "typescript";
import type { SourcePlace } from "@/lib/notebooks/source-line";

/** What notebook-kit gives the TypeScript compiler, so that the same text comes out. */
const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.Preserve,
  verbatimModuleSyntax: true,
  sourceMap: true,
};

/**
 * Where the function that notebook-kit made of a cell comes from in the text of the cell.
 *
 * @param source the cell's text
 * @param body the function
 */
export function sourcePlace({ isTypeScript, source, body }: Asked): SourcePlace {
  const before = body.match(/^(?:async )?\([^)]*\) => \{\n(return \(\n)?/);
  const kept = linesBefore(body.slice(before?.[0].length ?? 0));
  const head = before?.[1] ? 2 : 1;
  if (!isTypeScript) return { head, dropped: linesBefore(source) - kept, map: null, skipped: 0 };
  // An expression is compiled in parentheses, from its first token on.
  const start = before?.[1] ? firstToken(source) : 0;
  const text = before?.[1] ? `(${source.slice(start).trimEnd()})` : source;
  const { sourceMapText, outputText } = ts.transpileModule(text, { compilerOptions });
  return {
    head,
    dropped: linesBefore(outputText) - kept,
    map: sourceMapText ?? null,
    skipped: source.slice(0, start).split("\n").length - 1,
  };
}
type Asked = { isTypeScript: boolean; source: string; body: string };

/** How many line breaks a text begins with, spaces between them or not. */
function linesBefore(text: string): number {
  return text.slice(0, text.length - text.trimStart().length).split("\n").length - 1;
}

function firstToken(source: string): number {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard, source);
  scanner.scan();
  return scanner.getTokenStart();
}
