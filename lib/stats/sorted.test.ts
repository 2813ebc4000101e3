import fc from "fast-check";
import { expect, test } from "vitest";
import { countEqual, countOutside, countSingles, extremes, medianDeviation, topRuns } from "./sorted";

const sorted = Float64Array.of(-3, -3, 0, 0, 0, 1, 4, 4, 9);
const some = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 60 });
const inOrder = (values: number[]) => Float64Array.from(values).sort();

test("values are counted as they stand in order", () => {
  expect([countEqual(sorted, 0), countEqual(sorted, 2), countSingles(sorted)]).toEqual([3, 0, 2]);
  expect(countOutside(sorted, -1, 4)).toEqual({ low: -1, high: 4, below: 2, above: 1 });
  expect(extremes(sorted, 2)).toEqual({
    lowest: [
      { value: -3, count: 2 },
      { value: 0, count: 3 },
    ],
    highest: [
      { value: 9, count: 1 },
      { value: 4, count: 2 },
    ],
  });
  expect(extremes(Float64Array.of(), 2)).toEqual({ lowest: [], highest: [] });
});

test("the most frequent values are those of a whole sort, the least first among equals", () => {
  fc.assert(
    fc.property(some, (values) => {
      const counts = new Map<number, number>();
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
      const all = [...counts].map(([value, count]) => ({ value, count }));
      const wanted = all.sort((a, b) => b.count - a.count || a.value - b.value).slice(0, 4);
      expect(topRuns(inOrder(values), 4)).toEqual(wanted);
    }),
  );
});

test("the median of distances from the median is that of all distances in order", () => {
  const middle = (values: Float64Array) =>
    (values[Math.floor((values.length - 1) / 2)]! + values[Math.floor(values.length / 2)]!) / 2;
  fc.assert(
    fc.property(some, (values) => {
      const ascending = inOrder(values);
      const median = middle(ascending);
      const wanted = middle(ascending.map((value) => Math.abs(value - median)).sort());
      expect(medianDeviation(ascending)).toBeCloseTo(wanted, 12);
    }),
  );
  expect(medianDeviation(Float64Array.of())).toBeNaN();
  // scipy.stats.median_abs_deviation([1.5, -2, 0.25, 8, 3, 3, -7.5])
  expect(medianDeviation(Float64Array.of(-7.5, -2, 0.25, 1.5, 3, 3, 8))).toBe(1.5);
});
