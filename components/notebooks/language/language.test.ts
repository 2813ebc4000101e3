import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import type { Cell } from "@/lib/notebooks/schema";
import { typeLibraries } from "../../../scripts/type-libraries.mjs";
import { createLanguage, type Language } from "./language";

let language: Language;
beforeAll(() => {
  const scope = readFileSync("components/notebooks/language/cell-scope.d.ts.txt", "utf8");
  language = createLanguage(typeLibraries(), scope);
});

/** Cells by their texts, where `|` marks the place that is asked about. */
function cells(...sources: string[]) {
  const at = sources.map((source) => source.indexOf("|"));
  const made = sources.map<Cell>((source, i) => ({ id: i + 1, mode: "ts", source: source.replace("|", "") }));
  language.update(made, ["neo@v2", "neo"]);
  const asked = at.findIndex((place) => place >= 0);
  return { made, id: asked + 1, at: at[asked]! };
}
const offered = (...sources: string[]) => {
  const { id, at } = cells(...sources);
  return language.complete(id, at).map(({ name }) => name);
};
const faultsOf = (...sources: string[]) => {
  const { made } = cells(...sources);
  return made.map((cell) => language.faults(cell).map(({ message }) => message));
};
const typeAt = (...sources: string[]) => {
  const { id, at } = cells(...sources);
  return language.hover(id, at)?.type;
};

test("names of other cells come in with the types that they have there", () => {
  expect(typeAt("const rows = [{ h: 1, name: 'a' }]", "ro|ws")).toBe(
    "const rows: {\n    h: number;\n    name: string;\n}[]",
  );
  expect(offered("const rows = [{ h: 1, name: 'a' }]", "rows[0].|")).toEqual(["h", "name"]);
});

test("of a promise, a generator and an input others see the value", () => {
  expect(typeAt("const a = Promise.resolve(1)", "|a")).toBe("const a: number");
  expect(typeAt("const b = (function* () { yield 'x' })()", "|b")).toBe("const b: string");
  expect(typeAt("const limit = view(Inputs.range([0, 1]))", "|limit")).toBe("const limit: number");
});

test("libraries and the project's datasets are offered", () => {
  expect(offered("Plot.|")).toEqual(expect.arrayContaining(["plot", "dot", "rectY"]));
  expect(offered("const t = await dataset('neo')", "t.|")).toEqual(
    expect.arrayContaining(["filter", "groupby"]),
  );
  expect(offered("dataset('|')")).toEqual(expect.arrayContaining(["neo", "neo@v2"]));
});

test("what does not fit is told at its place, and a cell that is right has no faults", () => {
  const { made } = cells("const a: number = 'text'", "await dataset('any other'); Plot.plot({ marks: [] })");
  expect(language.faults(made[0]!)).toEqual([
    { start: 6, length: 1, message: "Type 'string' is not assignable to type 'number'.", severity: "error" },
  ]);
  expect(language.faults(made[1]!)).toEqual([]);
  expect(faultsOf("const a = ", "thresold + 1")).toEqual([
    ["Expression expected."],
    ["Cannot find name 'thresold'."],
  ]);
});

test("of JavaScript only how it is written is told", () => {
  language.update([{ id: 1, mode: "js", source: "const a = 1; a.nothing()" }], []);
  expect(language.faults({ id: 1, mode: "js", source: "const a = 1; a.nothing()" })).toEqual([]);
});

test("a call says what it takes, and at which argument one is", () => {
  const { id, at } = cells("function near(h: number, names: string[]) { return names[h] }", "near(1, |)");
  expect(language.signature(id, at)).toMatchObject({
    signatures: [
      { label: "near(h: number, names: string[]): string", parameters: [{ label: "h: number" }, {}] },
    ],
    parameter: 1,
  });
});

test("a name leads to the cell that gives it", () => {
  const { id, at } = cells("const first = 1", "const second = first", "1 + sec|ond");
  expect(language.definition(id, at)).toEqual({ cell: 2, span: { start: 6, length: 6 } });
});

test("a cell that is gone gives nothing any more", () => {
  cells("const a = 1", "a");
  expect(faultsOf("1", "a")[1]).toEqual(["Cannot find name 'a'."]);
});
