"use client";

import { useEffect, useMemo, useState } from "react";
import { PlotFigure } from "@/components/charts/plot-figure";
import { ErrorNote } from "@/components/ui/error-note";
import type { Profile } from "@/lib/datasets/profile";
import { fromArrow } from "@/lib/frame/arrow";
import type { Frame } from "@/lib/frame/frame";
import { integer } from "@/lib/format";
import { scatterPlot } from "./scatter-plot";

const points = 4_000;
type Props = { url: string; x: string; y: string; target: Profile["target"] };

/** Two columns against each other; of many rows a sample, which it says. */
export function Scatter({ url, x, y, target }: Props) {
  const [frame, setFrame] = useState<(Frame & { thinnedFrom: number | null }) | null>(null);
  const [error, setError] = useState<string | null>(null);
  const names = JSON.stringify([...new Set([x, y, ...(target ? [target.name] : [])])]);

  useEffect(() => {
    const abort = new AbortController();
    fetch(`${url}?columns=${encodeURIComponent(names)}&limit=${points}`, { signal: abort.signal })
      .then(async (response) =>
        response.ok
          ? setFrame({
              ...fromArrow(new Uint8Array(await response.arrayBuffer())),
              thinnedFrom: Number(response.headers.get("x-thinned-from")) || null,
            })
          : setError(`The server answered ${response.status}.`),
      )
      .catch((thrown: unknown) => abort.signal.aborted || setError(String(thrown)));
    return () => abort.abort();
  }, [url, names]);

  const options = useMemo(() => (frame ? scatterPlot(frame, x, y, target) : null), [frame, x, y, target]);
  if (error) return <ErrorNote message={error} />;
  return options ? (
    <PlotFigure
      options={options}
      caption={
        `${y} by ${x}, ${integer(frame!.rows)} ` +
        `${frame!.thinnedFrom ? `of ${integer(frame!.thinnedFrom)} rows, drawn by hash` : "rows"}`
      }
    />
  ) : null;
}
