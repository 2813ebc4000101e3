import * as Y from "yjs";
import type { CellId } from "@/lib/notebooks/graph";
import type { Session, Write } from "@/lib/notebooks/session";
import {
  cellOf,
  changeCell,
  editSource,
  insertCell,
  markDeleted,
  moveCell,
  orderOf,
  setTitle,
  sharedAbout,
  sharedCells,
  sourceOf,
  titleOf,
} from "@/lib/notebooks/shared-document";
import { editsBetween, type TextEdit } from "@/lib/notebooks/text-edits";

/** Changes that this page's session made: it has them already. */
export const here = "here";

type Options = {
  doc: Y.Doc;
  session: Session;
  /** An open editor is told how the text of its cell changed. */
  edited: (id: CellId, edits: readonly TextEdit[]) => void;
};

/** Keeps a session and a shared document the same, both ways, and takes back one's own typing. */
export function bindSession({ doc, session, edited }: Options) {
  const undoing = new Map<CellId, Y.UndoManager>();
  const cells = sharedCells(doc);
  const about = sharedAbout(doc);

  function undoOf(id: CellId): Y.UndoManager | null {
    const known = undoing.get(id);
    const source = sourceOf(doc, id);
    if (known || !source) return known ?? null;
    const made = new Y.UndoManager(source, { trackedOrigins: new Set([here]) });
    undoing.set(id, made);
    return made;
  }

  /** Brings what the document says into the session, and into editors that are open. */
  function receive(ids: Iterable<CellId>): void {
    const changed = [...ids].flatMap((id) => {
      const cell = cellOf(doc, id);
      const before = session.cell(id);
      if (!cell) return [];
      const edits = before ? editsBetween(before.source, cell.source) : [];
      return [{ cell, edits }];
    });
    session.receive({ title: titleOf(doc), ids: orderOf(doc), cells: changed.map(({ cell }) => cell) });
    for (const { cell, edits } of changed) if (edits.length > 0) edited(cell.id, edits);
  }

  const hear = (events: Y.YEvent<Y.AbstractType<unknown>>[], { origin }: Y.Transaction) => {
    if (origin === here) return;
    receive(
      new Set(
        events.flatMap(({ path, changes }) =>
          (path.length === 0 ? [...changes.keys.keys()] : [String(path[0])]).map(Number),
        ),
      ),
    );
  };
  const hearAbout = (_event: unknown, { origin }: Y.Transaction) => {
    if (origin !== here) receive([]);
  };
  cells.observeDeep(hear);
  about.observe(hearAbout);
  const leave = session.listen((write) => {
    if (write.kind === "change") undoOf(write.id);
    doc.transact(() => apply(doc, write), here);
    // what a text cannot hold, such as half a character, is not in the session either
    if (write.kind === "change" && cellOf(doc, write.id)?.source !== session.cell(write.id)?.source)
      receive([write.id]);
  });
  return {
    /** All that the document says, with what was written before it came. */
    receiveAll: () => receive([...cells.keys()].map(Number)),
    undo: (id: CellId) => undoOf(id)?.undo(),
    redo: (id: CellId) => undoOf(id)?.redo(),
    /** Brings a cell back that was deleted, with what others wrote meanwhile. */
    restore: (id: CellId) => doc.transact(() => markDeleted(doc, id, false), "restore"),
    stop: () => {
      leave();
      cells.unobserveDeep(hear);
      about.unobserve(hearAbout);
      for (const one of undoing.values()) one.destroy();
    },
  };
}

function apply(doc: Y.Doc, write: Write): void {
  if (write.kind === "title") return setTitle(doc, write.title);
  if (write.kind === "insert") return insertCell(doc, write.cell, write.after);
  if (write.kind === "remove") return markDeleted(doc, write.id, true);
  if (write.kind === "move") return moveCell(doc, write.id, write.after);
  editSource(doc, write.id, write.edits);
  return changeCell(doc, write.id, write.cell);
}
