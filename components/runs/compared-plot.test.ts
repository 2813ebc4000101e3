import { expect, test } from "vitest";
import type { ComparedSeries } from "@/lib/runs/compared-series";
import { comparedCaption, comparedPlot } from "./compared-plot";

const line = (run: string, by: "step" | "time", notNumbers = 0): ComparedSeries["runs"][number] => ({
  run,
  by,
  columns: [
    { at: 0, low: 1, high: 1, count: 1 },
    { at: 1, low: 0, high: 4, count: 3 },
  ],
  points: 4,
  notNumbers,
  from: 0,
  to: 1,
});
type Mark = { data: unknown[]; stroke?: string };
const marksOf = (series: ComparedSeries, places: [string, number][]) =>
  comparedPlot(series, new Map(places)).marks as unknown as Mark[];

test("a run keeps the colour of its place, whichever runs have the metric", () => {
  const series = { logged: "loss", runs: [line("b", "step"), line("c", "step")] };
  const strokes = marksOf(series, [
    ["a", 0],
    ["b", 1],
    ["c", 2],
  ]).map(({ stroke }) => stroke);
  expect(strokes).toEqual(["var(--chart-2)", "var(--chart-2)", "var(--chart-3)", "var(--chart-3)"]);
});

test("runs by time are not drawn over steps, and the caption says what is left out", () => {
  const series = { logged: "loss", runs: [line("a", "step", 2), line("b", "time")] };
  expect(marksOf(series, [["a", 0]])).toHaveLength(2);
  expect(comparedCaption(series, 4)).toBe(
    [
      "loss",
      "2 of 4 runs log no steps of it",
      "1 logged by time alone are not drawn",
      "2 values are not a number",
    ].join(" · "),
  );
  expect(comparedCaption({ logged: "loss", runs: [line("a", "step")] }, 1)).toBe("loss");
});
