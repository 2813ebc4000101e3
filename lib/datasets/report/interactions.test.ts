import { expect, test } from "vitest";
import { interactionOf, mostPoints, strongestPairs } from "./interactions";

const matrix = {
  columns: ["a", "b", "copy", "d"],
  values: [
    [1, 0.2, 0.99, -0.9],
    [0.2, 1, 0.2, null],
    [0.99, 0.2, 1, -0.9],
    [-0.9, null, -0.9, 1],
  ],
};

test("the strongest pairs come first, without columns that repeat another", () => {
  expect(strongestPairs(matrix, new Set(["copy"])).slice(0, 2)).toEqual([
    ["a", "d"],
    ["a", "b"],
  ]);
  expect(strongestPairs(null, new Set())).toEqual([]);
});

test("points are of rows that have both values, all of them or a sample that says of how many", () => {
  const few = interactionOf(["x", "y"], Float64Array.of(1, NaN, 3), Float64Array.of(4, 5, 6));
  expect(few).toEqual({
    x: "x",
    y: "y",
    rows: 2,
    points: [
      [1, 4],
      [3, 6],
    ],
  });
  const long = Float64Array.from({ length: 20_000 }, (_, i) => i);
  const many = interactionOf(["x", "y"], long, long);
  expect(many.rows).toBe(20_000);
  expect(many.points.length).toBeLessThanOrEqual(mostPoints);
  expect(many.points.length).toBeGreaterThan(mostPoints * 0.85);
});
