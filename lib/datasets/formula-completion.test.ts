import { expect, test } from "vitest";
import type { ColumnSchema } from "@/lib/frame/frame";
import { completeFormula, formulaState, functionAt } from "./formula-completion";
import { columnText } from "./formula-tokens";

const columns: ColumnSchema[] = [
  { name: "albedo", type: "number" },
  { name: "Absolute Magnitude", type: "number" },
  { name: "seen", type: "date" },
];
const offered = (text: string) => completeFormula(text, text.length, columns).options.map((one) => one.text);

test("a formula completes columns, quoted where they are several words, and then functions", () => {
  expect(offered("ab")).toEqual(['"Absolute Magnitude"', "abs("]);
  expect(offered("se").slice(0, 2)).toEqual(["seen", "second("]);
  expect(offered("1 + alb")).toEqual(["albedo"]);
  expect(offered('"Abs')).toEqual(['"Absolute Magnitude"']);
  expect(offered("[mag")).toEqual(['"Absolute Magnitude"']);
  expect(offered("log(")).toEqual(["albedo", '"Absolute Magnitude"', "seen"]);
});

test("nothing is offered inside of a text, or where an operator must follow", () => {
  expect(offered("seen = 'al")).toEqual([]);
  expect(offered("albedo ")).toEqual([]);
});

test("what is offered takes the place of what was begun, with its closing quote", () => {
  expect(completeFormula('"Abs" > 1', 4, columns)).toMatchObject({ from: 0, to: 5 });
  expect(completeFormula("1 + al", 6, columns)).toMatchObject({ from: 4, to: 6 });
});

test("the function under the caret, or around it, is explained", () => {
  expect(functionAt("round(albedo, 2)", 9)?.signature).toBe("round(x, [digits])");
  expect(functionAt("log(abs(albedo))", 5)?.signature).toBe("abs(x)");
  expect(functionAt("log(abs(albedo))", 16)).toBeNull();
  expect(functionAt("concat('round(', 'x')", 14)?.signature).toBe("concat(text, …)");
  expect(functionAt("log(albedo)", 1)?.example).toBe("log(1) = 0");
});

test("a formula says its type, or its mistake, while it is typed", () => {
  expect(formulaState(" ", columns)).toBeNull();
  expect(formulaState("seen - '2020-01-01'", columns)).toEqual({ type: "number" });
  expect(formulaState("albedo +", columns)).toMatchObject({ unfinished: true });
  expect(formulaState("concat('a", columns)).toMatchObject({ unfinished: true });
  expect(formulaState("albedo + 'a' + 1", columns)).toMatchObject({ unfinished: false, fault: { at: 9 } });
});

test("a column is named bare where it is one word and no word of formulas", () => {
  expect(["x1", "in", 'a "b"'].map(columnText)).toEqual(["x1", '"in"', '"a ""b"""']);
});
