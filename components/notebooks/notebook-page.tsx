"use client";

import { History, Play, Square } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import {
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type RefObject,
} from "react";
import { callApi } from "@/components/ui/call-api";
import { PageHeader } from "@/components/ui/page-header";
import type { Document } from "@/lib/notebooks/document";
import type { Cell, CellMode } from "@/lib/notebooks/schema";
import { AddBar } from "./add-bar";
import { answerRequest, type Reads } from "./answer-request";
import { CellView } from "./cell-view";
import type { FrameRequest } from "./frame/messages";
import { Outline } from "./outline";
import { Scope } from "./scope-panel";
import { useFrame } from "./use-frame";
import { useLayout } from "./use-layout";
import { useNotebook, type SaveState } from "./use-notebook";

type Props = {
  slug: string;
  id: string;
  revision: number;
  shown: number;
  document: Document;
  /** The revision before the one that is shown. */
  before: number | null;
  mayWrite: boolean;
};

export function NotebookPage({ slug, id, revision, shown, document: first, before, mayWrite }: Props) {
  const router = useRouter();
  const api = `/projects/${slug}/notebooks/${id}`;
  const notebook = useNotebook(api, first, revision, mayWrite);
  const { cells, title } = notebook.document;
  const [editing, setEditing] = useState<number | null>(null);
  const [ran, setRan] = useState(() =>
    Object.fromEntries(first.cells.map((cell) => [cell.id, keyOf(cell)] as const)),
  );
  const reads = useRef<Reads>(new Map());
  const { saveNow } = notebook;
  const answer = useCallback(
    (request: FrameRequest) =>
      answerRequest(request, { slug, notebookId: id, reads: reads.current, revision: saveNow }),
    [slug, id, saveNow],
  );
  const { frame, generation, busy, states, run, stop, remove, send } = useFrame(answer);
  const { room, slot, clip } = useLayout(cells, states, send, generation);

  const runCells = useCallback(
    (which: readonly Cell[]) => {
      setRan((before) => ({ ...before, ...Object.fromEntries(which.map((cell) => [cell.id, keyOf(cell)])) }));
      run(which);
    },
    [run],
  );
  const runAll = useEffectEvent(() => run(cells));
  useEffect(() => runAll(), []);

  const stale = useMemo(() => cells.filter((cell) => ran[cell.id] !== keyOf(cell)), [cells, ran]);
  const running = Object.values(states).some(({ status }) => status === "running");

  function runOne(cellId: number, goOn: boolean) {
    const cell = notebook.cellNow(cellId);
    if (!cell) return;
    runCells([cell]);
    const at = cells.findIndex((other) => other.id === cell.id);
    if (cell.mode === "md" || goOn)
      setEditing(goOn ? (cells[at + 1]?.id ?? notebook.addCell(cell.id, cell.mode)) : null);
  }
  const add = (after: number | null, mode: CellMode) => setEditing(notebook.addCell(after, mode));
  const drop = (cell: Cell) => {
    notebook.removeCell(cell.id);
    remove(cell.id);
  };
  async function saveCopy() {
    const copy = await callApi<{ id: string; revision: number }>("POST", `/projects/${slug}/notebooks`, {
      title: `${title} (copy)`.slice(0, 200),
    });
    if (!copy.ok) return;
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
              onClick={() => runCells(stale.length > 0 ? stale : cells)}
            >
              <Play className="i" aria-hidden="true" />
              {stale.length > 0 && stale.length < cells.length ? `Run ${stale.length} changed` : "Run all"}
            </button>
          </>
        }
      />
      <Banners busy={busy} onStop={stop} save={notebook.save} onSaveCopy={saveCopy} />
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
                stale={ran[cell.id] !== undefined && ran[cell.id] !== keyOf(cell)}
                editing={editing === cell.id}
                mayWrite={mayWrite}
                slot={slot(cell.id)}
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

type BannerProps = { busy: boolean; onStop: () => void; save: SaveState; onSaveCopy: () => void };

/** What stands in the notebook's way: a cell that never ends, or what somebody else saved meanwhile. */
function Banners({ busy, onStop, save, onSaveCopy }: BannerProps) {
  return (
    <>
      {busy ? (
        <p className="nb-banner" role="alert">
          A cell keeps the notebook busy. Your text is safe.
          <button type="button" className="btn" onClick={onStop}>
            Stop it
          </button>
        </p>
      ) : null}
      {save.word === "conflict" ? (
        <p className="nb-banner" role="alert">
          {save.message}
          <button type="button" className="btn" onClick={() => location.reload()}>
            Load theirs
          </button>
          <button type="button" className="btn" onClick={onSaveCopy}>
            Save mine as a copy
          </button>
        </p>
      ) : null}
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

function keyOf({ mode, source, output }: Cell): string {
  return `${mode}\n${output ?? ""}\n${source}`;
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
