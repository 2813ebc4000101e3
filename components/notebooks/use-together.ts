"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { assetUrl } from "@/components/ui/asset-url";
import type { Document } from "@/lib/notebooks/document";
import type { CellId } from "@/lib/notebooks/graph";
import type { Present } from "@/lib/notebooks/live-protocol";
import type { CellChange, Session } from "@/lib/notebooks/session";
import type { SharedText } from "./editor/monaco";
import { openTexts } from "./open-texts";
import { saveStateOf, type SaveState } from "./save-state";
import type { JoinedNotebook, joinNotebook, Together } from "./together/join-notebook";

/** A bundle that did not come is asked for again after so long, in milliseconds. */
const patience = 3_000;

type Options = {
  slug: string;
  id: string;
  session: Session;
  /** The text that the page was drawn with, and its revision. */
  document: Document;
  revision: number;
  mayWrite: boolean;
  /** Whether the newest text is shown; an older revision is read alone. */
  isNewest: boolean;
};

/** A notebook as all who have it open work on it: joined at opening, and kept as it is written. */
export function useTogether({ slug, id, session, document, revision, mayWrite, isNewest }: Options) {
  const joined = useRef<JoinedNotebook | null>(null);
  const [texts] = useState(openTexts);
  // what the page was drawn with: it begins once, whatever is drawn later
  const [begun] = useState({ base: document, revision, mayWrite });
  const [state, setState] = useState<Together | null>(null);

  useEffect(() => {
    if (!isNewest) return;
    let isOver = false;
    const begin = async () => {
      for (;;) {
        const join = await loadTogether().catch(() => null);
        if (isOver) return;
        if (join) {
          const url = `${location.origin.replace(/^http/, "ws")}/api/projects/${slug}/notebooks/${id}/live`;
          joined.current = join({ ...begun, url, session, changed: setState, edited: texts.edited });
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, patience));
      }
    };
    void begin();
    return () => {
      isOver = true;
      joined.current?.stop();
      joined.current = null;
    };
  }, [begun, id, isNewest, session, slug, texts]);

  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => {
      if (!joined.current && session.edits() > 0) event.preventDefault();
    };
    addEventListener("beforeunload", onLeave);
    return () => removeEventListener("beforeunload", onLeave);
  }, [session]);

  const saveNow = useCallback(
    async () => (isNewest && joined.current ? joined.current.save() : revision),
    [isNewest, revision],
  );
  const shared = useCallback(
    (cell: CellId): SharedText => ({
      listen: (heard) => texts.listen(cell, heard),
      undo: () => joined.current?.undo(cell) ?? false,
      redo: () => joined.current?.redo(cell) ?? false,
    }),
    [texts],
  );
  /** Changes several cells as one act; the answer takes it back. */
  const act = useCallback(
    (changes: readonly CellChange[]) => {
      const key = {};
      session.changeAll(changes, key);
      for (const { id, edits } of changes) texts.edited(id, edits);
      return () => void joined.current?.undoAct(key);
    },
    [session, texts],
  );
  return {
    act,
    save: saveStateOf(state, revision) satisfies SaveState,
    people: (state?.people ?? []) as readonly Present[],
    mayWrite: state?.mayWrite ?? mayWrite,
    saveNow,
    shared,
    restore: useCallback((cell: CellId) => joined.current?.restore(cell), []),
    at: useCallback((cell: CellId | null) => joined.current?.at({ cell, anchor: 0, head: 0 }), []),
    /** Leaves what could not be saved: it is kept elsewhere. */
    giveUp: useCallback(() => joined.current?.giveUp(), []),
  };
}

/** What joins others is a bundle of its own: there is one copy of Yjs on the page, and none on the server. */
async function loadTogether(): Promise<typeof joinNotebook> {
  const address = assetUrl("together.js");
  const bundle = (await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ address)) as {
    joinNotebook: typeof joinNotebook;
  };
  return bundle.joinNotebook;
}
