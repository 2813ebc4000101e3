"use client";

import { useCallback, useRef, useState, type RefObject } from "react";
import { showToast } from "@/components/ui/toast";
import { counted } from "@/lib/format";
import type { CellChange, Session } from "@/lib/notebooks/session";
import type { OpenEditor } from "./editor/monaco";
import type { LanguageClient } from "./language/client";
import type { NameAsked, Renameable } from "./language/rename";
import { renameNow } from "./language/rename-now";

/** A name that somebody asked to rename, and what is known of it. */
export type RenameAsked = { asked: NameAsked; name: string; found: Renameable | null };

type Parts = {
  session: Session;
  language: LanguageClient;
  act: (changes: readonly CellChange[]) => () => void;
  /** The editor that is open, where the focus goes when what had it is gone. */
  editor: RefObject<OpenEditor | null>;
};

const unknown: Renameable = { ok: false, message: "The types of cells are not known yet. Try again." };

/** Renames names over all cells: asked for by a place or a name, and done when a new name is given. */
export function useRename({ session, language, act, editor }: Parts) {
  const [asking, setAsking] = useState<RenameAsked | null>(null);
  const focused = useRef<Element | null>(null);

  const close = useCallback(() => {
    setAsking(null);
    const { current } = focused;
    // when the dialog is gone, which holds the focus until then
    setTimeout(() => {
      if (current instanceof HTMLElement && current.isConnected) current.focus();
      else editor.current?.focus();
    });
  }, [editor]);
  const open = useCallback(
    async (asked: NameAsked) => {
      focused.current = document.activeElement;
      const name = nameOf(session, asked);
      setAsking({ asked, name, found: null });
      const found = await language.ask<"renameable">({ about: "renameable", asked });
      setAsking((now) => (now?.asked === asked ? { asked, name, found: found ?? unknown } : now));
    },
    [language, session],
  );
  const rename = useCallback(
    async (asked: NameAsked, to: string): Promise<string | null> => {
      const done = await renameNow({ ask: language.ask, session, act }, asked, to);
      if (!done.ok) return done.message;
      const { name, cells, undo } = done;
      showToast({ text: `${name} is ${to} in ${counted(cells, "cell")}`, undo: async () => undo() });
      close();
      return null;
    },
    [act, close, language, session],
  );
  return { asking, open, rename, close };
}

/** The word at a place, which is known before anything is known of it. */
function nameOf(session: Session, asked: NameAsked): string {
  if ("name" in asked) return asked.name;
  const source = session.cell(asked.id)?.source ?? "";
  const head = source.slice(0, asked.at).match(/[\p{ID_Continue}$]*$/u)![0];
  return head + source.slice(asked.at).match(/^[\p{ID_Continue}$]*/u)![0];
}
