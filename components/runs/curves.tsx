"use client";

import dynamic from "next/dynamic";
import type { Curve } from "@/lib/ml/metrics";

export type RunCurves = { name: string; place: number; roc: Curve; precisionRecall: Curve };

const CurvePlots = dynamic(() => import("./curve-plots").then(({ CurvePlots: loaded }) => loaded), {
  ssr: false,
  loading: () => <div className="curves-wait" />,
});

/** ROC and precision against recall, one line a run or split. */
export function Curves({ runs }: { runs: RunCurves[] }) {
  return <CurvePlots runs={runs} />;
}
