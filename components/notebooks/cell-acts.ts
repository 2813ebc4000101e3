import type { Offered } from "@/lib/notebooks/cell-state";
import type { CellId } from "@/lib/notebooks/graph";
import type { Cell } from "@/lib/notebooks/schema";
import type { LanguageClient } from "./language/client";

/** What can be done to a cell; the same functions for as long as the page stands. */
export type CellActs = {
  /** Opens a cell's text, or closes the one that is open; the caret goes to a place, in characters. */
  edit: (id: CellId | null, caret?: number) => void;
  change: (id: CellId, change: Partial<Cell>) => void;
  run: (id: CellId, goOn: boolean) => void;
  move: (id: CellId, by: -1 | 1) => void;
  remove: (id: CellId) => void;
  save: (id: CellId, offer: Offered) => void;
  /** Asks about the types of cells. */
  language: LanguageClient;
  slot: (id: CellId) => (element: HTMLElement | null) => void;
};
