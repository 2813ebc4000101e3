import { expect, test } from "vitest";
import { textColumn, type NumericColumn } from "@/lib/frame/frame";
import { describe } from "@/lib/stats/describe";
import { argsort } from "@/lib/stats/sort";
import { numberFigures, wordFigures } from "./variable-figures";

function figuresOf(type: NumericColumn["type"], ...cells: number[]) {
  const values = Float64Array.from(cells);
  const order = argsort(values).slice();
  return numberFigures({ name: "x", type, values }, order, describe(values, order));
}

test("a column of numbers is described as pandas and scipy do", () => {
  // s = pandas.Series([3, -1, 0, 0, nan, 10, 2.5]); scipy.stats.median_abs_deviation(s.dropna())
  const figures = figuresOf("number", 3, -1, 0, 0, NaN, 10, 2.5);
  expect(figures).toMatchObject({ iqr: 2.875, mad: 1.5, range: 11, zeros: 2, negatives: 1, singles: 4 });
  expect(figures.variance).toBeCloseTo(16.241666666666667, 12);
  expect(figures.variation).toBeCloseTo(1.6676255664046757, 12);
  expect(figures.sum).toBeCloseTo(14.5, 12);
  expect(figures.quantiles!.map(({ value }) => value)).toEqual([-0.75, 0, 1.25, 2.875, 8.25]);
  expect(figures.top[0]).toEqual({ value: "0", count: 2 });
  expect(figures.lowest![0]).toEqual({ value: "-1", count: 1 });
  expect(figures.highest![0]).toEqual({ value: "10", count: 1 });
  expect(figures.bins!.counts.reduce((sum, count) => sum + count)).toBe(6);
  expect([figures.bins!.from, figures.bins!.to, figures.bins!.counts.at(-1)]).toEqual([-1, 10, 1]);
});

test("the order in which values come is told, missing cells left out", () => {
  const orders = [[1, 2, NaN, 4], [1, 1, 2], [3, 2], [3, 3, 1], [1, 3, 2], [7, 7], [NaN]];
  expect(orders.map((cells) => figuresOf("integer", ...cells).monotony)).toEqual([
    "strictly increasing",
    "increasing",
    "strictly decreasing",
    "decreasing",
    null,
    null,
    null,
  ]);
});

test("truth values, dates and empty columns get only the figures that mean something", () => {
  expect(figuresOf("boolean", 1, 0, 1)).toMatchObject({
    quantiles: null,
    sum: null,
    bins: null,
    lowest: null,
  });
  expect(figuresOf("boolean", 1, 0, 1).top).toEqual([
    { value: "true", count: 2 },
    { value: "false", count: 1 },
  ]);
  const day = Date.UTC(2020, 0, 2);
  expect(figuresOf("date", day).lowest).toEqual([{ value: "2020-01-02T00:00:00.000Z", count: 1 }]);
  expect(figuresOf("date", day)).toMatchObject({ zeros: null, variance: null, range: 0 });
  expect(figuresOf("number", NaN)).toMatchObject({
    quantiles: null,
    mad: null,
    sum: null,
    bins: null,
    top: [],
  });
});

test("text is counted by its values, lengths in code points, words and characters", () => {
  const cells = ["red fox", "red", null, "🦊 fox", "red", ""];
  const figures = wordFigures(textColumn("t", cells, cells.length));
  expect(figures.top.slice(0, 2)).toEqual([
    { value: "red", count: 2 },
    { value: "", count: 1 },
  ]);
  expect(figures.singles).toBe(3);
  expect(figures.text).toMatchObject({
    lengths: { min: 0, median: 3, mean: 3.6, max: 7 },
    characters: 18,
    distinctCharacters: 8,
    words: [
      { value: "red", count: 3 },
      { value: "fox", count: 2 },
      { value: "🦊", count: 1 },
    ],
  });
  expect(wordFigures(textColumn("t", [null], 1))).toMatchObject({ text: null, top: [] });
});
