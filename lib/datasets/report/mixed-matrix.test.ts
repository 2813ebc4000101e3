import { expect, test } from "vitest";
import { mixedMatrix } from "./mixed-matrix";

const values = Float64Array.of(1, 2, 9, 10, NaN, 4);
const codes = Int8Array.of(0, 0, 1, 1, 0, -1);

test("numbers and categories stand in one matrix, from 0 to 1", () => {
  const correlations = {
    pearson: null,
    spearman: {
      columns: ["x", "y"],
      values: [
        [1, -0.5],
        [-0.5, 1],
      ],
    },
    cramersV: null,
  };
  const room = {
    numeric: new Map([
      ["x", values],
      ["y", values],
    ]),
    codes: new Map([["k", codes]]),
  };
  const matrix = mixedMatrix(correlations, room, { numbers: ["x", "y"], categories: ["k"] })!;
  const at = (a: string, b: string) => matrix.values[matrix.columns.indexOf(a)]![matrix.columns.indexOf(b)];
  expect([at("x", "y"), at("k", "k")]).toEqual([0.5, 1]);
  expect(at("k", "x")).toBeCloseTo(Math.sqrt(64 / 65), 12);
  expect(at("x", "k")).toBe(at("k", "x"));
  expect(mixedMatrix(correlations, room, { numbers: ["x"], categories: [] })).toBeNull();
  // A single number beside a single category is in no other matrix, and in this one.
  const alone = { pearson: null, spearman: null, cramersV: null };
  expect(mixedMatrix(alone, room, { numbers: ["x"], categories: ["k"] })!.columns).toHaveLength(2);
});
