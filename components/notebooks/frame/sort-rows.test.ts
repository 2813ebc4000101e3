import { expect, test } from "vitest";
import { sortedRows } from "./sort-rows";

const sorted = (values: unknown[], isDescending = false) =>
  [...order(values, isDescending)].map((row) => values[row]);
const order = (values: unknown[], isDescending: boolean) =>
  Array.from(sortedRows(values.length, (row) => values[row], isDescending));

test("numbers sort by size, text by its letters, times by when they are", () => {
  expect(sorted([10, 9, -1, 2.5])).toEqual([-1, 2.5, 9, 10]);
  expect(sorted(["b", "a", "10", "9"], true)).toEqual(["b", "a", "9", "10"]);
  expect(sorted([new Date(5), new Date(3)])).toEqual([new Date(3), new Date(5)]);
  expect(sorted([9007199254740993n, 9007199254740992n])).toEqual([9007199254740992n, 9007199254740993n]);
});

test("what is missing comes last both ways, and equal values stay in their order", () => {
  const values = [3, null, 1, Number.NaN, 3, undefined];
  expect(order(values, false)).toEqual([2, 0, 4, 1, 3, 5]);
  expect(order(values, true)).toEqual([0, 4, 2, 1, 3, 5]);
  expect(order(["b", null, "a", "b"], true)).toEqual([0, 3, 2, 1]);
  expect(order([0, -0, 0], true)).toEqual([0, 1, 2]);
});
