import type { CellId } from "@/lib/notebooks/graph";
import type { CellActs } from "./cell-acts";

const nothing = () => undefined;

/** What a reader can do to cells: run and stop them, look behind what is hidden, take what they show. */
export function readingActs({ run, ...acts }: ReadingParts): CellActs {
  return {
    ...acts,
    run: (id) => run([id]),
    leave: nothing,
    edit: nothing,
    change: nothing,
    save: nothing,
    addAbove: nothing,
    command: nothing,
    opened: nothing,
    completePython: () => Promise.resolve([]),
    language: null,
    shared: () => ({ listen: () => nothing, undo: () => false, redo: () => false }),
  };
}

type ReadingParts = Pick<CellActs, "slot" | "stop" | "hand" | "takeFile"> & {
  run: (ids: readonly CellId[]) => void;
};
