import { Plus } from "lucide-react";
import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { Empty } from "@/components/ui/empty";
import { ListPages } from "@/components/ui/list-pages";
import { PageHeader } from "@/components/ui/page-header";
import { TableHead } from "@/components/ui/table-head";
import type { TaskRow } from "@/lib/labelling/queries";
import { integer } from "@/lib/format";

type Props = {
  slug: string;
  dataset: string;
  rows: TaskRow[];
  next: string | null;
  after: string | undefined;
  total: number;
  mayMake: boolean;
};

/** The labelling tasks on a dataset. */
export function TaskList({ slug, dataset, rows, next, after, total, mayMake }: Props) {
  const data = `/projects/${slug}/data`;
  const here = `${data}/${encodeURIComponent(dataset)}/labels`;
  const fresh = mayMake ? (
    <Link className="btn primary" href={`${here}/new`} aria-keyshortcuts="N">
      <Plus className="i" aria-hidden="true" />
      New task
    </Link>
  ) : null;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Data", href: data },
          { label: dataset, href: `${data}/${encodeURIComponent(dataset)}` },
        ]}
        title="Labels"
        meta={<span className="num">{integer(total)}</span>}
        actions={fresh}
      />
      {total === 0 ? (
        <Empty title="No labelling tasks yet" actions={fresh}>
          People answer a question for each row, by keys and several at a time. The labels become a column of
          a new version.
        </Empty>
      ) : (
        <div className="body">
          <section className="sec scroll" aria-label="Labelling tasks">
            <table className="t">
              <caption className="sr">Labelling tasks</caption>
              <TableHead
                heads={[
                  "Task",
                  { label: "Question", wide: true },
                  "State",
                  { label: "Version", right: true },
                  { label: "Rows", right: true },
                  { label: "Labels", right: true },
                  { label: "Made", right: true, wide: true },
                ]}
              />
              <tbody>
                {rows.map(
                  ({ id, name, question, closedAt, version, rows: of, perRow, labels, createdAt }) => (
                    <tr key={id}>
                      <td>
                        <Link className="name" href={`${here}/${id}`}>
                          {name}
                        </Link>
                      </td>
                      <td className="t2 wrap wide">{question}</td>
                      <td>{closedAt ? "closed" : "open"}</td>
                      <td className="r">{version === null ? "–" : `v${version}`}</td>
                      <td className="r">{integer(of)}</td>
                      <td className="r">
                        {integer(labels)} of {integer(of * perRow)}
                      </td>
                      <td className="r t2 wide">
                        <Ago at={createdAt} />
                      </td>
                    </tr>
                  ),
                )}
              </tbody>
            </table>
            <ListPages here={here} after={after} next={next} shown={rows.length} total={total} />
          </section>
        </div>
      )}
    </>
  );
}
