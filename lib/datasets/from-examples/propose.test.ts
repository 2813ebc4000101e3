import { expect, test } from "vitest";
import { stepsSchema } from "../recipe";
import { proposeSteps } from "./propose";

const names = { column: "c", into: "c part" };
const propose = (pairs: [string, string | null][], as: "text" | "number" | "date" | null = null) =>
  proposeSteps(
    pairs.map(([value, result]) => ({ value, result })),
    pairs.map(([value]) => value),
    as,
    names,
  );

test("steps are proposed the simplest first, the same ones every time, and each is one of a recipe", () => {
  for (const [value, result] of [
    ["12.5 km", "12.5"],
    ["3 Jan 2019", "2019-01-03"],
    ["Smith, John", "John"],
    ["1.234,50 EUR", "1234.5"],
    ["on 3 Jan 2019", "2019-01-03"],
  ] as const) {
    const made = propose([[value, result]]);
    expect(made).toEqual(propose([[value, result]]));
    expect(made.length).toBeLessThanOrEqual(60);
    const costs = made.map(({ cost }) => cost);
    expect(costs).toEqual(costs.toSorted((a, b) => a - b));
    for (const { steps } of made) expect(() => stepsSchema.parse(steps)).not.toThrow();
  }
});

test("results of one type alone are proposed where a person says which", () => {
  expect(new Set(propose([["12.5 km", "12.5"]], "text").map(({ type }) => type))).toEqual(new Set(["text"]));
  expect(propose([["12.5 km", "12.5"]])[0]!.type).toBe("number");
});

test("examples that contradict each other or are of another type are refused in words", () => {
  expect(() =>
    propose([
      ["a", "1"],
      ["a", null],
    ]),
  ).toThrow("“a” cannot become both “1” and missing");
  expect(() => propose([["a", "x"]], "number")).toThrow("“x” is no number; write it as 1234.5.");
  expect(() => propose([["a", null]])).toThrow("Say for one value at least");
});
