import { expect, test } from "vitest";
import { splits } from "./splits";

const names = { column: "c", into: "p" };
const found = (...pairs: [string, string][]) =>
  splits(
    pairs.map(([value, result]) => ({ value, result })),
    names,
  ).map(({ steps, column }) => {
    const [step] = steps as unknown as [{ separator: string; names: string[] }];
    return [step.separator, step.names.length, column];
  });

test("the separators and the part that make all examples are found", () => {
  expect(found(["Smith, John", "John"])).toContainEqual([", ", 2, "p 2"]);
  expect(found(["a/b/c", "b"])).toContainEqual(["/", 3, "p 2"]);
  expect(found(["a-b", "a"], ["c-d-e", "c"])).toEqual([["-", 2, "p 1"]]);
  expect(found(["a-b", "a"], ["c-d", "d"])).toEqual([]);
});

test("a last part that holds all that is left is only proposed where that is the result", () => {
  expect(found(["a-b-c", "b-c"])).toEqual([["-", 2, "p 2"]]);
  expect(found(["a-b", "b"], ["a-b-c", "b"])).toEqual([["-", 3, "p 2"]]);
});
