"use client";

import dynamic from "next/dynamic";
import type { RunRow } from "@/lib/runs/queries";
import type { Interval } from "@/lib/runs/f1-intervals";
import type { Taken } from "./run-cells";
import { stripRuns } from "./strip-runs";

type Props = {
  runs: readonly RunRow[];
  taken: Taken;
  intervals: Readonly<Record<string, Interval>>;
};

const StripPlots = dynamic(() => import("./strip-plots").then(({ StripPlots: loaded }) => loaded), {
  ssr: false,
  loading: () => <div className="strip-wait" />,
});

/** Charts of the runs in view; the plotting code comes only where there is something to plot. */
export function RunStrip({ runs, taken, intervals }: Props) {
  const measured = stripRuns(runs, taken.f1 ?? [], intervals);
  if (measured.length < 2) return null;
  return (
    <section className="strip" tabIndex={0} aria-label="Charts of the runs shown">
      <StripPlots runs={measured} />
    </section>
  );
}
