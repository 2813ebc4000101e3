import { expect, test } from "vitest";
import { mergeRanges, rangeLabels, roundEdges } from "./mask-ranges";

test("ranges of few rows are put together with the next, until each holds five", () => {
  expect(mergeRanges([1, 2, 3, 4], [3, 3, 3, 3, 3])).toEqual({ edges: [2], counts: [6, 9] });
  expect(mergeRanges([1, 2], [9, 9, 2])).toEqual({ edges: [1], counts: [9, 11] });
  expect(mergeRanges([1], [3, 1])).toEqual({ edges: [], counts: [4] });
});

test("edges are rounded away from values, and there are none where nothing varies", () => {
  expect(roundEdges([1_234.5678, 2_345.6789], 4_000, "number")).toEqual([1_200, 2_300]);
  expect(roundEdges([5, 5], 0, "number")).toEqual([]);
  expect(roundEdges(null, 1, "number")).toEqual([]);
});

test("the first and the last range have no end", () => {
  expect(rangeLabels([10, 20], "number")).toEqual(["below 10", "10 to 20", "20 and above"]);
  expect(rangeLabels([86_400_000], "date")).toEqual(["below 1970-01-02", "1970-01-02 and above"]);
});
