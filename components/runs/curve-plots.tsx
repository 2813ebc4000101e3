"use client";

import { useMemo } from "react";
import { PlotFigure } from "@/components/charts/plot-figure";
import { curvePlot } from "./curve-plot";
import type { RunCurves } from "./curves";
import { RunKey } from "./run-key";

export function CurvePlots({ runs }: { runs: RunCurves[] }) {
  const roc = useMemo(
    () =>
      curvePlot(
        runs.map(({ place, roc: curve }) => ({ place, curve })),
        { x: "False positive rate →", y: "↑ True positive rate", diagonal: true },
      ),
    [runs],
  );
  const precisionRecall = useMemo(
    () =>
      curvePlot(
        runs.map(({ place, precisionRecall: curve }) => ({ place, curve })),
        { x: "Recall →", y: "↑ Precision", diagonal: false },
      ),
    [runs],
  );
  return (
    <>
      <RunKey runs={runs} />
      <div className="charts">
        <PlotFigure options={roc} caption="ROC curve" />
        <PlotFigure options={precisionRecall} caption="Precision against recall" />
      </div>
    </>
  );
}
