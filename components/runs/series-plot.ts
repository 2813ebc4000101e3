import * as Plot from "@observablehq/plot";
import { tick } from "@/lib/format";
import type { DrawnSeries } from "@/lib/runs/series";

/**
 * A series by step or time: a line through the middles, and a
 * stroke where a column of pixels holds more than one value.
 */
export function seriesPlot({ by, columns }: DrawnSeries): Plot.PlotOptions {
  const drawable = columns.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  const x = by === "time" ? (column: { at: number }) => new Date(column.at) : "at";
  return {
    height: 200,
    marginLeft: 56,
    x: { label: by === "time" ? "Time →" : "Step →", ticks: 5, ...(by === "time" ? { type: "utc" } : {}) },
    y: { label: null, ticks: 5, grid: true, tickFormat: tick },
    marks: [
      Plot.ruleX(
        drawable.filter(({ low, high }) => high > low),
        { x, y1: "low", y2: "high", stroke: "var(--chart-1)" },
      ),
      Plot.lineY(drawable, {
        x,
        y: ({ low, high }: { low: number; high: number }) => (low + high) / 2,
        stroke: "var(--chart-1)",
        strokeWidth: 1.6,
      }),
    ],
  };
}
