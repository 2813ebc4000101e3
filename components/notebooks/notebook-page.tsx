"use client";

import { History, Play, Square } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState, useSyncExternalStore, type RefObject } from "react";
import { callApi } from "@/components/ui/call-api";
import { PageHeader } from "@/components/ui/page-header";
import type { Document } from "@/lib/notebooks/document";
import type { Cell, CellMode } from "@/lib/notebooks/schema";
import { AddBar } from "./add-bar";
import { Banners } from "./banners";
import { CellView } from "./cell-view";
import { Outline } from "./outline";
import { SaveOffers } from "./save-offers";
import { Scope } from "./scope-panel";
import { useCells } from "./use-cells";
import { useLayout } from "./use-layout";
import { useNotebook } from "./use-notebook";

type Props = {
  slug: string;
  id: string;
  revision: number;
  shown: number;
  document: Document;
  /** The revision before the one that is shown. */
  before: number | null;
  mayWrite: boolean;
  /** Whether who looks may save datasets. */
  maySave: boolean;
  /** Whether it opens without running. */
  still: boolean;
};

/** A notebook: its text, which is saved as it is written, and its cells, which run as they are read. */
export function NotebookPage({
  slug,
  id,
  revision,
  shown,
  document: first,
  before,
  mayWrite,
  ...rest
}: Props) {
  const router = useRouter();
  const api = `/projects/${slug}/notebooks/${id}`;
  const notebook = useNotebook(api, first, revision, mayWrite);
  const { cells, title } = notebook.document;
  const [editing, setEditing] = useState<number | null>(null);
  const run = useCells({ slug, id, cells, still: rest.still, saveNow: notebook.saveNow });
  const { frame, generation, busy, states, stop, send } = run;
  const { room, slot, clip } = useLayout(cells, states, send, generation);
  const stale = cells.filter(run.isStale);
  const running = Object.values(states).some(({ status }) => status === "running");

  function runOne(cellId: number, goOn: boolean) {
    const cell = notebook.cellNow(cellId);
    if (!cell) return;
    run.run([cell]);
    const at = cells.findIndex((other) => other.id === cell.id);
    if (cell.mode === "md" || goOn)
      setEditing(goOn ? (cells[at + 1]?.id ?? notebook.addCell(cell.id, cell.mode)) : null);
  }
  const add = (after: number | null, mode: CellMode) => setEditing(notebook.addCell(after, mode));
  const drop = (cell: Cell) => {
    notebook.removeCell(cell.id);
    run.remove(cell.id);
  };
  async function saveCopy() {
    const copy = await callApi<{ id: string; revision: number }>("POST", `/projects/${slug}/notebooks`, {
      title: `${title} (copy)`.slice(0, 200),
    });
    if (!copy.ok) return;
    notebook.giveUp();
    await callApi("PUT", `/projects/${slug}/notebooks/${copy.value.id}`, {
      title: `${title} (copy)`.slice(0, 200),
      cells,
      revision: copy.value.revision,
    });
    router.push(`/projects/${slug}/notebooks/${copy.value.id}`);
  }

  return (
    <>
      <PageHeader
        crumbs={[{ label: "Notebooks", href: `/projects/${slug}/notebooks` }]}
        title={title}
        meta={<span role="status">{mayWrite ? wordOf(notebook.save) : `Revision ${shown}, to read`}</span>}
        actions={
          <>
            <RevisionLinks shown={shown} newest={revision} before={before} />
            {busy || running ? (
              <button type="button" className="btn" onClick={stop}>
                <Square className="i" aria-hidden="true" />
                Stop
              </button>
            ) : null}
            <button
              type="button"
              className="btn primary"
              onClick={() => run.run(stale.length > 0 ? stale : cells)}
            >
              <Play className="i" aria-hidden="true" />
              {stale.length > 0 && stale.length < cells.length ? `Run ${stale.length} changed` : "Run all"}
            </button>
          </>
        }
      />
      <Banners
        busy={busy}
        held={run.held}
        save={notebook.save}
        onStop={stop}
        onRunAll={() => run.run(cells)}
        onSaveCopy={saveCopy}
      />
      <div className="nb">
        <Outline cells={cells} states={states} title={title} mayWrite={mayWrite} onRename={notebook.rename} />
        <div className="cells">
          <div className="cells-room" ref={room}>
            {cells.map((cell, i) => (
              <CellView
                key={cell.id}
                cell={cell}
                number={i + 1}
                state={states[cell.id]}
                stale={run.hasChanged(cell)}
                editing={editing === cell.id}
                mayWrite={mayWrite}
                slot={slot(cell.id)}
                offers={
                  <SaveOffers
                    slug={slug}
                    offers={states[cell.id]?.offers ?? []}
                    maySave={rest.maySave}
                    onSave={(offer) => void run.saveOffer(cell.id, offer)}
                  />
                }
                onEdit={() => setEditing(cell.id)}
                onLeave={() => setEditing(null)}
                onChange={(change) => notebook.changeCell(cell.id, change)}
                onRun={(goOn) => runOne(cell.id, goOn)}
                onMove={(by) => notebook.moveCell(cell.id, by)}
                onRemove={() => drop(cell)}
              />
            ))}
            <FrameOver key={generation} frame={frame} clip={clip} />
          </div>
          {mayWrite ? <AddBar onAdd={(mode) => add(editing, mode)} /> : null}
        </div>
        <Scope states={states} cells={cells} />
      </div>
    </>
  );
}

const never = () => () => undefined;

/**
 * One frame over the whole column, cut out to the places where cells show something,
 * so that the page keeps the rest.
 */
function FrameOver({ frame, clip }: { frame: RefObject<HTMLIFrameElement | null>; clip: string }) {
  const theme = useSyncExternalStore(
    never,
    () => document.documentElement.dataset.theme ?? "",
    () => null,
  );
  if (theme === null) return null;
  return (
    <iframe
      ref={frame}
      className="cells-frame"
      sandbox="allow-scripts"
      src={`/frame/notebook${theme ? `?theme=${theme}` : ""}`}
      title="What the cells show"
      style={{ clipPath: clip }}
    />
  );
}

function RevisionLinks({ shown, newest, before }: { shown: number; newest: number; before: number | null }) {
  return (
    <>
      {before !== null ? (
        <Link className="btn wide" href={`?revision=${before}`}>
          <History className="i" aria-hidden="true" />
          Revision {before}
        </Link>
      ) : null}
      {shown < newest ? (
        <Link className="btn" href="?">
          Newest
        </Link>
      ) : null}
    </>
  );
}

function wordOf({
  word,
  revision,
  message,
}: {
  word: string;
  revision: number;
  message: string | null;
}): string {
  if (word === "saved") return `Saved · revision ${revision}`;
  if (word === "saving") return "Saving …";
  if (word === "offline") return message ?? "Not saved yet";
  return word === "conflict" ? "Not saved" : "Not saved yet";
}
