import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { ListPages } from "@/components/ui/list-pages";
import { changesText } from "@/lib/datasets/changes";
import { bytes, counted } from "@/lib/format";
import type { RefreshRow } from "@/lib/sources/queries";

type Props = {
  root: string;
  here: string;
  dataset: string;
  rows: RefreshRow[];
  next: string | null;
  after: string | undefined;
  total: number;
};

/** What refreshes found, newest first. */
export function RefreshList({ root, here, dataset, rows, next, after, total }: Props) {
  if (rows.length === 0) return <p className="t2">Nothing was fetched yet.</p>;
  return (
    <>
      <ol className="refreshes" aria-label="Refreshes">
        {rows.map((row) => (
          <li key={row.id} className="refresh">
            <div className="row">
              <Outcome root={root} dataset={dataset} row={row} />
              <span className="t3 s12 grow">
                <Ago at={row.at} />
              </span>
              <Link className="s12" href={`${root}/jobs/${row.jobId}`}>
                Its job
              </Link>
            </div>
            {sentencesOf(row).map((sentence) => (
              <p key={sentence} className={row.outcome === "failed" ? "bad" : "t2"}>
                {sentence}
              </p>
            ))}
            {row.query ? (
              <details>
                <summary className="t3 s12">The query</summary>
                <pre className="query">{row.query}</pre>
              </details>
            ) : null}
            {row.resultHash ? (
              <p className="t3 hash">
                {bytes(row.bytes ?? 0)} came, SHA-256 {row.resultHash}
              </p>
            ) : null}
          </li>
        ))}
      </ol>
      <ListPages here={here} after={after} next={next} shown={rows.length} total={total} />
    </>
  );
}

function Outcome({ root, dataset, row }: { root: string; dataset: string; row: RefreshRow }) {
  const data = `${root}/data/${encodeURIComponent(dataset)}`;
  if (row.outcome === "failed") return <span className="chip bad">failed</span>;
  if (row.outcome === "unchanged") return <span className="chip">nothing new</span>;
  return (
    <>
      <Link className="medium" href={`${data}?version=${row.number}`}>
        v{row.number}
      </Link>
      {row.changes && (row.number ?? 1) > 1 ? (
        <Link className="s12" href={`${data}/compare?after=${row.number}`}>
          Compare
        </Link>
      ) : null}
    </>
  );
}

/** Why there is no new version. */
function unchangedText(why: string | null, version: number | null): string {
  if (why === "not modified") return `The other side says that nothing changed since v${version}.`;
  return `The rows are those of v${version}${why === "other order" ? ", in another order" : ""}.`;
}

/** What a refresh found, in sentences. */
export function sentencesOf({ outcome, error, changes, rows, number }: RefreshRow): string[] {
  if (outcome === "failed") return [error ?? "It failed."];
  if (outcome === "unchanged") return [unchangedText(error, number)];
  return changes ? changesText(changes) : [`Fetched for the first time: ${counted(rows ?? 0, "row")}.`];
}
