import { expect, test } from "vitest";
import type { DrawnSeries } from "@/lib/runs/series";
import { seriesPlot } from "./series-plot";

const series = (by: "step" | "time", columns: DrawnSeries["columns"]): DrawnSeries => ({
  logged: "loss",
  by,
  columns,
  points: 4,
  notNumbers: 0,
  from: 0,
  to: 3,
});
const at = (place: number, low: number, high: number) => ({ at: place, low, high, count: 2 });
type Mark = { data: { at: number }[]; channels: Record<string, { value: unknown }> };
const marksOf = (plot: ReturnType<typeof seriesPlot>) => plot.marks as unknown as Mark[];

test("a peak inside a column of pixels is drawn as a stroke, and the line goes through the middle", () => {
  const [strokes, line] = marksOf(seriesPlot(series("step", [at(0, 1, 1), at(1, 0, 8)])));
  expect(strokes!.data.map((column) => column.at)).toEqual([1]);
  expect(line!.data.map((column) => column.at)).toEqual([0, 1]);
  const middle = line!.channels.y!.value as (column: object) => number;
  expect(line!.data.map(middle)).toEqual([1, 4]);
});

test("what is not finite is left out of the drawing, since the caption counts it", () => {
  const [strokes, line] = marksOf(
    seriesPlot(series("step", [at(0, 1, Infinity), at(1, NaN, NaN), at(2, 1, 2)])),
  );
  expect(strokes!.data.map((column) => column.at)).toEqual([2]);
  expect(line!.data.map((column) => column.at)).toEqual([2]);
});

test("a series whose steps are all the same goes by time, in UTC", () => {
  const plot = seriesPlot(series("time", [at(1_000, 1, 2)]));
  expect(plot.x).toMatchObject({ type: "utc", label: "Time →" });
  const place = marksOf(plot)[1]!.channels.x!.value as (column: object) => Date;
  expect(place({ at: 1_000 })).toEqual(new Date(1_000));
});
