"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { callApi } from "@/components/ui/call-api";
import type { Document } from "@/lib/notebooks/document";
import type { CellId } from "@/lib/notebooks/graph";
import type { CellMode } from "@/lib/notebooks/schema";
import type { Session } from "@/lib/notebooks/session";
import { AddBar } from "./add-bar";
import { Banners } from "./banners";
import type { CellActs } from "./cell-acts";
import { leaveOutput, onF6 } from "./cell-focus";
import { CellRoom } from "./cell-room";
import { CellsFrame } from "./cells-frame";
import { DataPanel } from "./data/data-panel";
import { FindPanel } from "./find/find-panel";
import { useFindKey } from "./find/use-find-key";
import { keepCopy } from "./keep-copy";
import { NotebookHeader } from "./notebook-header";
import { JumpLinks, Outline } from "./outline";
import { PythonEnded, PythonPanel, pythonCells } from "./python/python-panel";
import type { Published } from "./publish-dialog";
import { RenameDialog } from "./rename-dialog";
import { RunNews } from "./run-news";
import { Scope } from "./scope-panel";
import { useCells } from "./use-cells";
import { useDrag } from "./use-drag";
import { useFormat } from "./use-format";
import { useHands } from "./use-hands";
import { useLanguage } from "./use-language";
import { useLayout } from "./use-layout";
import { useNear } from "./use-near";
import { useNotebookCommands, type OpenCell } from "./use-notebook-commands";
import { useRename } from "./use-rename";
import { useOrder, useSession } from "./use-session";
import { useTogether } from "./use-together";

type Props = {
  slug: string;
  id: string;
  revision: number;
  shown: number;
  document: Document;
  mayWrite: boolean;
  /** How it is published; null where it is not. */
  published: Published | null;
  /** Whether who looks may save datasets. */
  maySave: boolean;
  /** Whether who looks may run Python. */
  mayRun: boolean;
  /** Whether outputs of its cells are kept. */
  hasOutputs: boolean;
  /** What speaks against running it at the opening. */
  still: "no" | "asked" | "imported";
};

/** A notebook: its text, which is saved as it is written, and its cells, which run as they are read. */
export function NotebookPage({ slug, id, revision, shown, maySave, ...rest }: Props) {
  const session = useSession(rest.document);
  const ids = useOrder(session);
  const near = useNear(ids);
  const [deleted, setDeleted] = useState<{ id: CellId; name: string } | null>(null);
  const [editing, setEditing] = useState<{ id: CellId; caret: number | null } | null>(null);
  const edit = useCallback((id: CellId | null, caret: number | null = null) => {
    setEditing(id === null ? null : { id, caret });
    if (id !== null) setDeleted(null);
  }, []);
  const language = useLanguage(slug, session);
  const { document } = rest;
  const isNewest = shown === revision;
  const together = useTogether({ slug, id, session, document, revision, mayWrite: rest.mayWrite, isNewest });
  const { mayWrite, at } = together;
  const here = editing?.id ?? null;
  useEffect(() => at(here), [at, here]);
  const run = useCells({
    ...{ slug, id, session, still: rest.still, mayRun: rest.mayRun },
    saveNow: together.saveNow,
    onLeave: useCallback((cell, isOn) => leaveOutput(session, cell, isOn), [session]),
    ...{ isNewest, hasOutputs: rest.hasOutputs },
  });
  useRemoved(session, run.remove);
  const { room, slot, clip } = useLayout(session, near, run.send, run.generation);
  const { shared, act } = together;
  const find = useFindKey();
  const editor = useRef<OpenCell | null>(null);
  const opened = useCallback((one: OpenCell | null) => void (editor.current = one), []);
  const names = useRename({ session, language, act, editor });
  const { restore } = together;
  const { hands, ...chosen } = useHands({
    ...{ session, mayWrite, restore, edit },
    ...{ run: run.run, deleted: setDeleted },
  });
  const { onLast } = chosen;
  const format = useFormat({ session, language, act });
  const command = useNotebookCommands({ editor, mayWrite, rename: names.open, format, hands, onLast });
  const parts = {
    ...{ slot, edit, language, shared, command, opened },
    ...{ leave: chosen.select, hand: hands.do, addAbove: hands.add },
  };
  const drag = useDrag({ drop: hands.moveTo, press: chosen.select });
  const acts = useActs(session, run, parts);
  const saveCopy = useSaveCopy(slug, session, together.giveUp);
  const add = (mode: CellMode) => edit(session.insert(editing?.id ?? null, mode));

  return (
    <>
      <NotebookHeader
        {...{ slug, session, mayWrite, shown }}
        here={`/projects/${slug}/notebooks/${id}`}
        newest={revision}
        id={id}
        published={rest.published}
        saveNow={together.saveNow}
        isUnconfined={run.kernel.state === "ready" && !run.kernel.isConfined}
        people={together.people}
        save={together.save}
        busy={run.busy}
        onStop={run.stop}
        onRun={run.run}
      />
      <Banners
        busy={run.busy}
        held={run.held}
        storedRun={run.storedRun}
        save={together.save}
        onStop={run.stop}
        onRunAll={() => run.run(session.ids())}
        onSaveCopy={() => void saveCopy()}
        python={<PythonEnded gone={run.gone} onRun={() => run.run(pythonCells(session))} />}
        told={chosen.told}
        deleted={deleted?.name ?? null}
        onRestore={() => {
          if (deleted) restore(deleted.id);
          setDeleted(null);
        }}
      />
      <div className="nb">
        <JumpLinks />
        <Outline session={session} mayWrite={mayWrite} />
        <div className="cells">
          {find.isOpen ? (
            <FindPanel {...{ session, mayWrite, act }} onGoTo={acts.edit} onClose={find.close} />
          ) : null}
          <div
            className="cells-room"
            ref={room}
            {...chosen.room}
            onPointerDown={drag.onPointerDown}
            onKeyDownCapture={(event) => onF6(event, { session, frame: run.frame.current, send: run.send })}
          >
            {ids.map((cell) => (
              <CellRoom
                key={cell}
                {...{ slug, session, near, mayWrite, maySave, acts }}
                id={cell}
                isEditing={mayWrite && here === cell}
                flipped={chosen.flipped(cell)}
                isNumbered={chosen.isNumbered(cell)}
                caret={here === cell ? (editing?.caret ?? null) : null}
              />
            ))}
            {drag.line === null ? null : <div className="drop-line" style={{ top: drag.line }} />}
            <CellsFrame key={run.generation} frame={run.frame} clip={clip} />
          </div>
          {mayWrite ? <AddBar onAdd={add} /> : null}
        </div>
        <Scope session={session} onRename={mayWrite ? (name) => void names.open({ name }) : null}>
          <PythonPanel session={session} state={run.kernel} onEnd={run.python.end} />
          <DataPanel slug={slug} session={session} onWrite={mayWrite ? chosen.write : null} />
        </Scope>
      </div>
      <RunNews session={session} />
      <RenameDialog session={session} names={names} />
    </>
  );
}

