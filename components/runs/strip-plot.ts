import * as Plot from "@observablehq/plot";
import { tick } from "@/lib/format";
import type { StripRun } from "./strip-runs";

/** About how large chart and letters are, in pixels, and of how many labels both sides are tried. */
const [chartWidth, chartHeight, letter, line, triedAtMost] = [200, 80, 6, 12, 10];

/**
 * One label an algorithm, at its first point: above it, or below, so that as few as can be cover each other.
 * There are few algorithms: every choice of sides is tried.
 */
export function labelPlaces(data: readonly Point[]): { below: boolean; points: Point[] }[] {
  const firsts = [...Map.groupBy(data, ({ algorithm }) => algorithm).values()].map(([first]) => first!);
  const x = scaleTo(
    chartWidth,
    data.map(({ milliseconds }) => Math.log10(milliseconds!)),
  );
  const y = scaleTo(
    chartHeight,
    data.map(({ f1 }) => f1),
  );
  const boxOf = (point: Point, below: boolean) => ({
    half: (point.algorithm.length * letter) / 2,
    middle: x(Math.log10(point.milliseconds!)),
    top: y(point.f1) + (below ? -11 : 9),
  });
  const isBelow = (sides: number, i: number) => ((sides >> i) & 1) === 1;
  let [best, fewest] = [0, Infinity];
  for (let sides = 0; sides < 2 ** Math.min(firsts.length, triedAtMost); sides++) {
    const covered = overlaps(firsts.map((point, i) => boxOf(point, isBelow(sides, i))));
    if (covered < fewest) [best, fewest] = [sides, covered];
  }
  return [false, true].map((below) => ({
    below,
    points: firsts.filter((_, i) => isBelow(best, i) === below),
  }));
}

/** How many pairs of labels cover each other. */
function overlaps(boxes: readonly { half: number; middle: number; top: number }[]): number {
  let count = 0;
  for (const [i, a] of boxes.entries())
    for (const b of boxes.slice(i + 1))
      if (Math.abs(a.middle - b.middle) < a.half + b.half && Math.abs(a.top - b.top) < line) count++;
  return count;
}

function scaleTo(length: number, values: readonly number[]): (value: number) => number {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return (value) => ((value - low) / (high - low || 1)) * length;
}

/** A run whose algorithm is known: the colour's one meaning in these charts. */
export type Point = StripRun & { algorithm: string };

const colours = [
  "var(--chart-1)",
  "var(--chart-2)",
  "var(--chart-3)",
  "var(--chart-4)",
  "var(--chart-5)",
  "var(--chart-6)",
];

/** F1 by the time of an answer; null with fewer than two runs whose time is known. */
export function timePlot(points: Point[], algorithms: string[]): Plot.PlotOptions | null {
  const data = points.filter(({ milliseconds }) => milliseconds !== null && milliseconds > 0);
  if (data.length < 2) return null;
  return {
    height: 136,
    marginLeft: 32,
    marginBottom: 24,
    marginRight: 8,
    insetLeft: 44,
    insetRight: 56,
    insetBottom: 8,
    x: { type: "log", label: "ms/row →", ticks: 4, tickFormat: "~g" },
    y: { label: null, grid: true, ticks: 4, tickFormat: tick },
    color: { domain: algorithms, range: colours },
    symbol: { domain: algorithms },
    marks: [
      Plot.dot(data, {
        x: "milliseconds",
        y: "f1",
        stroke: "algorithm",
        fill: "algorithm",
        symbol: "algorithm",
        r: 3.2,
        tip: true,
        title: ({ name, f1, milliseconds }: Point) =>
          `${name}\nF1 ${f1.toFixed(3)}\n${milliseconds?.toPrecision(2)} ms/row`,
      }),
      ...labelPlaces(data).map(({ below, points: labelled }) =>
        Plot.text(labelled, {
          x: "milliseconds",
          y: "f1",
          text: "algorithm",
          fill: "algorithm",
          dy: below ? 11 : -9,
          stroke: "var(--surface)",
          strokeWidth: 3,
          paintOrder: "stroke",
        }),
      ),
    ],
  };
}

/**
 * F1 by the number of neighbours, in the colour that their algorithm has in the charts beside;
 * null with fewer than three numbers.
 */
export function neighboursPlot(points: Point[], algorithms: string[]): Plot.PlotOptions | null {
  const data = points.filter(({ k }) => k !== null).toSorted((a, b) => a.k! - b.k!);
  if (data.length < 3 || new Set(data.map(({ k }) => k)).size < 3) return null;
  const stroke = colours[algorithms.indexOf(data[0]!.algorithm) % colours.length]!;
  return {
    height: 136,
    marginLeft: 32,
    marginBottom: 24,
    marginRight: 28,
    insetBottom: 4,
    x: { label: "k →", ticks: 6, labelArrow: "none" },
    y: { label: null, grid: true, ticks: 4, tickFormat: tick },
    marks: [
      Plot.line(data, { x: "k", y: "f1", stroke }),
      Plot.dot(data, {
        x: "k",
        y: "f1",
        stroke,
        fill: "var(--surface)",
        r: 3,
        tip: true,
        title: ({ name, f1 }: Point) => `${name}\nF1 ${f1.toFixed(3)}`,
      }),
    ],
  };
}

/**
 * The best of each algorithm; its interval where the counts of its test rows are known.
 * Null where there is nothing to rank.
 */
export function bestPlot(
  points: Point[],
  algorithms: string[],
): { options: Plot.PlotOptions; note: string } | null {
  if (algorithms.length < 2) return null;
  const data = algorithms.map((algorithm) =>
    points.filter((point) => point.algorithm === algorithm).reduce((a, b) => (b.f1 > a.f1 ? b : a)),
  );
  const order = data.toSorted((a, b) => b.f1 - a.f1).map(({ algorithm }) => algorithm);
  const known = data.flatMap(({ algorithm, interval }) => (interval ? [{ algorithm, ...interval }] : []));
  const note =
    known.length === data.length
      ? "exact 95 % interval"
      : known.length === 0
        ? "intervals unknown"
        : "exact 95 % interval where counts are known";
  const options: Plot.PlotOptions = {
    height: 136,
    marginLeft: 116,
    marginBottom: 24,
    x: { label: null, grid: true, ticks: 4, tickFormat: tick },
    y: { domain: order, label: null, tickSize: 0 },
    color: { domain: algorithms, range: colours },
    marks: [
      Plot.ruleY(known, { y: "algorithm", x1: "low", x2: "high", stroke: "algorithm", strokeWidth: 1.6 }),
      Plot.dot(data, { y: "algorithm", x: "f1", fill: "algorithm", r: 3.4 }),
    ],
  };
  return { options, note };
}
