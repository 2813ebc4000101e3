"use client";

import { useMemo } from "react";
import { PlotFigure } from "@/components/charts/plot-figure";
import type { ColumnDetail } from "@/lib/datasets/column-detail";
import { integer } from "@/lib/format";
import { histogramPlot, timePlot } from "./histogram-plot";

/** The charts of a column: its histogram, by class of the target, and its course over time. */
export function ColumnCharts({ detail, unit }: { detail: ColumnDetail; unit: string | undefined }) {
  const { name, type, histogram, overTime } = detail;
  const bars = useMemo(
    () => (histogram ? histogramPlot(histogram, { name, type, unit }) : null),
    [histogram, name, type, unit],
  );
  const line = useMemo(() => (overTime ? timePlot(overTime, name) : null), [overTime, name]);
  const classes = histogram?.byClass;
  return (
    <>
      {bars && histogram ? (
        <section className="sec" aria-labelledby="h-histogram">
          <div className="sec-head">
            <h2 id="h-histogram">Distribution</h2>
            {classes ? (
              <span className="row s12 key-choice">
                {classes.map((side, i) => (
                  <span key={side.name} className="key">
                    <i style={{ background: `var(--chart-${i === 0 ? "muted" : i + 1})` }} />
                    <span>{side.name}</span>
                  </span>
                ))}
              </span>
            ) : null}
          </div>
          <PlotFigure
            options={bars}
            caption={
              `${name} in ${histogram.counts.length} bins of equal ${histogram.log ? "ratio" : "width"}` +
              (histogram.left > 0
                ? `; ${integer(histogram.left)} rows of 0 or less have no place on it`
                : "") +
              `${classes ? "; rows without a class are left out" : ""}`
            }
          />
        </section>
      ) : null}
      {line && overTime ? (
        <section className="sec" aria-labelledby="h-time">
          <div className="sec-head">
            <h2 id="h-time">Over {overTime.column}</h2>
          </div>
          <PlotFigure
            options={line}
            caption={`${name} over ${overTime.column}, ${overTime.bins.length} bins`}
          />
        </section>
      ) : null}
    </>
  );
}