/** A cell that is gone, whoever deleted it, shows nothing any more. */
function useRemoved(session: Session, remove: (id: CellId) => void): void {
  useEffect(() => {
    let known = session.ids();
    return session.subscribe("order", () => {
      const ids = session.ids();
      const alive = new Set(ids);
      for (const id of known) if (!alive.has(id)) remove(id);
      known = ids;
    });
  }, [remove, session]);
}

type ActParts = Omit<CellActs, "change" | "save" | "takeFile" | "run" | "stop" | "completePython">;

function useActs(
  session: Session,
  { run, saveOffer, takeFile, send: tell, python: { stopCell, complete } }: ReturnType<typeof useCells>,
  { slot, edit, language, shared, command, opened, leave, hand, addAbove }: ActParts,
): CellActs {
  return useMemo(
    () => ({
      ...{ edit, slot, language, shared, command, opened, leave, hand, addAbove, takeFile },
      change: session.change,
      stop: (id) => (session.cell(id)?.mode === "python" ? stopCell(id) : tell({ op: "stop", id })),
      completePython: complete,
      save: (id, offer) => void saveOffer(id, offer),
      run(id, goOn) {
        const cell = session.cell(id);
        if (!cell) return;
        run([id]);
        const next = session.ids()[session.ids().indexOf(id) + 1];
        if (goOn) edit(next ?? session.insert(id, cell.mode));
        else if (cell.mode === "md") edit(null);
      },
    }),
    [
      addAbove,
      command,
      complete,
      edit,
      hand,
      language,
      leave,
      opened,
      run,
      saveOffer,
      session,
      shared,
      slot,
      stopCell,
      takeFile,
      tell,
    ],
  );
}

async function send<Value>(...request: Parameters<typeof callApi>): Promise<Value | null> {
  const answer = await callApi<Value>(...request);
  return answer.ok ? answer.value : null;
}

/** Keeps what could not be saved as a notebook of its own, and goes there. */
function useSaveCopy(slug: string, session: Session, giveUp: () => void) {
  const router = useRouter();
  return useCallback(async () => {
    const copy = await keepCopy(send, `/projects/${slug}/notebooks`, session.document());
    if (!copy) return;
    giveUp();
    router.push(copy);
  }, [giveUp, router, session, slug]);
}
