import type { Offered } from "@/lib/notebooks/cell-state";
import type { CellCommand } from "@/lib/notebooks/command-keys";
import type { CellId } from "@/lib/notebooks/graph";
import type { Cell, CellMode } from "@/lib/notebooks/schema";
import type { TextEdit } from "@/lib/notebooks/text-edits";
import type { EditorCommand, OpenEditor, SharedText } from "./editor/monaco";
import type { PythonCompletions } from "./editor/python-completion";
import type { LanguageClient } from "./language/client";
import type { TakeFile } from "./output-files";

/** What can be done to a cell; the same functions for as long as the page stands. */
export type CellActs = {
  /** Does what a menu asks for. */
  hand: (command: CellCommand, id: CellId) => void;
  /** Puts an empty cell before another one and opens it. */
  addAbove: (mode: CellMode, id: CellId) => void;
  /** Leaves a cell's text, so that keys are for the cell itself. */
  leave: (id: CellId) => void;
  /** Opens a cell's text, or closes the one that is open; the caret goes to a place, in characters. */
  edit: (id: CellId | null, caret?: number) => void;
  /** Changes a cell; `edits` say how its text became another. */
  change: (id: CellId, change: Partial<Cell>, edits?: readonly TextEdit[]) => void;
  run: (id: CellId, goOn: boolean) => void;
  /** What may stand at a place of a Python cell's text. */
  completePython: PythonCompletions;
  /** Ends the run of a cell, and what waits for it. */
  stop: (id: CellId) => void;
  save: (id: CellId, offer: Offered) => void;
  /** Fetches something that a cell shows, as a file. */
  takeFile: TakeFile;
  /** The text of a cell that others may write in as well. */
  shared: (id: CellId) => SharedText;
  /** Asks about the types of cells. */
  language: LanguageClient | null;
  /** Does what a key of an editor asks for, at the caret's place. */
  command: (command: EditorCommand, place: { id: CellId; at: number }) => void;
  /** Hears of the editor that is open; null when it is closed. */
  opened: (editor: (OpenEditor & { id: CellId }) | null) => void;
  slot: (id: CellId) => (element: HTMLElement | null) => void;
};
