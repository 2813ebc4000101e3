import * as Plot from "@observablehq/plot";
import { integer, tick } from "@/lib/format";
import type { ComparedSeries } from "@/lib/runs/compared-series";
import { colours, dashes } from "./curve-plot";

type Line = ComparedSeries["runs"][number];

/** The runs of a metric that one chart can hold: by step where any has steps, else by time. */
function drawn({ runs }: ComparedSeries): { by: "step" | "time"; lines: Line[] } {
  const by = runs.some((line) => line.by === "step") ? "step" : "time";
  return { by, lines: runs.filter((line) => line.by === by) };
}

/** One metric of several runs: a line each through the middles of its columns of pixels. */
export function comparedPlot(series: ComparedSeries, places: ReadonlyMap<string, number>): Plot.PlotOptions {
  const { by, lines } = drawn(series);
  const x = by === "time" ? (column: { at: number }) => new Date(column.at) : "at";
  return {
    height: 200,
    marginLeft: 56,
    x: { label: by === "time" ? "Time →" : "Step →", ticks: 5, ...(by === "time" ? { type: "utc" } : {}) },
    y: { label: null, ticks: 5, grid: true, tickFormat: tick },
    marks: lines.flatMap(({ run, columns }) => {
      const place = places.get(run) ?? 0;
      const stroke = colours[place % 10]!;
      const drawable = columns.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
      return [
        Plot.ruleX(
          drawable.filter(({ low, high }) => high > low),
          { x, y1: "low", y2: "high", stroke, strokeOpacity: 0.45 },
        ),
        Plot.lineY(drawable, {
          x,
          y: ({ low, high }: { low: number; high: number }) => (low + high) / 2,
          stroke,
          strokeDasharray: dashes[place % 4]!,
          strokeWidth: 1.6,
        }),
      ];
    }),
  };
}

/** What a chart shows and what it leaves out: runs without the metric, runs by time, values that are none. */
export function comparedCaption(series: ComparedSeries, compared: number): string {
  const { lines } = drawn(series);
  const byTime = series.runs.length - lines.length;
  const without = compared - series.runs.length;
  const notNumbers = lines.reduce((sum, line) => sum + line.notNumbers, 0);
  return [
    series.logged,
    ...(without > 0 ? [`${integer(without)} of ${integer(compared)} runs log no steps of it`] : []),
    ...(byTime > 0 ? [`${integer(byTime)} logged by time alone are not drawn`] : []),
    ...(notNumbers > 0 ? [`${integer(notNumbers)} values are not a number`] : []),
  ].join(" · ");
}
