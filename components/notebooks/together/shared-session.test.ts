import { expect, test } from "vitest";
import * as Y from "yjs";
import type { CellId } from "@/lib/notebooks/graph";
import { createSession, type Session } from "@/lib/notebooks/session";
import { sharedFrom } from "@/lib/notebooks/shared-document";
import { applyEdits, type TextEdit } from "@/lib/notebooks/text-edits";
import { bindSession } from "./shared-session";

const begun = {
  title: "Tides",
  cells: [1, 2, 3].map((id) => ({ id, mode: "ts" as const, source: `cell ${id}` })),
};

/** Somebody with the notebook open, and with an editor on each cell. */
function somebody(state: Uint8Array) {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  const session = createSession({ document: begun, known: new Set(), schedule: () => undefined });
  const editors = new Map<CellId, string>(begun.cells.map(({ id, source }) => [id, source]));
  const edited = (id: CellId, edits: readonly TextEdit[]) =>
    void editors.set(id, applyEdits(editors.get(id)!, edits));
  const binding = bindSession({ doc, session, edited });
  const type = (id: CellId, at: number, text: string) => {
    const edits = [{ at, remove: 0, text }];
    edited(id, edits);
    session.change(id, { source: editors.get(id)! }, edits);
  };
  return { doc, session, editors, type, ...binding };
}

function two() {
  const state = Y.encodeStateAsUpdate(sharedFrom(begun));
  const [mine, theirs] = [somebody(state), somebody(state)];
  const meet = () => {
    Y.applyUpdate(theirs.doc, Y.encodeStateAsUpdate(mine.doc));
    Y.applyUpdate(mine.doc, Y.encodeStateAsUpdate(theirs.doc));
    expect(theirs.session.document()).toEqual(mine.session.document());
    for (const { editors, session } of [mine, theirs])
      for (const id of session.ids())
        expect(editors.get(id) ?? sourceIn(session, id)).toBe(sourceIn(session, id));
  };
  return { mine, theirs, meet };
}
const sourceIn = (session: Session, id: CellId) => session.cell(id)!.source;

test("what two type into one cell is in the sessions and the editors of both", () => {
  const { mine, theirs, meet } = two();
  mine.type(1, 0, "mine ");
  theirs.type(1, 6, " theirs");
  meet();
  expect(sourceIn(mine.session, 1)).toBe("mine cell 1 theirs");
  mine.type(1, 18, "!");
  meet();
});

test("undo takes back what was typed here, in the editor as well, and redo does it again", () => {
  const { mine, theirs, meet } = two();
  mine.type(1, 6, " mine");
  meet();
  theirs.type(1, 0, "theirs ");
  meet();
  mine.undo(1);
  meet();
  expect(sourceIn(theirs.session, 1)).toBe("theirs cell 1");
  mine.redo(1);
  meet();
  expect(sourceIn(theirs.session, 1)).toBe("theirs cell 1 mine");
  theirs.undo(2);
  meet();
});

test("cells that are added, moved, deleted and brought back are the same for both", () => {
  const { mine, theirs, meet } = two();
  mine.session.move(1, 1);
  theirs.session.move(3, -1);
  mine.session.change(2, { mode: "sql", output: "rows" });
  meet();
  theirs.type(2, 6, " and more");
  mine.session.remove(2);
  mine.editors.delete(2);
  mine.session.rename("Moons");
  meet();
  expect(theirs.session.ids()).not.toContain(2);
  expect(theirs.session.title()).toBe("Moons");
  mine.restore(2);
  meet();
  expect(mine.session.cell(2)).toEqual({ id: 2, mode: "sql", output: "rows", source: "cell 2 and more" });
});

test("half of a character, which no text can hold, is marked in the session and in the editor", () => {
  const { mine, meet } = two();
  mine.type(3, 0, "\ud83c");
  expect(sourceIn(mine.session, 3)).toBe("\ufffdcell 3");
  meet();
});

/** Puts a word at the beginning of several cells as one act, in the editors as well. */
function prefix(who: ReturnType<typeof somebody>, ids: readonly CellId[], word: string): object {
  const act = {};
  const edits = [{ at: 0, remove: 0, text: word }];
  const changes = ids.map((id) => ({ id, change: { source: word + sourceIn(who.session, id) }, edits }));
  who.session.changeAll(changes, act);
  for (const id of ids) who.editors.set(id, sourceIn(who.session, id));
  return act;
}

test("an act over several cells is one undo, also where others typed meanwhile", () => {
  const { mine, theirs, meet } = two();
  prefix(mine, [1, 2], "act ");
  meet();
  theirs.type(2, 10, " theirs");
  meet();
  mine.undo(1);
  meet();
  expect([1, 2, 3].map((id) => sourceIn(theirs.session, id))).toEqual(["cell 1", "cell 2 theirs", "cell 3"]);
  mine.redo(2);
  meet();
  expect([1, 2].map((id) => sourceIn(theirs.session, id))).toEqual(["act cell 1", "act cell 2 theirs"]);
});

test("in a cell undo goes back through typing and acts in the order in which they came", () => {
  const { mine, meet } = two();
  mine.type(1, 6, " before");
  prefix(mine, [1, 2], "act ");
  mine.type(1, 0, "after ");
  const seen: string[] = [];
  const step = (act: "undo" | "redo") => {
    mine[act](1);
    meet();
    seen.push(sourceIn(mine.session, 1));
  };
  for (const act of ["undo", "undo", "undo", "undo", "redo", "redo", "redo"] as const) step(act);
  expect(seen).toEqual([
    "act cell 1 before",
    "cell 1 before",
    "cell 1",
    "cell 1",
    "cell 1 before",
    "act cell 1 before",
    "after act cell 1 before",
  ]);
  expect(sourceIn(mine.session, 2)).toBe("act cell 2");
});

test("an act is taken back by its name once, and not done again after something else was typed", () => {
  const { mine, meet } = two();
  const act = prefix(mine, [1, 2], "act ");
  expect(mine.undoAct(act)).toBe(true);
  expect(mine.undoAct(act)).toBe(false);
  meet();
  expect(sourceIn(mine.session, 1)).toBe("cell 1");
  mine.type(2, 0, "typed ");
  mine.redo(1);
  meet();
  expect(sourceIn(mine.session, 1)).toBe("cell 1");
});

test("the name of a SQL cell's table is changed and taken back with the act", () => {
  const { mine, theirs, meet } = two();
  mine.session.change(3, { mode: "sql", output: "rows" });
  const act = {};
  mine.session.changeAll([{ id: 3, change: { output: "near" }, edits: [] }], act);
  meet();
  expect(theirs.session.cell(3)?.output).toBe("near");
  mine.undoAct(act);
  meet();
  expect(theirs.session.cell(3)?.output).toBe("rows");
});
