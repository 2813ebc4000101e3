import ts from "typescript";

/** What stands in every cell for a package that notebooks elsewhere import. */
const instead: Record<string, string> = {
  d3: "d3",
  "@observablehq/plot": "Plot",
  "@observablehq/inputs": "Inputs",
  arquero: "aq",
  htl: "html and svg",
};

/**
 * What is said of the first import in a cell's text, and its line from 1; null where there is none. Nothing
 * is fetched for a cell: what it may use is in its scope.
 */
export function notImported(source: string): { message: string; line: number } | null {
  if (!source.includes("import")) return null;
  const [first] = ts.preProcessFile(source, true, true).importedFiles;
  if (!first) return null;
  const name = first.fileName
    .replace(/^(npm|jsr|https?):(\/\/[^/]+\/(npm\/)?)?/, "")
    .replace(/(?<=.)@[\d^~].*$/, "");
  const there = Object.hasOwn(instead, name) ? instead[name] : null;
  return {
    message: there
      ? `Nothing is imported in a cell: ${there} is there without it, in place of ${first.fileName}.`
      : `Nothing is imported in a cell, so ${first.fileName} cannot be used. ` +
        "There are Plot, aq (Arquero), d3, Inputs, html, svg and md.",
    line: source.slice(0, first.pos).split("\n").length,
  };
}
