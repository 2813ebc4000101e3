import { expect, test } from "vitest";
import * as Y from "yjs";
import { workTogether } from "@/tests/notebook-clients";
import {
  cellOf,
  documentOf,
  editSource,
  insertCell,
  markDeleted,
  moveCell,
  orderOf,
  sharedCells,
  sharedFrom,
  sourceOf,
} from "./shared-document";

const three = {
  title: "Tides",
  cells: [1, 2, 3].map((id) => ({ id, mode: "ts" as const, source: `cell ${id}` })),
};

/** Two copies of one notebook, and what makes each hear of the other. */
function two() {
  const [mine, theirs] = [sharedFrom(three), new Y.Doc()];
  const meet = () => {
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine));
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
    expect(documentOf(theirs)).toEqual(documentOf(mine));
  };
  meet();
  return { mine, theirs, meet };
}

test("a document becomes a shared notebook and comes back as it was", () => {
  const document = {
    ...three,
    cells: [...three.cells, { id: 9, mode: "sql" as const, source: "", output: "o" }],
  };
  expect(documentOf(sharedFrom(document))).toEqual(document);
});

test("a cell that two move at once is there once", () => {
  const { mine, theirs, meet } = two();
  moveCell(mine, 1, 3);
  moveCell(theirs, 1, 2);
  meet();
  expect(orderOf(mine).toSorted()).toEqual([1, 2, 3]);
});

test("a cell that is deleted while another types comes back with what they wrote", () => {
  const { mine, theirs, meet } = two();
  markDeleted(mine, 2, true);
  editSource(theirs, 2, [{ at: 6, remove: 0, text: " of theirs" }]);
  meet();
  expect(orderOf(mine)).toEqual([1, 3]);
  markDeleted(mine, 2, false);
  meet();
  expect(cellOf(theirs, 2)?.source).toBe("cell 2 of theirs");
});

test("cells with equal positions are given room when something is put between them", () => {
  const doc = sharedFrom(three);
  for (const id of [1, 2, 3]) sharedCells(doc).get(String(id))!.set("position", "V01aaaab");
  expect(orderOf(doc)).toEqual([1, 2, 3]);
  insertCell(doc, { id: 4, mode: "ts", source: "" }, 1);
  expect(orderOf(doc)).toEqual([1, 4, 2, 3]);
  insertCell(doc, { id: 5, mode: "ts", source: "" }, 2);
  expect(orderOf(doc)).toEqual([1, 4, 2, 5, 3]);
});

test("undo in one editor takes back one's own typing and leaves that of others", () => {
  const { mine, theirs, meet } = two();
  const undo = new Y.UndoManager(sourceOf(mine, 1)!, { trackedOrigins: new Set(["me"]) });
  mine.transact(() => editSource(mine, 1, [{ at: 0, remove: 0, text: "my " }]), "me");
  meet();
  editSource(theirs, 1, [{ at: 9, remove: 0, text: " theirs" }]);
  meet();
  undo.undo();
  meet();
  expect(cellOf(theirs, 1)?.source).toBe("cell 1 theirs");
});

test("five people who type, move, delete and undo at once end with the same, and no letter is lost", () => {
  for (const seed of [1, 2, 3]) workTogether({ clients: 5, acts: 200, seed });
});
