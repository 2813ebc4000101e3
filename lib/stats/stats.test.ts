import fc from "fast-check";
import { describe as group, expect, test } from "vitest";
import { cramersV, pearson, pearsonMatrix, spearman } from "./correlation";
import { describe, histogram } from "./describe";
import { argsort, midRanks } from "./sort";
import { clusterOrder } from "./cluster";
import { normal, seededRandom } from "./random";

const of = (...values: number[]) => Float64Array.from(values);
const doubles = fc
  .array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -3, max: 3 })), {
    maxLength: 200,
  })
  .map((values) => Float64Array.from(values));

group("sorting", () => {
  test("orders any doubles as comparison does, and leaves out what is missing", () => {
    fc.assert(
      fc.property(doubles, (values) => {
        const sorted = Array.from(argsort(values), (i) => values[i]!);
        return (
          sorted.every((value, i) => i === 0 || sorted[i - 1]! <= value) && sorted.length === values.length
        );
      }),
    );
    expect([...argsort(of(3, NaN, -1, NaN, 2))]).toEqual([2, 4, 0]);
    const random = seededRandom(5);
    const many = Float64Array.from({ length: 70_000 }, (_, i) =>
      i % 97 === 0 ? NaN : normal(random) * 10 ** (i % 9),
    );
    expect([...argsort(many)]).toEqual(
      [...many.keys()].filter((i) => !Number.isNaN(many[i])).sort((a, b) => many[a]! - many[b]! || a - b),
    );
  });

  test("ties share the middle of their ranks", () => {
    const values = of(10, 20, 10, 30, 20, 20);
    expect([...midRanks(values, argsort(values))]).toEqual([1.5, 4, 1.5, 6, 4, 4]);
  });
});

group("figures of a column", () => {
  test("are those worked out by hand", () => {
    const values = of(2, 4, 4, 4, 5, 5, 7, 9, NaN);
    const figures = describe(values, argsort(values));
    expect(figures).toMatchObject({
      count: 8,
      missing: 1,
      distinct: 5,
      min: 2,
      max: 9,
      mean: 5,
      quartiles: [4, 4.5, 5.5],
    });
    expect(figures.sd).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(figures.skewness).toBeCloseTo(42 / 8 / 8, 12);
  });

  test("have no meaning, rather than a wrong one, for an empty or a constant column", () => {
    expect(describe(of(NaN), argsort(of(NaN)))).toMatchObject({ count: 0, mean: null, quartiles: null });
    expect(describe(of(3, 3), argsort(of(3, 3)))).toMatchObject({
      mean: 3,
      sd: 0,
      skewness: null,
      kurtosis: null,
    });
  });

  test("lose no digits to a large offset", () => {
    const values = of(2458000.5, 2458000.50001, 2458000.49999);
    expect(describe(values, argsort(values)).sd).toBeCloseTo(1e-5, 9);
  });

  test("a histogram counts every value once, the greatest in the last bin", () => {
    const { counts, classCounts } = histogram(of(0, 1, 2, 3, 4, NaN), {
      min: 0,
      max: 4,
      bins: 2,
      inClass: Uint8Array.of(1, 0, 0, 0, 1, 1),
    });
    expect(counts).toEqual([2, 3]);
    expect(classCounts).toEqual([1, 1]);
  });
});

group("correlation", () => {
  test("of a straight line is exactly one, whatever the units", () => {
    const random = seededRandom(1);
    const km = Float64Array.from({ length: 5_000 }, () => normal(random) * 3 + 1e6);
    const feet = km.map((value) => value * 3_280.84);
    expect(Math.abs(pearson(km, feet))).toBeGreaterThan(1 - 1e-12);
  });

  test("is the same in blocks as one pair at a time", () => {
    const random = seededRandom(2);
    const columns = Array.from({ length: 7 }, () =>
      Float64Array.from({ length: 5_001 }, () => normal(random)),
    );
    const matrix = pearsonMatrix(columns);
    for (let a = 0; a < 7; a++)
      for (let b = 0; b < 7; b++)
        expect(matrix[a * 7 + b]).toBeCloseTo(a === b ? 1 : pearson(columns[a]!, columns[b]!), 12);
  });

  test("leaves out rows where one side is missing", () => {
    expect(pearson(of(1, 2, NaN, 3), of(2, 4, 100, 6))).toBeCloseTo(1, 12);
    expect(spearman(of(1, 2, 3, NaN), of(1, 4, 9, 0))).toBeCloseTo(1, 12);
    expect(pearson(of(1, NaN), of(NaN, 2))).toBeNaN();
  });

  test("Cramér's V is 1 for categories that determine each other and 0 for independent ones", () => {
    expect(cramersV([0, 0, 1, 1, 2], [1, 1, 0, 0, 2])).toBeCloseTo(1, 12);
    expect(cramersV([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(0, 12);
  });

  test("clustering puts alike columns side by side", () => {
    const far = Float64Array.from([0, 1, 0.1, 1, 1, 0, 1, 0.1, 0.1, 1, 0, 1, 1, 0.1, 1, 0]);
    const order = clusterOrder(far, 4);
    expect(Math.abs(order.indexOf(0) - order.indexOf(2))).toBe(1);
    expect(Math.abs(order.indexOf(1) - order.indexOf(3))).toBe(1);
  });
});
