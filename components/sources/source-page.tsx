"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { PageHeader } from "@/components/ui/page-header";
import { useSubmit } from "@/components/ui/submit";
import { isSourceKind } from "@/lib/sources/kinds";
import type { LoadedSource } from "@/lib/sources/loaders";
import type { Source } from "@/lib/sources/queries";
import { RefreshButton } from "./refresh-button";
import { RefreshList } from "./refresh-list";
import { SourceForm } from "./source-form";

type Props = LoadedSource & { slug: string; dataset: string };

/** Where a dataset comes from, what refreshes found, and what can be changed about it. */
export function SourcePage({ slug, dataset, source, refreshes, open, mayWrite }: Props) {
  const root = `/projects/${slug}`;
  const data = `${root}/data/${encodeURIComponent(dataset)}`;
  const [editing, setEditing] = useState(false);
  const hasRows = refreshes.rows.some(({ number }) => number !== null);
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Data", href: `${root}/data` },
          ...(hasRows ? [{ label: dataset, href: data }] : []),
        ]}
        title={hasRows ? "Source" : dataset}
        meta={source ? <span className="chip">{source.label}</span> : null}
        actions={
          source && mayWrite ? (
            <>
              <button type="button" className="btn" onClick={() => setEditing((before) => !before)}>
                {editing ? "Leave as it is" : "Edit"}
              </button>
              <DeleteSource slug={slug} dataset={dataset} leave={hasRows ? data : `${root}/data`} />
            </>
          ) : null
        }
      />
      <div className="body stack">
        {source ? <Settings source={source} /> : <NoSource root={root} mayWrite={mayWrite} />}
        {source && editing && isSourceKind(source.kind) ? (
          <SourceForm
            slug={slug}
            kind={source.kind}
            source={source}
            dataset={dataset}
            onSaved={() => setEditing(false)}
          />
        ) : null}
        {source && mayWrite ? <RefreshButton slug={slug} dataset={dataset} open={open} /> : null}
        <section className="sec" aria-labelledby="h-refreshes">
          <div className="sec-head">
            <h2 id="h-refreshes">Refreshes</h2>
          </div>
          <RefreshList root={root} here={`${data}/source`} dataset={dataset} {...refreshes} />
        </section>
      </div>
    </>
  );
}

function NoSource({ root, mayWrite }: { root: string; mayWrite: boolean }) {
  return (
    <p className="t2">
      This dataset comes from no source. {mayWrite ? <Link href={`${root}/sources/new`}>Add one</Link> : null}
    </p>
  );
}

function Settings({ source }: { source: Source }) {
  const shown = [
    ["From", source.place],
    ["Password", source.hasSecret ? "set, not shown" : "none"],
    ["Key", source.key.length > 0 ? source.key.join(", ") : "none: rows are compared as a whole"],
    ...(source.file ? [["File", source.file.name]] : []),
  ];
  return (
    <section className="sec" aria-label="Settings">
      <dl className="source-settings">
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt className="t3">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {source.query ? <pre className="query">{source.query}</pre> : null}
    </section>
  );
}

function DeleteSource({ slug, dataset, leave }: { slug: string; dataset: string; leave: string }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { pending, error, submit } = useSubmit();
  async function remove() {
    const address = `/projects/${slug}/datasets/${encodeURIComponent(dataset)}/source`;
    if (!(await submit("DELETE", address))) return;
    router.push(leave);
    router.refresh();
  }
  return (
    <>
      <button type="button" className="btn" onClick={() => setOpen(true)}>
        Delete
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Delete the source?"
        footer={
          <>
            <button type="button" className="btn form" onClick={() => setOpen(false)}>
              Cancel
            </button>
            <button
              type="button"
              className="btn form danger"
              disabled={pending}
              onClick={() => void remove()}
            >
              Delete the source
            </button>
          </>
        }
      >
        <p className="t2">
          Its settings and its password go. The dataset {dataset}, its versions and what refreshes found stay.
        </p>
        <ErrorNote message={error} />
      </Dialog>
    </>
  );
}
