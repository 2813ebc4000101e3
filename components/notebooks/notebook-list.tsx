"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { Ago } from "@/components/ui/ago";
import { Empty } from "@/components/ui/empty";
import { ErrorNote } from "@/components/ui/error-note";
import { ListPages } from "@/components/ui/list-pages";
import { PageHeader } from "@/components/ui/page-header";
import { useSubmit } from "@/components/ui/submit";
import { TableHead } from "@/components/ui/table-head";
import { integer } from "@/lib/format";
import { ImportNotebook } from "./import-notebook";
import { NotebookMenu } from "./notebook-menu";
import type { Published } from "./publish-dialog";

type Props = {
  slug: string;
  rows: {
    id: string;
    title: string;
    revision: number;
    updatedAt: Date;
    by: string;
    published: Published | null;
  }[];
  next: string | null;
  after: string | undefined;
  total: number;
  datasets: string[];
  mayWrite: boolean;
};

export function NotebookList({ slug, rows, next, after, total, datasets, mayWrite }: Props) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();

  async function make(dataset?: string) {
    const notebook = await submit<{ id: string }>(
      "POST",
      `/projects/${slug}/notebooks`,
      dataset ? { dataset } : { title: "Untitled" },
    );
    if (notebook) router.push(`/projects/${slug}/notebooks/${notebook.id}`);
  }
  const create = mayWrite ? (
    <button
      type="button"
      className="btn primary"
      aria-keyshortcuts="N"
      disabled={pending}
      onClick={() => make()}
    >
      <Plus className="i" aria-hidden="true" />
      New notebook
    </button>
  ) : null;
  const explore = mayWrite
    ? datasets.map((name) => (
        <button key={name} type="button" className="btn" disabled={pending} onClick={() => make(name)}>
          Explore {name}
        </button>
      ))
    : null;

  return (
    <>
      <PageHeader
        title="Notebooks"
        meta={<span className="num">{integer(total)}</span>}
        actions={
          mayWrite ? (
            <>
              <ImportNotebook slug={slug} />
              {rows.length > 0 ? create : null}
            </>
          ) : null
        }
      />
      <ErrorNote message={error} />
      {rows.length === 0 ? (
        <Empty
          title="No notebooks yet"
          actions={
            <>
              {create}
              {explore}
            </>
          }
        >
          A notebook explores data with TypeScript, SQL and Markdown cells that run again when something they
          read changes.
        </Empty>
      ) : (
        <div className="body">
          <section className="sec">
            <table className="t">
              <caption className="sr">Notebooks</caption>
              <TableHead
                heads={[
                  "Notebook",
                  { label: "Revision", right: true },
                  { label: "By", wide: true },
                  { label: "Edited", right: true },
                  { label: "What can be done", spoken: true },
                ]}
              />
              <tbody>
                {rows.map(({ id, title, revision, by, updatedAt, published }) => (
                  <tr key={id}>
                    <td>
                      <Link className="name" href={`/projects/${slug}/notebooks/${id}`}>
                        {title}
                      </Link>
                      {published ? (
                        <Link className="chip mini" href={`/projects/${slug}/notebooks/${id}/published`}>
                          Published<span className="sr"> page of {title}</span>
                        </Link>
                      ) : null}
                    </td>
                    <td className="r">{revision}</td>
                    <td className="t2 wide">{by}</td>
                    <td className="r t2">
                      <Ago at={updatedAt} />
                    </td>
                    <td className="r">
                      <NotebookMenu {...{ slug, id, title, mayWrite, published }} newest={revision} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <ListPages
            here={`/projects/${slug}/notebooks`}
            after={after}
            next={next}
            shown={rows.length}
            total={total}
          />
        </div>
      )}
    </>
  );
}
