import { expect, test } from "vitest";
import { parseFormula } from "./formula";
import { formulaSql } from "./formula-sql";
import { formulaFunctions, type FunctionName } from "./formulas/functions";
import type { HeldColumn } from "./steps/step";

const columns: HeldColumn[] = [
  { id: "c0", name: "a", type: "number" },
  { id: "c1", name: 'b "c"', type: "text" },
  { id: "c2", name: "ok", type: "boolean" },
];
const inSql = (text: string) => formulaSql(parseFormula(text), columns);

test("a formula follows the rules of arithmetic", () => {
  expect(inSql("(1 + 2 * 3 ^ 2) > 0")).toContain("(1::DOUBLE + (2::DOUBLE * pow(3::DOUBLE, 2::DOUBLE)))");
  expect(inSql("-a * 2 = 1")).toContain("((-c0) * 2::DOUBLE)");
  expect(inSql("not a = 1 and ok")).toBe("((NOT (c0 = 1::DOUBLE)) AND c2)");
  expect(inSql("a between 1 and 2 and ok")).toBe("((c0 BETWEEN 1::DOUBLE AND 2::DOUBLE) AND c2)");
  expect(inSql("not a in (1, 2) or ok")).toBe("((NOT (c0 IN (1::DOUBLE, 2::DOUBLE))) OR c2)");
});

test("quotes inside names and text are kept", () => {
  expect(inSql(`[b "c"] = 'it''s'`)).toBe("(c1 = 'it''s')");
  expect(inSql(`"b ""c""" = ''`)).toBe("(c1 = '')");
});

test.each([
  ["a +", "Formula, character 4: expected a value or a column, found its end."],
  ["a > 1); drop table x", 'Formula, character 7: ";" is not expected here.'],
  ["lenght(b)", "Formula, character 1: there is no function lenght; there is length."],
  ["qqqqqqqq(b)", "Formula, character 1: there is no function qqqqqqqq."],
  ["1 + round()", "Formula, character 5: expected round(x, [digits]), found no arguments."],
  ["log(1, 2)", "Formula, character 1: expected log(x), found 2 arguments."],
  ["concat()", "Formula, character 1: expected concat(text, …), found no arguments."],
  ["a between 1", 'Formula, character 12: expected "and" between the two bounds, found its end.'],
  ["a in ()", "Formula, character 3: expected in(x, y, …), found 1 argument."],
  ["'open", "Formula, character 1: this ' opens a text that does not end."],
  ["a = 12345678901234567890", "12345678901234567890 has more digits than numbers keep"],
  ["1e999", "Formula, character 1: 1e999 is larger than numbers can be."],
  ["(".repeat(121) + "a" + ")".repeat(121), "formulas lie in each other at most 120 deep"],
])("what is no formula is refused at its place: %s", (text, sentence) => {
  expect(() => inSql(text)).toThrow(sentence);
});

test("there are as many functions as the reference promises, each with a sentence of its own", () => {
  const names = Object.keys(formulaFunctions) as FunctionName[];
  expect(names.length).toBeGreaterThanOrEqual(60);
  expect(new Set(names.map((name) => formulaFunctions[name].says)).size).toBe(names.length);
});
