"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { callApi } from "@/components/ui/call-api";
import type { Session } from "@/lib/notebooks/session";

const pause = 1_200;
const retryMilliseconds = 5_000;

export type SaveState = {
  revision: number;
  word: "saved" | "saving" | "unsaved" | "conflict" | "offline";
  message: string | null;
};

/** Saves a notebook's text: a revision whenever who types pauses. */
export function useNotebook(api: string, session: Session, firstRevision: number) {
  const [save, setSave] = useState<SaveState>({ revision: firstRevision, word: "saved", message: null });
  /** `met` says that somebody else has saved meanwhile: nothing more is sent by itself. */
  const latest = useRef({
    revision: firstRevision,
    saving: null as Promise<void> | null,
    saved: 0,
    met: false,
  });

  const saveNow = useCallback(async (): Promise<number> => {
    const state = latest.current;
    while (state.saving) await state.saving;
    const edits = session.edits();
    if (edits === state.saved) return state.revision;
    setSave((before) => ({ ...before, word: "saving" }));
    state.saving = (async () => {
      const answer = await callApi<{ revision: number }>("PUT", api, {
        ...session.document(),
        revision: state.revision,
      });
      if (answer.ok) {
        state.revision = answer.value.revision;
        state.saved = edits;
        const word = session.edits() === edits ? "saved" : "unsaved";
        setSave({ revision: state.revision, word, message: null });
      } else {
        state.met = answer.code === "CONFLICT";
        const word = state.met ? "conflict" : "offline";
        setSave({ revision: state.revision, word, message: answer.message });
      }
    })();
    await state.saving;
    state.saving = null;
    return state.revision;
  }, [api, session]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const leave = session.subscribe("text", () => {
      setSave((before) => (before.word === "conflict" ? before : { ...before, word: "unsaved" }));
      if (timer) clearTimeout(timer);
      timer = setTimeout(() => void (latest.current.met || saveNow()), pause);
    });
    return () => {
      leave();
      if (timer) clearTimeout(timer);
    };
  }, [saveNow, session]);

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
    const onLeave = (event: BeforeUnloadEvent) =>
      latest.current.saved !== session.edits() && event.preventDefault();
    addEventListener("beforeunload", onLeave);
    return () => removeEventListener("beforeunload", onLeave);
  }, [session]);

  /** Leaves what could not be saved: it is kept elsewhere. */
  const giveUp = useCallback(() => void (latest.current.saved = session.edits()), [session]);
  return { save, saveNow, giveUp };
}
