"use client";

import { Download, Printer } from "lucide-react";
import { useMemo, useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { MarkupView } from "@/components/ui/markup-view";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { reportMarkup } from "@/lib/datasets/report/markup/report";
import type { ReportSearch } from "@/lib/datasets/schema";
import { integer } from "@/lib/format";
import { useReport } from "./use-report";

/** Columns that are described at once; more are slow to draw, and asked for by a click. */
const shownAtFirst = 100;
type Props = {
  slug: string;
  dataset: string;
  version: number;
  rows: number;
  columns: number;
  target: string | null;
  search: ReportSearch;
};

/** The quality of a version in full, to be read, printed, downloaded and shared. */
export function ReportPage({ slug, dataset, version, rows, columns, target, search }: Props) {
  const [all, setAll] = useState(false);
  const data = `/projects/${slug}/data`;
  const here = `${data}/${encodeURIComponent(dataset)}?version=${version}`;
  const words = new URLSearchParams();
  if (target) words.set("target", target);
  if (search.pairs.length > 0) words.set("pairs", JSON.stringify(search.pairs));
  const api = `/api/projects/${slug}/datasets/${encodeURIComponent(dataset)}/versions/${version}/report`;
  const state = useReport(`${api}?${words}`);
  const { report } = state;
  const markup = useMemo(() => report && reportMarkup(report, all ? Infinity : shownAtFirst), [report, all]);
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Data", href: data },
          { label: `${dataset} v${version}`, href: here },
        ]}
        title="Quality report"
        meta={
          <span className="num">
            {dataset} v{version}, {integer(rows)} rows × {integer(columns)} columns
          </span>
        }
        actions={
          <>
            <a className="btn" href={`${api}?${words}`} download={`${dataset}-v${version}-report.json`}>
              <Download className="i" aria-hidden="true" />
              JSON
            </a>
            <a className="btn" href={`${api}?${words}&format=html`} download>
              <Download className="i" aria-hidden="true" />
              HTML
            </a>
            <button type="button" className="btn" disabled={!report} onClick={() => window.print()}>
              <Printer className="i" aria-hidden="true" />
              Print
            </button>
          </>
        }
      />
      <div className="body report-body">
        <ErrorNote message={state.error} />
        {markup || state.error ? null : <Progress {...state} />}
        {report && columns > shownAtFirst && !all ? (
          <p className="row">
            <button type="button" className="btn" onClick={() => setAll(true)}>
              Show all {integer(columns)} columns
            </button>
          </p>
        ) : null}
        {markup ? <MarkupView markup={markup} /> : null}
      </div>
    </>
  );
}

function Progress({ before, done, total, stop }: ReturnType<typeof useReport>) {
  const words =
    before > 0
      ? `${before} before you`
      : total === 0
        ? "Reading …"
        : done < total
          ? `${done} of ${total} columns`
          : "Comparing columns and rows …";
  return (
    <>
      <p className="row t3 s12 num" role="status">
        {words}
        <button type="button" className="btn-link" onClick={stop}>
          Stop
        </button>
      </p>
      <Skeleton rows={14} columns={4} />
    </>
  );
}
