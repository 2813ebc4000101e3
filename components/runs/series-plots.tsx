"use client";

import { useMemo } from "react";
import { PlotFigure } from "@/components/charts/plot-figure";
import { integer } from "@/lib/format";
import type { DrawnSeries } from "@/lib/runs/series";
import { seriesPlot } from "./series-plot";

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
