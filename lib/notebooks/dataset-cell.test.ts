import { expect, test } from "vitest";
import { referencesIn } from "@/lib/datasets/sql-references";
import { datasetCell } from "./dataset-cell";

const of = (name: string, mode: "ts" | "sql", taken: string[] = [], rows = 10) =>
  datasetCell({ name, number: 2, rows }, mode, new Set(taken));

test.each([
  ["neo", [], "neo"],
  ["neo", ["neo", "neo2"], "neo3"],
  ["near-Earth objects (2026)", [], "nearEarthObjects2026"],
  ["3 bodies", [], "data3Bodies"],
  ["class", [], "dataclass"],
  ["日本", [], "data"],
  ["Año", [], "ano"],
])("a dataset called %j, beside names %j, is read as %s", (name, taken, own) => {
  expect(of(name, "ts", taken).source).toBe(`const ${own} = await dataset("${name}@v2");`);
});

test("quotes and backslashes in a name stay in the name", () => {
  const name = 'it\'s "x"\\n';
  const { source } = of(name, "ts");
  const called = source.match(/dataset\((.*)\);$/)![1]!;
  expect(JSON.parse(called)).toBe(`${name}@v2`);
  const sql = of("it's", "sql");
  expect(sql).toEqual({ mode: "sql", source: "SELECT *\nFROM dataset('it''s@v2')", output: "itS" });
  expect(referencesIn(sql.source)).toEqual(["it's@v2"]);
  expect(of("a`b\\", "sql").source).toContain("dataset('a`b\\@v2')");
  expect(of("a${b}", "sql")).toEqual({ mode: "ts", source: 'const aB = await dataset("a${b}@v2");' });
});

test("a query of more rows than a cell may get says how many it reads", () => {
  expect(of("neo", "sql", [], 1_000_000).source).toBe("SELECT *\nFROM dataset('neo@v2')\nLIMIT 1000");
});
