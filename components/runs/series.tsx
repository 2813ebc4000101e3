"use client";

import dynamic from "next/dynamic";
import type { DrawnSeries } from "@/lib/runs/series";

const SeriesPlots = dynamic(() => import("./series-plots").then(({ SeriesPlots: loaded }) => loaded), {
  ssr: false,
  loading: () => <div className="curves-wait" />,
});

/** How metrics went over the steps of a run. */
export function Series({ series }: { series: DrawnSeries[] }) {
  return (
    <section className="sec" aria-labelledby="h-series">
      <div className="sec-head">
        <h2 id="h-series">Over the steps</h2>
      </div>
      <SeriesPlots series={series} />
    </section>
  );
}
