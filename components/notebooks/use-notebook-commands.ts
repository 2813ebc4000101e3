"use client";

import { useCallback, useEffect, type RefObject } from "react";
import { offerCommands } from "@/components/ui/page-commands";
import type { CellCommand } from "@/lib/notebooks/command-keys";
import type { CellId } from "@/lib/notebooks/graph";
import type { CellActs } from "./cell-acts";
import type { OpenEditor } from "./editor/monaco";
import type { Hands } from "./hands";
import type { NameAsked } from "./language/rename";

/** The cell whose editor is open. */
export type OpenCell = OpenEditor & { id: CellId };

type Parts = {
  editor: RefObject<OpenCell | null>;
  mayWrite: boolean;
  rename: (asked: NameAsked) => Promise<void>;
  format: (id: CellId) => Promise<void>;
  hands: Hands;
  /** Does something to the cell that was chosen or written in last. */
  onLast: (command: CellCommand) => void;
};

const offered: [CellCommand, string, string][] = [
  ["insert-above", "Insert a cell above", "A"],
  ["insert-below", "Insert a cell below", "B"],
  ["duplicate", "Duplicate the cell", ""],
  ["merge", "Merge the cell with the next", "Shift M"],
  ["move-up", "Move the cell up", "Alt ↑"],
  ["move-down", "Move the cell down", "Alt ↓"],
  ["fold", "Hide or show the cell's output", "O"],
  ["hide", "Hide or show the cell's code", "H"],
  ["number-lines", "Number the cell's lines, or not", "L"],
  ["number-all-lines", "Number the lines of all cells, or not", "Shift L"],
  ["delete", "Delete the cell", "D D"],
  ["undo", "Take back what was done to cells", "Z"],
];

/** What keys of an editor ask for, offered in the palette as well, for the caret of the open editor. */
export function useNotebookCommands({ editor, mayWrite, ...parts }: Parts): CellActs["command"] {
  const { rename, format, hands, onLast } = parts;
  const command = useCallback<CellActs["command"]>(
    (asked, { id, at }) => {
      if (asked === "rename") void rename({ id, at });
      else if (asked === "format") void format(id);
      else if (asked === "split") hands.split(id, at);
      else hands.do(asked, id);
    },
    [format, hands, rename],
  );
  useEffect(() => {
    if (!mayWrite) return;
    return offerCommands(() => {
      const { current } = editor;
      const ofEditor = [
        ["rename", "Rename a name in all cells", "F2"],
        ["format", "Format the cell", "Shift Alt F"],
        ["split", "Split the cell at the caret", "Ctrl Shift -"],
      ] as const;
      return [
        ...(current ? ofEditor : []).map(([asked, label, keys]) => {
          const act = () => command(asked, { id: current!.id, at: current!.caret() });
          return { label, keys, act };
        }),
        // when the palette is gone, which gives the focus back to what had it
        ...offered.map(([asked, label, keys]) => ({ label, keys, act: () => setTimeout(onLast, 0, asked) })),
      ];
    });
  }, [command, editor, mayWrite, onLast]);
  return command;
}
