"use client";

import type * as Plot from "@observablehq/plot";
import { useMemo } from "react";
import { PlotFigure } from "@/components/charts/plot-figure";
import { bestPlot, neighboursPlot, timePlot } from "./strip-plot";
import type { StripRun } from "./strip-runs";

export function StripPlots({ runs }: { runs: StripRun[] }) {
  const points = useMemo(
    () => runs.flatMap((run) => (run.algorithm === null ? [] : [{ ...run, algorithm: run.algorithm }])),
    [runs],
  );
  const algorithms = useMemo(() => [...new Set(points.map(({ algorithm }) => algorithm))].sort(), [points]);
  const byTime = useMemo(() => timePlot(points, algorithms), [points, algorithms]);
  const byK = useMemo(() => neighboursPlot(points, algorithms), [points, algorithms]);
  const best = useMemo(() => bestPlot(points, algorithms), [points, algorithms]);
  return (
    <>
      {byTime ? (
        <Panel title="F1 on test by answer time" options={byTime} caption="F1 on test by answer time" />
      ) : null}
      {byK ? (
        <Panel title="F1 on test by neighbours" options={byK} caption="F1 on test by number of neighbours" />
      ) : null}
      {best ? (
        <Panel
          title="Best F1 of each algorithm"
          note={best.note}
          options={best.options}
          caption={`Best F1 of each algorithm, ${best.note}`}
        />
      ) : null}
    </>
  );
}

function Panel({
  title,
  note,
  options,
  caption,
}: {
  title: string;
  note?: string;
  options: Plot.PlotOptions;
  caption: string;
}) {
  return (
    <div className="strip-panel">
      <h2>
        {title} {note ? <span className="t3 font-normal">{note}</span> : null}
      </h2>
      <PlotFigure options={options} caption={caption} hideCaption />
    </div>
  );
}
