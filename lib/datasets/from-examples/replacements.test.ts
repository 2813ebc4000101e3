import { expect, test } from "vitest";
import { cleanings, replacements } from "./replacements";

const steps = (made: readonly { steps: readonly unknown[] }[]) => made.flatMap(({ steps: some }) => some);
const replaced = (...pairs: [string, string][]) =>
  steps(
    replacements(
      pairs.map(([value, result]) => ({ value, result })),
      "c",
    ),
  ).map((step) => {
    const { find, by } = step as { find: string; by: string };
    return [find, by];
  });

test("the shortest text that makes all examples by being replaced is found", () => {
  expect(replaced(["12.5 km", "12.5"], ["3 km", "3"])).toEqual([[" km", ""]]);
  expect(replaced(["1-2-3", "1 2 3"])).toContainEqual(["-", " "]);
  expect(replaced(["a", "b"])).toEqual([]);
});

test("kinds of letters are taken away by a pattern", () => {
  expect(replaced(["(555) 123-4567", "5551234567"])).toContainEqual([String.raw`\D+`, ""]);
  expect(replaced(["007", "7"])).toContainEqual(["^0+", ""]);
  expect(replaced(["same", "same"])).toEqual([]);
});

test("white space and case are cleaned where nothing else differs", () => {
  const found = steps(cleanings([{ value: " A  b ", result: "a b" }], "c"));
  expect(found).toContainEqual({
    kind: "clean-text",
    columns: ["c"],
    trim: true,
    spaces: true,
    case: "lower",
  });
  expect(cleanings([{ value: "a", result: "b" }], "c")).toEqual([]);
});
