import { expect, test } from "vitest";
import { bestPlot, neighboursPlot, timePlot, type Point } from "./strip-plot";

const point = (algorithm: string, f1: number, more: Partial<Point> = {}): Point => ({
  name: `${algorithm} ${f1}`,
  algorithm,
  f1,
  milliseconds: null,
  k: null,
  interval: null,
  ...more,
});
type Mark = { data: { name?: string; algorithm: string; k?: number }[] };
const marksOf = (plot: { marks?: unknown }) => plot.marks as Mark[];

test("runs whose time is unknown or nothing stand in no chart by time, and one alone makes none", () => {
  const known = point("tree", 0.8, { milliseconds: 0.1 });
  const odd = [point("tree", 0.9), point("tree", 0.7, { milliseconds: 0 })];
  expect(timePlot([known, ...odd], ["tree"])).toBeNull();
  const plot = timePlot([known, { ...known, f1: 0.6 }, ...odd], ["tree"])!;
  expect(marksOf(plot)[0]!.data).toHaveLength(2);
});

test("neighbours are drawn by their number, and only where there are three", () => {
  const by = (k: number) => point("k-nearest", 0.5 + k / 100, { k });
  expect(neighboursPlot([by(3), by(1), by(3)], ["k-nearest"])).toBeNull();
  const plot = neighboursPlot([by(5), by(1), by(3)], ["k-nearest"])!;
  expect(marksOf(plot)[0]!.data.map(({ k }) => k)).toEqual([1, 3, 5]);
});

test("the best of each algorithm is ranked, and one algorithm alone is not", () => {
  const points = [point("tree", 0.7), point("tree", 0.9), point("forest", 0.95)];
  expect(bestPlot(points, ["tree"])).toBeNull();
  const { options } = bestPlot(points, ["forest", "tree"])!;
  expect(options.y?.domain).toEqual(["forest", "tree"]);
  expect(marksOf(options)[1]!.data.map(({ name }) => name)).toEqual(["forest 0.95", "tree 0.9"]);
});

test.each([
  [[true, true], "exact 95 % interval"],
  [[false, false], "intervals unknown"],
  [[true, false], "exact 95 % interval where counts are known"],
])("what is not known of an interval is said: %j", (known, note) => {
  const [a, b] = known.map((is) => (is ? { low: 0.1, high: 0.9 } : null));
  const points = [point("a", 0.5, { interval: a! }), point("b", 0.6, { interval: b! })];
  expect(bestPlot(points, ["a", "b"])!.note).toBe(note);
});
