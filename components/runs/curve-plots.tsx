"use client";

import { useMemo } from "react";
import { PlotFigure } from "@/components/charts/plot-figure";
import { colours, curvePlot, dashes } from "./curve-plot";
import type { RunCurves } from "./curves";

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
