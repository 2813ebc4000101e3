import { expect, test } from "vitest";
import { textColumn, type Column } from "@/lib/frame/frame";
import { associationOf, countMissing, mostCategories } from "./association-of";

const numbers = (...cells: number[]): Column => ({
  name: "n",
  type: "number",
  values: Float64Array.from(cells),
});
const truth = (...cells: number[]): Column => ({
  name: "b",
  type: "boolean",
  values: Float64Array.from(cells),
});
const words = (...cells: (string | null)[]) => textColumn("t", cells, cells.length);

test("a target of any type goes together with a column of any type, rows without one left out", () => {
  const target = numbers(1, 2, 3, NaN);
  expect(associationOf(numbers(2, 4, 6, 100), target)).toEqual({ value: 1, method: "Pearson" });
  expect(associationOf(truth(0, 0, 1, 1), target)).toMatchObject({ method: "correlation ratio" });
  // Means 1.5 and 3 about 2: 1.5 of 2 between.
  expect(associationOf(words("a", "a", "b", "b"), target)!.value).toBeCloseTo(Math.sqrt(0.75), 12);
  expect(associationOf(target, words("a", "a", "b", "b"))!.value).toBeCloseTo(Math.sqrt(0.75), 12);
  expect(associationOf(words("x", "x", "y", null), words("a", "a", "b", "c"))).toEqual({
    value: 1,
    method: "Cramér’s V",
  });
});

test("what means nothing is not told: one value, or text of too many", () => {
  expect(associationOf(numbers(1, 1), numbers(1, 2))).toBeNull();
  const many = Array.from({ length: mostCategories + 1 }, (_, i) => `name ${i}`);
  const each = numbers(...many.map((_, i) => i));
  expect(associationOf(words(...many), each)).toBeNull();
});

test("missing cells of numbers and of text are counted", () => {
  expect([countMissing(numbers(1, NaN)), countMissing(words(null, "a", null))]).toEqual([1, 2]);
});
