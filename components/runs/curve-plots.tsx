"use client";

import * as Plot from "@observablehq/plot";
import { useMemo } from "react";
import { PlotFigure } from "@/components/charts/plot-figure";
import type { Curve } from "@/lib/ml/metrics";
import type { RunCurves } from "./curves";

const colours = Array.from({ length: 10 }, (_, i) => `var(--chart-${i + 1})`);
const dashes = ["", "5 2.5", "1.5 2.5", "8 3 2 3"];

export function CurvePlots({ runs }: { runs: RunCurves[] }) {
  const roc = useMemo(
    () =>
      curvePlot(
        runs.map(({ name, roc: curve }) => ({ name, curve })),
        { x: "False positive rate →", y: "↑ True positive rate", diagonal: true },
      ),
    [runs],
  );
  const precisionRecall = useMemo(
    () =>
      curvePlot(
        runs.map(({ name, precisionRecall: curve }) => ({ name, curve })),
        { x: "Recall →", y: "↑ Precision", diagonal: false },
      ),
    [runs],
  );
  return (
    <>
      <ul className="row flex-wrap mt-4">
        {runs.map(({ name }, i) => (
          <li key={name} className="key s12" style={{ color: colours[i % 10] }}>
            <svg width="18" height="8" aria-hidden="true">
              <path d="M0 4h18" stroke="currentColor" strokeWidth="2" strokeDasharray={dashes[i % 4]} />
            </svg>
            <span>{name}</span>
          </li>
        ))}
      </ul>
      <div className="charts">
        <PlotFigure options={roc} caption="ROC curve" />
        <PlotFigure options={precisionRecall} caption="Precision against recall" />
      </div>
    </>
  );
}

/** The chart as data. */
export function curvePlot(
  lines: { name: string; curve: Curve }[],
  { x, y, diagonal }: { x: string; y: string; diagonal: boolean },
): Plot.PlotOptions {
  return {
    height: 240,
    marginLeft: 40,
    x: { label: x, domain: [0, 1], ticks: 5 },
    y: { label: y, domain: [0, 1], ticks: 5, grid: true },
    marks: [
      ...(diagonal
        ? [
            Plot.line(
              [
                [0, 0],
                [1, 1],
              ],
              { stroke: "var(--chart-grid)", strokeDasharray: "3 3" },
            ),
          ]
        : []),
      ...lines.map(({ curve }, i) =>
        Plot.line(
          curve.x.map((value, j) => [value, curve.y[j]!]),
          { stroke: colours[i % 10]!, strokeDasharray: dashes[i % 4]!, strokeWidth: 1.8 },
        ),
      ),
    ],
  };
}
