import { expect, test } from "vitest";
import { pearsonMatrix } from "./correlation";
import { partOf, wholeOf, type StoredSeries } from "./series";

const values = Float64Array.from({ length: 5_000 }, (_, i) => Math.sin(i) * 1e6 + i);
const others = Float64Array.from({ length: 5_000 }, (_, i) => Math.cos(i * 1.7) - i / 3);
const stored = (of: Float64Array): StoredSeries => ({
  length: of.length,
  part: (start, rows) => of.slice(start, start + rows),
});

test("a series in memory and one that is kept elsewhere give the same parts", () => {
  expect([...partOf(values, 10, 3)]).toEqual([...partOf(stored(values), 10, 3)]);
  expect(wholeOf(stored(values))).toEqual(values);
  expect(wholeOf(values)).toBe(values);
  expect([...wholeOf(Float32Array.of(1.5, 2))]).toEqual([1.5, 2]);
});

test("correlations of columns that are kept elsewhere are to the bit those of columns in memory", () => {
  expect(pearsonMatrix([stored(values), stored(others)])).toEqual(pearsonMatrix([values, others]));
});
