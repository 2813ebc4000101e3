"use client";

import { useCallback } from "react";
import { showNote } from "@/components/ui/toast";
import type { CellId } from "@/lib/notebooks/graph";
import type { CellChange, Session } from "@/lib/notebooks/session";
import { formatNow } from "./language/format-now";
import type { LanguageClient } from "./language/client";

type Parts = {
  session: Session;
  language: LanguageClient;
  act: (changes: readonly CellChange[]) => () => void;
};

/** Sets a cell's code well; what speaks against it is said. */
export function useFormat({ session, language, act }: Parts): (id: CellId) => Promise<void> {
  return useCallback(
    async (id) => {
      const mode = session.cell(id)?.mode;
      const isCode = mode === "ts" || mode === "js";
      const why = isCode
        ? await formatNow({ ask: language.ask, session, act }, id)
        : "Cells of TypeScript and JavaScript are formatted, and no others.";
      if (why) showNote(why);
    },
    [act, language, session],
  );
}
