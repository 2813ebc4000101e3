"use client";

import * as Plot from "@observablehq/plot";
import { useMemo } from "react";
import { PlotFigure } from "@/components/charts/plot-figure";
import { integer, tick } from "@/lib/format";
import type { DrawnSeries } from "@/lib/runs/series";

/**
 * One chart a metric: the line of its values, and in each column of pixels a stroke from the least to the
 * greatest, so that no peak is lost.
 */
export function SeriesPlots({ series }: { series: DrawnSeries[] }) {
  return (
    <div className="charts">
      {series.map((one) => (
        <SeriesPlot key={one.logged} series={one} />
      ))}
    </div>
  );
}

function SeriesPlot({ series }: { series: DrawnSeries }) {
  const options = useMemo(() => seriesPlot(series), [series]);
  const missing = series.notNumbers > 0 ? `, ${integer(series.notNumbers)} of them not a number` : "";
  return (
    <PlotFigure options={options} caption={`${series.logged}: ${integer(series.points)} points${missing}`} />
  );
}

/** The chart as data. */
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
