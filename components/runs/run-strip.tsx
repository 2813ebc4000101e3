"use client";

import dynamic from "next/dynamic";
import type { StripRun } from "./strip-plots";

const StripPlots = dynamic(() => import("./strip-plots").then(({ StripPlots: loaded }) => loaded), {
  ssr: false,
  loading: () => <div className="strip-wait" />,
});

/** Charts of the runs in view; the plotting code comes only where there is something to plot. */
export function RunStrip({ runs }: { runs: StripRun[] }) {
  const measured = runs.filter(({ metrics }) =>
    metrics.some(({ key, split }) => key === "f1" && split === "test"),
  );
  if (measured.length < 2) return null;
  return (
    <section className="strip" tabIndex={0} aria-label="Charts of the runs shown">
      <StripPlots runs={measured} />
    </section>
  );
}
