"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { callApi } from "@/components/ui/call-api";
import type { SeriesPage } from "@/lib/runs/series";

const SeriesPlots = dynamic(() => import("./series-plots").then(({ SeriesPlots: loaded }) => loaded), {
  ssr: false,
  loading: () => <div className="curves-wait" />,
});

/** How metrics went over the steps of a run: the first charts, and the others when they are asked for. */
export function Series({ api, first }: { api: string; first: SeriesPage }) {
  const [rest, setRest] = useState<SeriesPage>({ series: [], next: first.next });
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [known, setKnown] = useState(first);
  if (known !== first) {
    setKnown(first);
    if (rest.series.length === 0) setRest({ series: [], next: first.next });
  }

  async function more() {
    setPending(true);
    const answer = await callApi<SeriesPage>(
      "GET",
      `${api}/charts?${new URLSearchParams({ after: rest.next ?? "" })}`,
    );
    setPending(false);
    if (!answer.ok) return setError(answer.message);
    setError(null);
    setRest({ series: [...rest.series, ...answer.value.series], next: answer.value.next });
  }

  return (
    <section className="sec" aria-labelledby="h-series">
      <div className="sec-head">
        <h2 id="h-series">Metrics over time</h2>
      </div>
      <SeriesPlots series={[...first.series, ...rest.series]} />
      {rest.next === null ? null : (
        <p className="list-foot t3 s12">
          <span className="num">{first.series.length + rest.series.length} charts shown</span>
          <button type="button" className="btn quiet" disabled={pending} onClick={() => void more()}>
            Show more charts
          </button>
        </p>
      )}
      <ErrorNote message={error} />
    </section>
  );
}
