import type { Offered } from "@/lib/notebooks/cell-state";
import type { CellId } from "@/lib/notebooks/graph";
import type { Cell } from "@/lib/notebooks/schema";

/** What can be done to a cell; the same functions for as long as the page stands. */
export type CellActs = {
  edit: (id: CellId | null) => void;
  change: (id: CellId, change: Partial<Cell>) => void;
  run: (id: CellId, goOn: boolean) => void;
  move: (id: CellId, by: -1 | 1) => void;
  remove: (id: CellId) => void;
  save: (id: CellId, offer: Offered) => void;
  slot: (id: CellId) => (element: HTMLElement | null) => void;
};
