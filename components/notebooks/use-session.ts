"use client";

import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { newCellId } from "@/lib/notebooks/cell-id";
import type { Document } from "@/lib/notebooks/document";
import type { CellId } from "@/lib/notebooks/graph";
import { knownNames } from "@/lib/notebooks/known-names";
import { createSession, type CellView, type Session } from "@/lib/notebooks/session";

/** A page in the background draws no frames: there a timer does. */
const patience = 50;
/** What shows something of all cells is drawn at most so often. */
const restMilliseconds = 200;

/** Calls once, at the next frame of the screen, or soon where none comes. */
function atNextFrame(flush: () => void): void {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    flush();
  };
  requestAnimationFrame(once);
  setTimeout(once, patience);
}

/** The session of a notebook that this page works on, for as long as the page stands. */
export function useSession(document: Document): Session {
  const [session] = useState(() =>
    createSession({ document, known: knownNames, schedule: atNextFrame, newId: () => newCellId() }),
  );
  return session;
}

/** One cell as it stands; only its own changes draw it anew. */
export function useCell(session: Session, id: CellId): CellView {
  const subscribe = useCallback((hear: () => void) => session.subscribe(id, hear), [session, id]);
  const view = () => session.view(id);
  return useSyncExternalStore(subscribe, view, view);
}

/** The notebook's title as it is typed. */
export function useTitle(session: Session): string {
  const subscribe = useCallback((hear: () => void) => session.subscribe("text", hear), [session]);
  return useSyncExternalStore(subscribe, session.title, session.title);
}

/** The numbers of the cells, in their order. */
export function useOrder(session: Session): readonly CellId[] {
  const subscribe = useCallback((hear: () => void) => session.subscribe("order", hear), [session]);
  return useSyncExternalStore(subscribe, session.ids, session.ids);
}

/** Draws who shows something of all cells when anything has changed, not at each change. */
export function useOverall(session: Session): number {
  const [version, setVersion] = useState(session.version);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const later = () => {
      timer ??= setTimeout(() => {
        timer = null;
        setVersion(session.version());
      }, restMilliseconds);
    };
    const leave = session.subscribe("any", later);
    return () => {
      leave();
      if (timer) clearTimeout(timer);
    };
  }, [session]);
  return version;
}
