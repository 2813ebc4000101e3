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

const columns = [
  { name: "h", type: "number" as const },
  { name: "diameter (km)", type: "number" as const },
  { name: "name", type: "text" as const },
  { name: "seen", type: "date" as const },
  { name: "hazardous", type: "boolean" as const },
];
const schemas = [
  { reference: "neo", number: 2, columns },
  { reference: "neo@v1", number: 1, columns: [{ name: "old", type: "integer" as const }] },
];

/** Cells by their texts, where `|` marks the place that is asked about. */
function cells(...sources: string[]) {
  const at = sources.map((source) => source.indexOf("|"));
  const made = sources.map<Cell>((source, i) => ({
    id: i + 1,
    mode: source.startsWith("select") ? "sql" : source.startsWith("#") ? "md" : "ts",
    source: source.replace("|", ""),
  }));
  language.update(made, { references: ["neo@v2", "neo"], schemas });
  const asked = at.findIndex((place) => place >= 0);
  return { made, id: asked + 1, at: at[asked]! };
}
const offered = (...sources: string[]) => {
  const { id, at } = cells(...sources);
  return language
    .complete(id, at)
    .all.map(({ name }) => name)
    .sort();
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

test("the notebook's own names are offered first, then those of every notebook, then the browser's", () => {
  const { id, at } = cells("const zebra = 1", "|");
  const all = language.complete(id, at).all.toSorted((a, b) => (a.sort < b.sort ? -1 : 1));
  const places = ["zebra", "dataset", "console"].map((one) => all.findIndex(({ name }) => name === one));
  expect(places[0]).toBeGreaterThanOrEqual(0);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
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
  language.update([{ id: 1, mode: "js", source: "const a = 1; a.nothing()" }]);
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

test("a dataset's columns are offered in every verb, with what they hold", () => {
  const neo = "const neo = await dataset('neo')";
  const names = ["diameter (km)", "h", "hazardous", "name", "seen"];
  expect(offered(neo, "neo.filter(d => d.|)")).toEqual(names);
  expect(offered(neo, "neo.derive({ x: d => op.sqrt(d.|) })")).toEqual(names);
  expect(offered(neo, "neo.groupby('|')")).toEqual(names);
  expect(offered(neo, "neo.orderby('h').select('|')")).toEqual(names);
  expect(offered(neo, "neo.objects()[0].|")).toEqual(names);
  expect(offered(neo, "for (const row of neo) row.|")).toEqual(names);
  expect(typeAt(neo, "neo.filter(d => d.se|en)")).toBe('(property) "seen": Date');
  expect(typeAt(neo, "const on|e = neo.get('hazardous', 0)")).toBe("const one: boolean");
});

test("columns that verbs make are offered after them, and those that are gone are not", () => {
  const neo = "const neo = await dataset('neo')";
  expect(offered(neo, "neo.derive({ size: d => d.h * 2 }).filter(d => d.|)")).toContain("size");
  expect(offered(neo, "neo.select('h', 'name').filter(d => d.|)")).toEqual(["h", "name"]);
  expect(offered(neo, "neo.groupby('name').rollup({ n: d => op.mean(d.h) }).filter(d => d.|)")).toContain(
    "n",
  );
});

test("a version's own columns are offered, and of a dataset that is not known nothing is said", () => {
  expect(offered("const old = await dataset('neo@v1')", "old.filter(d => d.|)")).toEqual(["old"]);
  expect(
    faultsOf("const other = await dataset('other')", "other.filter(d => d.any > 1).get('any', 0)"),
  ).toEqual([[], []]);
});

test("channels of a mark offer the columns of its data", () => {
  const neo = "const neo = await dataset('neo')";
  const names = ["diameter (km)", "h", "hazardous", "name", "seen"];
  expect(offered(neo, "Plot.dot(neo, { x: '|' })")).toEqual(names);
  expect(offered(neo, "Plot.plot({ marks: [Plot.barY(neo.filter(d => d.h > 1), { y: '|' })] })")).toEqual(
    names,
  );
  expect(offered(neo, "Plot.dot(neo, { x: 'h', fill: d => d.| })")).toEqual(names);
  expect(offered("const rows = [{ a: 1, b: 2 }]", "Plot.lineY(rows, { x: '|' })")).toEqual(["a", "b"]);
});

test("what is right with tables and charts has no faults", () => {
  expect(
    faultsOf(
      "const neo = await dataset('neo')",
      "Plot.plot({ marks: [Plot.dot(neo, { x: 'h', y: 'diameter (km)', r: 3, fill: 'red', stroke: null }), " +
        "Plot.rectY(neo, Plot.binX({ y: 'count' }, { x: 'h' })), Plot.ruleY([0]), Plot.dot(neo.objects(), " +
        "{ x: (d) => d.h, sort: { channel: 'r' } }), Plot.frame()] })",
      "neo.filter((d) => d.h < 22 && op.is_finite(d.h)).orderby(aq.desc('h'))" +
        ".groupby({ k: (d) => d.h > 1 })" +
        ".rollup({ n: op.count(), m: (d) => op.mean(d.h), q: 'd => op.median(d.h)' }).objects()",
      "neo.derive({ a: aq.escape((d) => d.h) }).join(neo, 'name').select(aq.not('a')).numRows()",
      "saveDataset('x', neo.select('h')); sqlTable(neo); Inputs.table(neo); neo.rename({ h: 'H' })",
      "aq.table({ a: [1] }).filter((d) => d.a > 0); Plot.barX([1]); Plot.tickX(neo, { x: 'h' }).plot()",
    ),
  ).toEqual([[], [], [], [], [], []]);
});

test("a column whose name is no name in code is put in with brackets, in place of the point", () => {
  const { id, at } = cells("const neo = await dataset('neo')", "neo.filter(d => d.|)");
  const one = language.complete(id, at).all.find(({ name }) => name === "diameter (km)");
  expect(one).toMatchObject({ insert: '["diameter (km)"]', span: { start: 17, length: 1 } });
});

test("of thousands of columns as many are offered as can be shown, and typing on brings the others", () => {
  const many = Array.from({ length: 5_000 }, (_, i) => ({ name: `c${i}`, type: "number" as const }));
  const wide = [{ reference: "wide", number: 1, columns: many }];
  const ask = (source: string) => {
    const made = [{ id: 1, mode: "ts" as const, source: `(await dataset("wide")).filter(d => d.${source})` }];
    language.update(made, { references: [], schemas: wide });
    return language.complete(1, made[0]!.source.length - 1);
  };
  expect(ask("")).toMatchObject({ all: { length: 2_000 }, isPart: true });
  expect(ask("c4999").all.map(({ name }) => name)).toContain("c4999");
});

test("within the expressions of a query and of Markdown names of cells are known, and their faults", () => {
  expect(offered("const limit = 22", "select * from t where h < ${lim|}")).toContain("limit");
  expect(offered("const limit = 22", "# Up to ${limit.|}")).toContain("toFixed");
  expect(typeAt("const limit = 22", "select ${li|mit}")).toBe("const limit: 22");
  expect(faultsOf("const limit = 22", "select ${limt} from t where it's", "# ${limit.no}, 'x")).toEqual([
    [],
    ["Cannot find name 'limt'. Did you mean 'limit'?"],
    ["Property 'no' does not exist on type '22'."],
  ]);
  expect(faultsOf("# no code `${1}`", "select 1")).toEqual([[], []]);
});

test("outside of them a query completes columns, and Markdown nothing", () => {
  expect(offered("select n.| from dataset('neo') n")).toEqual([
    "diameter (km)",
    "h",
    "hazardous",
    "name",
    "seen",
  ]);
  expect(typeAt("select h|azardous from dataset('neo')")).toBe("hazardous: boolean");
  expect(offered("# lim| ${1}")).toEqual([]);
});
