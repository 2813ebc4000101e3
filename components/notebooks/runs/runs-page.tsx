import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { Empty } from "@/components/ui/empty";
import { ListPages } from "@/components/ui/list-pages";
import { PageHeader } from "@/components/ui/page-header";
import { StatusMark } from "@/components/ui/status-mark";
import { TableHead } from "@/components/ui/table-head";
import { counted, integer } from "@/lib/format";
import { countEndings } from "@/lib/notebooks/runs/count-endings";
import type { NotebookRunRow, ShownRun } from "@/lib/notebooks/runs/queries";
import { RunOutputs } from "./run-outputs";
import { StartRun } from "./start-run";

type Props = {
  slug: string;
  id: string;
  title: string;
  rows: NotebookRunRow[];
  after: string | undefined;
  next: string | null;
  total: number;
  /** Names of inputs that the notebook has now. */
  inputs: string[];
  mayRun: boolean;
  shown: ShownRun | null;
};

/** Runs of a notebook without a page: who asked, how they ended, and what the cells of one showed. */
export function NotebookRunsPage({ slug, id, title, shown, inputs, mayRun, rows, ...list }: Props) {
  const notebook = `/projects/${slug}/notebooks/${id}`;
  const here = `${notebook}/runs`;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Notebooks", href: `/projects/${slug}/notebooks` },
          { label: title, href: notebook },
        ]}
        title="Runs"
        actions={mayRun ? <StartRun notebook={notebook} inputs={inputs} /> : null}
      />
      {shown ? (
        <div className="body two revisions">
          <RunOutputs slug={slug} notebook={notebook} {...shown} />
          <section className="sec scroll" aria-label="All runs">
            <table className="t">
              <caption className="sr">Runs, the newest first</caption>
              <TableHead heads={["Run", "Cells", "By", { label: "Asked for", right: true }]} />
              <tbody>
                {rows.map((row) => (
                  <Row key={row.number} row={row} here={here} isShown={row.number === shown.run.number} />
                ))}
              </tbody>
            </table>
            <ListPages here={here} {...list} shown={rows.length} />
          </section>
        </div>
      ) : (
        <Empty title="No runs yet">
          A run has all cells of the notebook run without a page, as a job, and keeps what they show.
        </Empty>
      )}
    </>
  );
}

function Row({ row, here, isShown }: { row: NotebookRunRow; here: string; isShown: boolean }) {
  return (
    <tr className={isShown ? "on" : undefined}>
      <td>
        <Link className="name" href={`${here}?run=${row.number}`} aria-current={isShown ? "true" : undefined}>
          {integer(row.number)}
        </Link>{" "}
        <StatusMark status={row.status} />
      </td>
      <td className="t2">{cellWords(row)}</td>
      <td className="t2">{row.by}</td>
      <td className="r t2">
        <Ago at={row.createdAt} />
      </td>
    </tr>
  );
}

/** How the cells of a run ended, in a few words. */
function cellWords({ cells }: NotebookRunRow): string {
  if (!cells) return "";
  const { done, ...others } = countEndings(cells);
  const words = Object.entries(others).flatMap(([ending, count]) =>
    count > 0 ? [`${integer(count)} ${ending}`] : [],
  );
  return [counted(done, "cell"), ...words].join(", ");
}
