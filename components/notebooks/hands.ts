import type { CellCommand } from "@/lib/notebooks/command-keys";
import type { CellId } from "@/lib/notebooks/graph";
import { isHidden, toggled, withPart, type CellPart } from "@/lib/notebooks/hidden";
import type { Session } from "@/lib/notebooks/session";
import type { CopiedCell } from "./cell-clipboard";
import { joiningOf } from "./join-cells";
import { modeWords } from "./mode-words";

/** Something done to cells, in words, and what takes it back; it answers whether there was anything to. */
type Done = { text: string; undo: () => boolean };

type Parts = {
  session: Session;
  /** Brings a cell back that was deleted, with what others wrote meanwhile. */
  restore: (id: CellId) => void;
  run: (id: CellId) => void;
  edit: (id: CellId, caret?: number) => void;
  /** Chooses a cell, outside of its text. */
  select: (id: CellId) => void;
  /** Puts a part of a cell away, or shows it, for who may only read; null for who may write. */
  look: ((id: CellId, part: CellPart) => void) | null;
  /** Numbers the lines of one cell, or of all for null; or does so no more. */
  numberLines: (id: CellId | null) => void;
  /** Hears of a cell that was deleted, and how it was called. */
  deleted: (cell: { id: CellId; name: string }) => void;
  /** Says what was done, or why nothing was. */
  tell: (text: string) => void;
  copy: (id: CellId) => void;
  copied: () => CopiedCell | null;
};

/** What hands do to cells: each act is named, and the last ones can be taken back, one by one. */
export type Hands = ReturnType<typeof handsOf>;

/** Does to cells what keys and menus ask for. */
export function handsOf(parts: Parts) {
  const { session, edit, select, run, tell } = parts;
  const done: Done[] = [];
  const nameOf = (id: CellId) => `Cell ${session.view(id).number}`;
  const neighbour = (id: CellId, by: -1 | 1) => session.ids()[session.ids().indexOf(id) + by] ?? null;
  /** Notes an act; it can be taken back as long as its cell is there. */
  const did = (id: CellId, text: string, undo: () => void) =>
    void done.push({ text, undo: () => session.cell(id) !== undefined && (undo(), true) });

  const { merge, split } = joiningOf({ ...parts, did, nameOf, neighbour });

  function put(cell: CopiedCell, after: CellId | null): CellId {
    const id = session.put(cell, after);
    did(id, `${nameOf(id)} was taken out again`, () => session.remove(id));
    return id;
  }
  /** An empty cell of a kind that suits its neighbour: text is followed by code. */
  function insert(near: CellId, after: CellId | null): CellId {
    const { mode } = session.cell(near)!;
    return put({ mode: mode === "md" ? "ts" : mode, source: "" }, after);
  }
  function remove(id: CellId): void {
    const [text, next] = [nameOf(id), neighbour(id, 1) ?? neighbour(id, -1)];
    const { mode } = session.cell(id)!;
    session.remove(id);
    const undo = () => session.cell(id) === undefined && (parts.restore(id), select(id), true);
    done.push({ text: `${text} is back`, undo });
    parts.deleted({ id, name: `${text}, ${modeWords[mode]},` });
    if (next !== null) select(next);
  }
  function move(id: CellId, by: -1 | 1): void {
    const next = neighbour(id, by);
    if (next !== null) moveTo(id, by > 0 ? next : neighbour(next, -1));
  }
  function moveTo(id: CellId, after: CellId | null): void {
    const before = neighbour(id, -1);
    if (after === before || after === id) return;
    session.moveTo(id, after);
    did(id, `${nameOf(id)} is where it was`, () => session.moveTo(id, before));
    select(id);
  }
  function toMode(id: CellId, mode: CopiedCell["mode"]): void {
    const before = session.cell(id)!.mode;
    if (before === mode) return;
    session.change(id, { mode });
    did(id, `${nameOf(id)} is of the kind it was`, () => session.change(id, { mode: before }));
  }
  /** What is put away is kept with the cell, for everybody. */
  function hide(id: CellId, part: CellPart): void {
    if (parts.look) return parts.look(id, part);
    const before = session.cell(id)!.hidden;
    session.change(id, { hidden: toggled(before, part) });
    did(id, `${nameOf(id)} shows what it did before`, () =>
      session.change(id, { hidden: withPart(session.cell(id)!.hidden, part, isHidden(before, part)) }),
    );
  }
  function undo(): void {
    for (let last = done.pop(); last; last = done.pop()) if (last.undo()) return tell(`${last.text}.`);
    tell("There is nothing to take back.");
  }
  function paste(after: CellId): void {
    const cell = parts.copied();
    if (!cell) return tell("No cell was copied.");
    select(put(cell, after));
  }
  function runOn(id: CellId): void {
    run(id);
    const next = neighbour(id, 1);
    if (next === null) edit(insert(id, id));
    else select(next);
  }
  const toNeighbour = (id: CellId, by: -1 | 1) => {
    const next = neighbour(id, by);
    if (next !== null) select(next);
  };
  const act: Record<CellCommand, (id: CellId) => void> = {
    edit: (id) => edit(id),
    up: (id) => toNeighbour(id, -1),
    down: (id) => toNeighbour(id, 1),
    run,
    "run-on": runOn,
    "run-insert": (id) => (run(id), edit(insert(id, id))),
    fold: (id) => hide(id, "output"),
    hide: (id) => hide(id, "code"),
    "number-lines": parts.numberLines,
    "number-all-lines": () => parts.numberLines(null),
    "insert-above": (id) => select(insert(id, neighbour(id, -1))),
    "insert-below": (id) => select(insert(id, id)),
    delete: remove,
    undo,
    "to-text": (id) => toMode(id, "md"),
    "to-code": (id) => session.cell(id)!.mode === "md" && toMode(id, "ts"),
    cut: (id) => (parts.copy(id), remove(id)),
    copy: (id) => (parts.copy(id), tell(`${nameOf(id)} was copied.`)),
    paste,
    duplicate: (id) => {
      const { mode, source } = session.cell(id)!;
      select(put({ mode, source }, id));
    },
    merge,
    "move-up": (id) => move(id, -1),
    "move-down": (id) => move(id, 1),
  };
  return {
    /** Does what is asked to a cell that is there. */
    do: (command: CellCommand, id: CellId): void => {
      if (session.cell(id)) act[command](id);
    },
    /** Moves a cell to behind another one, to the beginning for null, as one act. */
    moveTo: (id: CellId, after: CellId | null): void => {
      if (session.cell(id)) moveTo(id, after);
    },
    /** Puts an empty cell before another one, at the end for null, and opens it. */
    add: (mode: CopiedCell["mode"], before: CellId | null): void => {
      const after = before === null ? session.ids().at(-1) : neighbour(before, -1);
      edit(put({ mode, source: "" }, after ?? null));
    },
    /** Puts a cell with its text behind another one, at the end where that is gone, and chooses it. */
    write: (cell: CopiedCell, near: CellId | null): void => {
      const isThere = near !== null && session.cell(near) !== undefined;
      select(put(cell, isThere ? near : (session.ids().at(-1) ?? null)));
    },
    split: (id: CellId, at: number): void => {
      if (session.cell(id)) split(id, at);
    },
  };
}
