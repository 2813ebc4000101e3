import type { CellId } from "@/lib/notebooks/graph";
import type { TextEdit } from "@/lib/notebooks/text-edits";

type Heard = (edits: readonly TextEdit[]) => void;

/** The editors that are open: each is told what others change of the text of its cell. */
export function openTexts() {
  const open = new Map<CellId, Set<Heard>>();
  return {
    listen: (cell: CellId, heard: Heard): (() => void) => {
      const all = open.get(cell) ?? new Set();
      open.set(cell, all.add(heard));
      return () => void all.delete(heard);
    },
    edited: (cell: CellId, edits: readonly TextEdit[]): void => {
      for (const heard of open.get(cell) ?? []) heard(edits);
    },
  };
}
