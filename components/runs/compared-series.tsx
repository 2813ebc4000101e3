"use client";

import dynamic from "next/dynamic";
import { useEffect, useMemo, useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { callApi } from "@/components/ui/call-api";
import type { ComparedSeriesPage } from "@/lib/runs/compared-series";
import { RunKey } from "./run-key";

const ComparedPlots = dynamic(() => import("./compared-plots").then(({ ComparedPlots: loaded }) => loaded), {
  ssr: false,
  loading: () => <div className="curves-wait" />,
});

type Props = { slug: string; runs: { uid: string; name: string }[] };

/** How the metrics of compared runs went over their steps: first some charts, then others when asked. */
export function ComparedSeries({ slug, runs }: Props) {
  const ids = runs.map(({ uid }) => uid).join(",");
  const places = useMemo(() => new Map(ids.split(",").map((uid, place) => [uid, place])), [ids]);
  const [page, setPage] = useState<ComparedSeriesPage>({ series: [], next: 0 });
  const [asked, setAsked] = useState(0);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    const stop = new AbortController();
    const query = new URLSearchParams({ runs: ids, from: String(asked) });
    void callApi<ComparedSeriesPage>(
      "GET",
      `/projects/${slug}/runs/charts?${query}`,
      undefined,
      stop.signal,
    ).then((answer) => {
      if (stop.signal.aborted) return;
      if (!answer.ok) return setError(answer.message);
      setError(null);
      setPage(({ series, next }) => ({
        series: [...(next === 0 ? [] : series), ...answer.value.series],
        next: answer.value.next,
      }));
    });
    return () => stop.abort();
  }, [slug, ids, asked]);

  if (page.series.length === 0) return <ErrorNote message={error} />;
  const drawn = new Set(page.series.flatMap((one) => one.runs.map(({ run }) => run)));
  const keyed = runs.map(({ uid, name }, place) => ({ uid, name, place }));
  return (
    <section className="mt-6" aria-labelledby="h-compared-series">
      <h2 id="h-compared-series" className="cmp-title">
        Metrics over time
      </h2>
      <RunKey runs={keyed.filter(({ uid }) => drawn.has(uid))} />
      <ComparedPlots series={page.series} places={places} />
      {page.next === null ? null : (
        <p className="list-foot t3 s12">
          <span className="num">{page.series.length} charts shown</span>
          <button
            type="button"
            className="btn quiet"
            disabled={asked === page.next}
            onClick={() => setAsked(page.next!)}
          >
            Show more charts
          </button>
        </p>
      )}
      <ErrorNote message={error} />
    </section>
  );
}
