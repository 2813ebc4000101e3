import { expect, test } from "vitest";
import type { CellId } from "@/lib/notebooks/graph";
import type { Cell } from "@/lib/notebooks/schema";
import { createSession } from "@/lib/notebooks/session";
import type { CopiedCell } from "./cell-clipboard";
import { handsOf } from "./hands";

/** A notebook of cells, and hands on it that note what they are told to show. */
function begin(...texts: [Cell["mode"], string][]) {
  return beginAs(true, texts);
}

function beginAs(mayWrite: boolean, texts: [Cell["mode"], string][]) {
  const cells = texts.map(([mode, source], i) => ({ id: i + 1, mode, source }));
  const session = createSession({
    ...{ document: { title: "T", cells }, known: new Set<string>(), schedule: () => undefined },
  });
  const kept = new Map<CellId, { cell: Cell; before: CellId | null }>();
  const said: string[] = [];
  let [chosen, open, copied]: [CellId | null, [CellId, number?] | null, CopiedCell | null] = [
    null,
    null,
    null,
  ];
  const { remove } = session;
  session.remove = (id) => {
    kept.set(id, { cell: session.cell(id)!, before: session.ids()[session.ids().indexOf(id) - 1] ?? null });
    remove(id);
  };
  const hands = handsOf({
    session,
    restore: (id) => {
      const { cell, before } = kept.get(id)!;
      const at = before === null ? 0 : session.ids().indexOf(before) + 1;
      session.receive({ title: "T", ids: session.ids().toSpliced(at, 0, id), cells: [cell] });
    },
    run: (id) => void said.push(`run ${id}`),
    edit: (id, caret) => void (open = caret === undefined ? [id] : [id, caret]),
    select: (id) => void (chosen = id),
    look: mayWrite ? null : (id, part) => void said.push(`look at ${part} of ${id}`),
    numberLines: (id) => void said.push(`number ${id ?? "all"}`),
    deleted: ({ name }) => void said.push(name),
    tell: (text) => void said.push(text),
    copy: (id) => void (copied = session.cell(id)!),
    copied: () => copied && { mode: copied.mode, source: copied.source },
  });
  const texts_ = () => session.ids().map((id) => session.cell(id)!.source);
  return { session, hands, said, texts: texts_, chosen: () => chosen, open: () => open };
}

test("cells are put above and below; text is followed by code", () => {
  const { hands, session, chosen } = begin(["md", "# A"], ["sql", "select 1"]);
  hands.do("insert-above", 1);
  expect(session.cell(chosen()!)!.mode).toBe("ts");
  expect(session.ids()).toEqual([chosen(), 1, 2]);
  hands.do("insert-below", 2);
  expect(session.cell(chosen()!)!.mode).toBe("sql");
  expect(session.ids().at(-1)).toBe(chosen());
});

test("each act is taken back, the last one first, and the last of all says that there is no more", () => {
  const { hands, session, said, texts } = begin(["ts", "a"], ["ts", "b"], ["ts", "c"]);
  hands.do("delete", 2);
  hands.do("move-down", 1);
  hands.do("to-text", 3);
  hands.do("duplicate", 3);
  hands.do("merge", 3);
  expect(texts()).toEqual(["c\n\nc", "a"]);
  for (let i = 0; i < 5; i += 1) hands.do("undo", 1);
  expect(texts()).toEqual(["a", "b", "c"]);
  expect(session.ids().map((id) => session.cell(id)!.mode)).toEqual(["ts", "ts", "ts"]);
  hands.do("undo", 1);
  expect(said.at(-1)).toBe("There is nothing to take back.");
});

test("a cell is split at the caret, and is one again", () => {
  const { hands, session, texts, open } = begin(["md", "one\n\ntwo\nthree"]);
  hands.split(1, 4);
  expect(texts()).toEqual(["one", "two\nthree"]);
  expect(open()).toEqual([session.ids()[1], 0]);
  hands.do("undo", 1);
  expect(texts()).toEqual(["one\n\ntwo\nthree"]);
  hands.split(1, 0);
  expect(texts()).toEqual(["", "one\n\ntwo\nthree"]);
});

test("cells of two kinds are not merged, nor the last one, and that is said", () => {
  const { hands, said, texts } = begin(["md", "a"], ["ts", "b"]);
  hands.do("merge", 1);
  hands.do("merge", 2);
  expect(said).toEqual([
    "Cell 1 and the one below are of two kinds, and stay apart.",
    "There is no cell below to merge with.",
  ]);
  expect(texts()).toEqual(["a", "b"]);
});

test("a cell is cut and pasted; without one there is nothing to paste", () => {
  const { hands, said, texts, chosen } = begin(["ts", "a"], ["ts", "b"]);
  hands.do("paste", 1);
  expect(said).toEqual(["No cell was copied."]);
  hands.do("cut", 1);
  expect(chosen()).toBe(2);
  hands.do("paste", 2);
  expect(texts()).toEqual(["b", "a"]);
});

test("running on goes to the next cell, and behind the last one begins a new one", () => {
  const { hands, session, said, chosen, open } = begin(["ts", "a"], ["ts", "b"]);
  hands.do("run-on", 1);
  expect([said, chosen()]).toEqual([["run 1"], 2]);
  hands.do("run-on", 2);
  expect(open()).toEqual([session.ids()[2]]);
  hands.do("up", 1); // above the first there is none
  hands.do("edit", 99); // a cell that somebody else deleted
  expect(open()).toEqual([session.ids()[2]]);
});

test("what is hidden is kept with the cell and taken back part by part, and readers change nothing", () => {
  const { hands, session } = begin(["ts", "a"]);
  hands.do("hide", 1);
  hands.do("fold", 1);
  expect(session.cell(1)!.hidden).toBe("all");
  hands.do("undo", 1);
  expect(session.cell(1)!.hidden).toBe("code");
  hands.do("undo", 1);
  expect(session.cell(1)!.hidden).toBeUndefined();
  const reader = beginAs(false, [["ts", "a"]]);
  reader.hands.do("hide", 1);
  expect(reader.said).toEqual(["look at code of 1"]);
  expect(reader.session.cell(1)!.hidden).toBeUndefined();
});

test("lines of one cell, or of all, are numbered", () => {
  const { hands, said } = begin(["ts", "a"]);
  hands.do("number-lines", 1);
  hands.do("number-all-lines", 1);
  expect(said).toEqual(["number 1", "number all"]);
});

test("a cell that is dropped or put somewhere is one act, and nothing where it stays", () => {
  const { hands, session, texts, open, said } = begin(["ts", "a"], ["ts", "b"], ["ts", "c"]);
  hands.moveTo(3, null);
  hands.moveTo(3, null);
  expect(texts()).toEqual(["c", "a", "b"]);
  hands.add("sql", 1);
  expect(session.cell(open()![0])!.mode).toBe("sql");
  expect(texts()).toEqual(["c", "", "a", "b"]);
  hands.add("md", null);
  expect(texts()).toEqual(["c", "", "a", "b", ""]);
  for (let i = 0; i < 3; i += 1) hands.do("undo", 1);
  expect(texts()).toEqual(["a", "b", "c"]);
  hands.do("undo", 1);
  expect(said.at(-1)).toBe("There is nothing to take back.");
});
