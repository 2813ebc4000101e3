import type * as Y from "yjs";
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
  titleOf,
} from "@/lib/notebooks/shared-document";
import { editsBetween, type TextEdit } from "@/lib/notebooks/text-edits";
import { undoingOf } from "./undoing";

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
  const undoing = undoingOf(doc, here);
  const cells = sharedCells(doc);
  const about = sharedAbout(doc);

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
    if (origin === here || undoing.isAct(origin)) return;
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
    if (write.kind === "change") undoing.typed(write.id);
    const ids = write.kind === "act" ? write.changes.map(({ id }) => id) : [];
    if (write.kind === "act") undoing.did(write.act, ids);
    doc.transact(() => apply(doc, write), write.kind === "act" ? write.act : here);
    // what a text cannot hold, such as half a character, is not in the session either
    const written = write.kind === "change" ? [write.id] : ids;
    const repaired = written.filter((id) => cellOf(doc, id)?.source !== session.cell(id)?.source);
    if (repaired.length > 0) receive(repaired);
  });
  return {
    /** All that the document says, with what was written before it came. */
    receiveAll: () => receive([...cells.keys()].map(Number)),
    undo: undoing.undo,
    redo: undoing.redo,
    /** Takes an act over several cells back as a whole; false where it is not to be taken back any more. */
    undoAct: undoing.undoAct,
    /** Brings a cell back that was deleted, with what others wrote meanwhile. */
    restore: (id: CellId) => doc.transact(() => markDeleted(doc, id, false), "restore"),
    stop: () => {
      leave();
      cells.unobserveDeep(hear);
      about.unobserve(hearAbout);
      undoing.stop();
    },
  };
}

function apply(doc: Y.Doc, write: Write): void {
  if (write.kind === "title") return setTitle(doc, write.title);
  if (write.kind === "insert") return insertCell(doc, write.cell, write.after);
  if (write.kind === "remove") return markDeleted(doc, write.id, true);
  if (write.kind === "move") return moveCell(doc, write.id, write.after);
  if (write.kind === "act") return write.changes.forEach((one) => applyChange(doc, one));
  return applyChange(doc, write);
}

function applyChange(
  doc: Y.Doc,
  { id, edits, cell }: Pick<Extract<Write, { kind: "change" }>, "id" | "edits" | "cell">,
) {
  editSource(doc, id, edits);
  changeCell(doc, id, cell);
}
