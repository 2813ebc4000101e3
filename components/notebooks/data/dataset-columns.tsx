"use client";

import { useEffect, useRef, useState } from "react";
import { barsPath } from "@/components/datasets/bars-path";
import { TypeIcon } from "@/components/datasets/type-icon";
import { callApi } from "@/components/ui/call-api";
import { ErrorNote } from "@/components/ui/error-note";
import type { ColumnProfile } from "@/lib/datasets/profile";
import type { ReferenceSchema } from "@/lib/datasets/schemas";
import { exact, integer } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";

const listedAtOnce = 50;
const [width, height] = [72, 18];

type Props = { slug: string; name: string; number: number };
/** Columns as the reader sees them, and how each is spread where that was worked out before. */
type Found = { columns: ColumnSchema[]; kept: ColumnProfile[] | null; error: string | null };

/** The columns of a dataset; nothing is worked out for them before somebody asks. */
export function DatasetColumns({ slug, name, number }: Props) {
  const { found, isBusy, profile, stop } = useColumns({ slug, name, number });
  const [listed, setListed] = useState(listedAtOnce);
  if (!found) return <p className="side-note t3 s12">Loading …</p>;
  const { columns, kept, error } = found;
  const spread = new Map(kept?.map((column) => [column.name, column]));
  return (
    <div className="data-columns">
      <ErrorNote message={error} />
      {kept === null && columns.length > 0 ? (
        <p className="t3 s12 data-unknown">
          {isBusy ? "Profiling …" : "How its values are spread is not worked out yet."}
          <button type="button" className="btn quiet" onClick={isBusy ? stop : profile}>
            {isBusy ? "Stop" : "Profile"}
          </button>
        </p>
      ) : null}
      <ul>
        {columns.slice(0, listed).map((column) => (
          <li key={column.name}>
            <TypeIcon type={column.type} />
            <span className="clip" title={column.name}>
              {column.name}
            </span>
            <Spread column={spread.get(column.name)} />
          </li>
        ))}
      </ul>
      {columns.length > listed ? (
        <button type="button" className="btn quiet" onClick={() => setListed(listed * 2)}>
          {integer(columns.length - listed)} more columns
        </button>
      ) : null}
    </div>
  );
}

function useColumns({ slug, name, number }: Props) {
  const [found, setFound] = useState<Found | null>(null);
  const [isBusy, setBusy] = useState(false);
  const asking = useRef<AbortController | null>(null);
  const at = `/projects/${slug}/datasets/${encodeURIComponent(name)}/versions/${number}/profile`;

  useEffect(() => {
    const own = new AbortController();
    asking.current = own;
    const search = new URLSearchParams({ references: JSON.stringify([`${name}@v${number}`]) });
    const get = <Value,>(path: string) => callApi<Value>("GET", path, undefined, own.signal);
    const questions = [
      get<{ schemas: ReferenceSchema[] }>(`/projects/${slug}/schemas?${search}`),
      get<{ columns: ColumnProfile[] | null }>(`${at}?kept=true`),
    ] as const;
    void Promise.all(questions).then(([schemas, kept]) => {
      if (own.signal.aborted) return;
      const error = schemas.ok ? (kept.ok ? null : kept.message) : schemas.message;
      const columns = schemas.ok ? (schemas.value.schemas[0]?.columns ?? []) : [];
      setFound({ columns, kept: kept.ok ? kept.value.columns : null, error });
    });
    return () => asking.current?.abort();
  }, [at, name, number, slug]);

  async function profile(): Promise<void> {
    const own = new AbortController();
    asking.current = own;
    setBusy(true);
    const answer = await callApi<{ columns: ColumnProfile[] }>("GET", at, undefined, own.signal);
    setBusy(false);
    if (own.signal.aborted) return;
    setFound((before) =>
      before && answer.ok
        ? { ...before, kept: answer.value.columns, error: null }
        : before && { ...before, error: answer.ok ? null : answer.message },
    );
  }
  return { found, isBusy, profile: () => void profile(), stop: () => asking.current?.abort() };
}

/** How a column's values are spread: bars, or its most frequent value. */
function Spread({ column }: { column: ColumnProfile | undefined }) {
  if (!column) return null;
  const { histogram, top, missing, distinct } = column;
  const gone = missing > 0 ? `; ${integer(missing)} missing` : "";
  if (!histogram) {
    const first = top?.[0]?.value;
    const words = first ? `${first}, most often; ${integer(distinct)} values${gone}` : gone.slice(2);
    return (
      <small className="t3 clip" title={words}>
        {first ?? ""}
      </small>
    );
  }
  const { min, max, counts } = histogram;
  const words = column.type === "date" ? `${day(min)} to ${day(max)}` : `${exact(min)} to ${exact(max)}`;
  return (
    <svg {...{ width, height }} role="img" aria-label={`${words}${gone}`}>
      <path d={barsPath(counts, { width, height, most: Math.max(1, ...counts) })} />
    </svg>
  );
}

const day = (time: number) => new Date(time).toISOString().slice(0, 10);
