import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { ListPages } from "@/components/ui/list-pages";
import { PageHeader } from "@/components/ui/page-header";
import { TableHead } from "@/components/ui/table-head";
import { integer } from "@/lib/format";
import type { Document } from "@/lib/notebooks/document";
import type { DocumentChanges } from "@/lib/notebooks/document-changes";
import { RestoreRevision } from "./restore-revision";
import { RevisionChanges } from "./revision-changes";

type Props = {
  slug: string;
  id: string;
  title: string;
  newest: number;
  /** The revision that is shown, and the one before it, if there is one. */
  shown: { number: number; before: number | null; document: Document };
  changes: DocumentChanges;
  rows: { number: number; savedAt: Date; by: string }[];
  after: string | undefined;
  next: string | null;
  total: number;
  mayWrite: boolean;
};

/** The revisions of a notebook: who made each and when, what changed, and the way back to it. */
export function RevisionsPage({ slug, id, title, newest, shown, changes, mayWrite, ...list }: Props) {
  const notebook = `/projects/${slug}/notebooks/${id}`;
  const here = `${notebook}/revisions`;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Notebooks", href: `/projects/${slug}/notebooks` },
          { label: title, href: notebook },
        ]}
        title="Revisions"
        meta={<span className="num">{integer(list.total)}</span>}
        actions={
          <>
            <Link className="btn" href={`${notebook}?revision=${shown.number}`}>
              Open revision {integer(shown.number)}
            </Link>
            {mayWrite && shown.number < newest ? (
              <RestoreRevision
                slug={slug}
                id={id}
                number={shown.number}
                newest={newest}
                document={shown.document}
              />
            ) : null}
          </>
        }
      />
      <div className="body two revisions">
        <RevisionChanges number={shown.number} before={shown.before} changes={changes} />
        <section className="sec scroll" aria-label="All revisions">
          <table className="t">
            <caption className="sr">Revisions, the newest first</caption>
            <TableHead heads={["Revision", "By", { label: "Saved", right: true }]} />
            <tbody>
              {list.rows.map(({ number, savedAt, by }) => (
                <tr key={number} className={number === shown.number ? "on" : undefined}>
                  <td>
                    <Link
                      className="name"
                      href={`${here}?revision=${number}`}
                      aria-current={number === shown.number ? "true" : undefined}
                    >
                      {integer(number)}
                    </Link>
                  </td>
                  <td className="t2">{by}</td>
                  <td className="r t2">
                    <Ago at={savedAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <ListPages here={here} {...list} shown={list.rows.length} />
        </section>
      </div>
    </>
  );
}
