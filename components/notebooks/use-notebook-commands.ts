"use client";

import { useCallback, useEffect, type RefObject } from "react";
import { offerCommands } from "@/components/ui/page-commands";
import type { CellId } from "@/lib/notebooks/graph";
import type { CellActs } from "./cell-acts";
import type { OpenEditor } from "./editor/monaco";
import type { NameAsked } from "./language/rename";

/** The cell whose editor is open. */
export type OpenCell = OpenEditor & { id: CellId };

type Parts = {
  editor: RefObject<OpenCell | null>;
  mayWrite: boolean;
  rename: (asked: NameAsked) => Promise<void>;
};

/** What keys of an editor ask for, offered in the palette as well, for the caret of the open editor. */
export function useNotebookCommands({ editor, mayWrite, rename }: Parts): CellActs["command"] {
  const command = useCallback<CellActs["command"]>((_command, place) => void rename(place), [rename]);
  useEffect(() => {
    if (!mayWrite) return;
    return offerCommands(() => {
      const { current } = editor;
      if (!current) return [];
      const act = () => command("rename", { id: current.id, at: current.caret() });
      return [{ label: "Rename a name in all cells", keys: "F2", act }];
    });
  }, [command, editor, mayWrite]);
  return command;
}
