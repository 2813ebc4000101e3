import { expect, test } from "vitest";
import type { Column } from "@/lib/frame/frame";
import { textColumn } from "@/lib/frame/frame";
import { columnDetail, pairFigures } from "./column-detail";

const numbers = (
  name: string,
  values: number[],
  type: "number" | "integer" | "boolean" | "date" = "number",
): Column => ({
  name,
  type,
  values: Float64Array.from(values),
});
// The same in numpy: i = arange(60); x = round(sin(1.7 i) 4, 1)
const x = Array.from({ length: 60 }, (_, i) => Math.round(Math.sin(i * 1.7) * 40) / 10);
const c = x.map((_, i) => ((i * 7) % 5) % 2);
const alone = { target: null, other: null, time: null };
const shape = { bins: 10, log: false };

test("quantiles, zeros and negatives are numpy's", () => {
  const detail = columnDetail(numbers("x", [...x, NaN]), 61, alone, shape);
  // numpy.quantile(x, [.01, .05, .1, .25, .5, .75, .9, .95, .99])
  const expected = [-4, -3.9, -3.71, -2.725, -0.15, 2.775, 3.8, 3.905, 4];
  detail.quantiles!.forEach(({ value }, i) => expect(value).toBeCloseTo(expected[i]!, 12));
  expect(detail).toMatchObject({ missing: 1, rows: 61, mad: expect.closeTo(2.75, 12) });
  expect(detail.iqr).toBeCloseTo(5.5, 12);
  expect(detail.zeros).toBe(x.filter((value) => value === 0).length);
  expect(detail.negatives).toBe(x.filter((value) => value < 0).length);
  expect(detail.histogram!.counts.reduce((sum, count) => sum + count, 0)).toBe(60);
});

test("outliers lie beyond Tukey's fences, and beyond three standard deviations", () => {
  const values = [...Array.from({ length: 99 }, (_, i) => i % 10), 1_000];
  const { tukey, z } = columnDetail(numbers("x", values, "integer"), 100, alone, shape);
  expect([tukey!.below, tukey!.above, z!.below, z!.above]).toEqual([0, 1, 0, 1]);
  expect(tukey!.high).toBeLessThan(25);
});

test("a logarithmic histogram says how many rows have no place on it", () => {
  const { histogram } = columnDetail(numbers("x", [-1, 0, 1, 20, 100, 100]), 6, alone, {
    bins: 2,
    log: true,
  });
  expect(histogram).toMatchObject({ from: 1, to: 100, left: 2, counts: [1, 3] });
});

test("bars are split by class of the target, rows without a label in none", () => {
  const target = textColumn("y", ["a", "b", "a", null], 4);
  const { histogram } = columnDetail(
    numbers("x", [0, 0, 1, 1]),
    4,
    { ...alone, target },
    { bins: 2, log: false },
  );
  expect(histogram!.byClass).toEqual([
    { name: "a", counts: [1, 1] },
    { name: "b", counts: [1, 0] },
  ]);
});

test("of a masked column no value is told that few rows have, nor a class of them", () => {
  const hashes = textColumn("h", ["a", "a", "a", "a", "a", "b", "c", null], 8);
  const masked = { bins: 2, log: false, masked: ["h"] };
  const told = columnDetail(hashes, 8, alone, masked);
  expect([told.top, told.distinct, told.missing]).toEqual([[{ value: "a", count: 5 }], 3, 1]);
  const beside = { ...alone, target: hashes };
  const { histogram } = columnDetail(numbers("x", [0, 0, 0, 1, 1, 1, 1, 1]), 8, beside, masked);
  expect(histogram!.byClass).toEqual([
    { name: "a", counts: [3, 2] },
    { name: "2 others", counts: [0, 2] },
  ]);
  const two = textColumn("h", [...Array.from({ length: 7 }, () => "a"), "b"], 8);
  const auc = (isMasked: boolean) => pairFigures(numbers("x", x.slice(0, 8)), two, () => isMasked).auc;
  expect([auc(true), auc(false)?.class]).toEqual([null, "b"]);
});

test("a pair is told by every figure that its types allow, over the rows that have both", () => {
  const target = numbers("c", c, "boolean");
  const figures = pairFigures(numbers("x", x), target);
  expect(figures.auc!.value).toBeCloseTo(0.4982638888888889, 12);
  expect(figures.f).toBeCloseTo(0.05165297319729637, 12);
  expect([figures.rows, figures.auc!.class, figures.cramersV]).toEqual([60, "true", null]);
  const words = textColumn(
    "w",
    x.map((value) => (value > 0 ? "up" : "down")),
    60,
  );
  expect(pairFigures(words, numbers("x", x)).f).toBeGreaterThan(10);
  expect(pairFigures(words, target)).toMatchObject({ pearson: null, kendall: null, auc: null });
  expect(pairFigures(words, target).cramersV).not.toBeNull();
});

test("means follow time, in bins of equal length", () => {
  const time = numbers("when", [0, 10, 20, 40], "date");
  const { overTime } = columnDetail(
    numbers("x", [1, 2, NaN, 4]),
    4,
    { ...alone, time: time as never },
    shape,
  );
  expect(overTime!.bins).toHaveLength(40);
  expect(overTime!.bins.filter(({ count }) => count > 0).map(({ mean }) => mean)).toEqual([1, 2, 4]);
});
