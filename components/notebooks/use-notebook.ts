"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { callApi } from "@/components/ui/call-api";
import type { Document } from "@/lib/notebooks/document";
import type { Cell, CellMode } from "@/lib/notebooks/schema";

const pause = 1_200;
const retryMilliseconds = 5_000;

export type SaveState = {
  revision: number;
  word: "saved" | "saving" | "unsaved" | "conflict" | "offline";
  message: string | null;
};

/** A notebook being edited: its cells, and a revision saved whenever one pauses. */
export function useNotebook(api: string, first: Document, firstRevision: number, mayWrite: boolean) {
  const [document, setDocument] = useState(first);
  const [save, setSave] = useState<SaveState>({ revision: firstRevision, word: "saved", message: null });
  const latest = useRef({
    document,
    revision: firstRevision,
    saving: null as Promise<void> | null,
    dirty: false,
  });

  const saveNow = useCallback(async (): Promise<number> => {
    const state = latest.current;
    while (state.saving) await state.saving;
    if (!state.dirty) return state.revision;
    state.dirty = false;
    setSave((before) => ({ ...before, word: "saving" }));
    state.saving = (async () => {
      const answer = await callApi<{ revision: number }>("PUT", api, {
        ...state.document,
        revision: state.revision,
      });
      if (answer.ok) {
        state.revision = answer.value.revision;
        setSave({ revision: state.revision, word: state.dirty ? "unsaved" : "saved", message: null });
      } else {
        state.dirty = true;
        setSave({
          revision: state.revision,
          word: answer.code === "CONFLICT" ? "conflict" : "offline",
          message: answer.message,
        });
      }
    })();
    await state.saving;
    state.saving = null;
    return state.revision;
  }, [api]);

  const edit = useCallback(
    (change: (before: Document) => Document) => {
      if (!mayWrite) return;
      latest.current.dirty = true;
      // a key that runs a cell may follow before React draws
      latest.current.document = change(latest.current.document);
      setSave((before) => (before.word === "conflict" ? before : { ...before, word: "unsaved" }));
      setDocument(latest.current.document);
    },
    [mayWrite],
  );

  useEffect(() => {
    if (save.word !== "unsaved") return;
    const timer = setTimeout(() => void saveNow(), pause);
    return () => clearTimeout(timer);
  }, [document, save.word, saveNow]);

  // A connection that comes back finds what could not be saved; a server that is away is asked again.
  useEffect(() => {
    if (save.word !== "offline") return;
    const again = () => void saveNow();
    const timer = setInterval(again, retryMilliseconds);
    addEventListener("online", again);
    return () => {
      clearInterval(timer);
      removeEventListener("online", again);
    };
  }, [save.word, saveNow]);

  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => latest.current.dirty && event.preventDefault();
    addEventListener("beforeunload", onLeave);
    return () => removeEventListener("beforeunload", onLeave);
  }, []);

  const setCells = useCallback(
    (change: (cells: Cell[]) => Cell[]) => edit((before) => ({ ...before, cells: change(before.cells) })),
    [edit],
  );
  return {
    document,
    /** A cell as it was typed last, also before it is drawn. */
    cellNow: (id: number) => latest.current.document.cells.find((cell) => cell.id === id),
    save,
    saveNow,
    /** Leaves what could not be saved: it is kept elsewhere. */
    giveUp: () => void (latest.current.dirty = false),
    rename: (title: string) => edit((before) => ({ ...before, title })),
    changeCell: (id: number, change: Partial<Cell>) =>
      setCells((cells) => cells.map((cell) => (cell.id === id ? { ...cell, ...change } : cell))),
    removeCell: (id: number) => setCells((cells) => cells.filter((cell) => cell.id !== id)),
    addCell: (after: number | null, mode: CellMode): number => {
      const id = Math.max(0, ...latest.current.document.cells.map((cell) => cell.id)) + 1;
      const cell: Cell = { id, mode, source: "" };
      setCells((cells) =>
        after === null
          ? [...cells, cell]
          : cells.flatMap((other) => (other.id === after ? [other, cell] : [other])),
      );
      return id;
    },
    moveCell: (id: number, by: -1 | 1) =>
      setCells((cells) => {
        const at = cells.findIndex((cell) => cell.id === id);
        const to = at + by;
        return to < 0 || to >= cells.length ? cells : cells.with(at, cells[to]!).with(to, cells[at]!);
      }),
  };
}
