"use client";

import { useMemo } from "react";
import { PlotFigure } from "@/components/charts/plot-figure";
import type { ComparedSeries } from "@/lib/runs/compared-series";
import { comparedCaption, comparedPlot } from "./compared-plot";

type Props = { series: ComparedSeries[]; places: ReadonlyMap<string, number> };

/** One chart a metric, with a line for each run. */
export function ComparedPlots({ series, places }: Props) {
  return (
    <div className="charts">
      {series.map((one) => (
        <ComparedChart key={one.logged} series={one} places={places} />
      ))}
    </div>
  );
}

function ComparedChart({ series, places }: { series: ComparedSeries } & Pick<Props, "places">) {
  const options = useMemo(() => comparedPlot(series, places), [series, places]);
  return <PlotFigure options={options} caption={comparedCaption(series, places.size)} />;
}
