import { expect, test } from "vitest";
import { createSession, type Topic, type Write } from "./session";
import type { Cell } from "./schema";

const text = (id: number, source: string): Cell => ({ id, mode: "ts", source });

function opened(cells: Cell[]) {
  const flushes: (() => void)[] = [];
  const session = createSession({
    document: { title: "T", cells },
    known: new Set(),
    schedule: (flush) => void flushes.push(flush),
  });
  const draw = () => flushes.splice(0).forEach((flush) => flush());
  const heard: Topic[] = [];
  for (const to of ["order", "text", "any", ...cells.map(({ id }) => id)] as const)
    session.subscribe(to, () => heard.push(to));
  const drawn = () => (draw(), heard.splice(0));
  const run = (...ids: number[]) => {
    for (const id of ids) {
      session.asked(id);
      session.happened({ op: "running", id, version: 1 });
      session.happened({ op: "done", id, version: 1, milliseconds: 1, variables: [] });
    }
    draw();
    heard.length = 0;
  };
  const stale = () => session.ids().filter((id) => session.view(id).isStale);
  return { session, heard, drawn, run, stale };
}

/** a; b = a; c = b; d apart. */
function chain() {
  const all = opened([text(1, "a = 1"), text(2, "b = a"), text(3, "c = b"), text(4, "d = 0")]);
  all.session.named(1, { defines: ["a"], uses: [] });
  all.session.named(2, { defines: ["b"], uses: ["a"] });
  all.session.named(3, { defines: ["c"], uses: ["b"] });
  all.drawn();
  all.run(1, 2, 3, 4);
  return all;
}

test("a change makes exactly the cell and what reads it stale, and taking it back makes them fresh", () => {
  const { session, stale } = chain();
  expect(stale()).toEqual([]);
  session.change(2, { source: "b = a + 1" });
  expect(stale()).toEqual([2, 3]);
  expect([2, 3].map((id) => session.view(id).changedNames)).toEqual([[], ["b"]]);
  session.change(2, { source: "b = a" });
  expect(stale()).toEqual([]);
});

test("a cell that ran again on what its source gave before is stale until that ran too", () => {
  const { session, stale, run } = chain();
  session.change(1, { source: "a = 2" });
  run(2);
  expect(stale()).toEqual([1, 2, 3]);
  run(1, 2, 3);
  expect(stale()).toEqual([]);
});

test("a cell that never ran is not called stale", () => {
  const { session } = opened([text(1, "a = 1")]);
  session.change(1, { source: "a = 2" });
  expect(session.view(1)).toMatchObject({ isStale: false, hasRun: false });
});

test("a key in one cell is heard at once by that cell and by what reads it, and by nobody else", () => {
  const { session, heard } = chain();
  session.change(4, { source: "d = 1" });
  expect(heard.splice(0)).toEqual([4, "text", "any"]);
  const untouched = session.view(4);
  session.change(2, { source: "b = 7" });
  expect(heard.splice(0)).toEqual([2, 3, "text", "any"]);
  expect(session.view(4)).toBe(untouched);
});

test("what runs is no change of the text, and what is typed is", () => {
  const { session, run } = opened([text(1, "a")]);
  run(1);
  session.named(1, { defines: ["a"], uses: [] });
  expect(session.edits()).toBe(0);
  session.change(1, { source: "b" });
  session.rename("New");
  expect([session.edits(), session.document().title]).toEqual([2, "New"]);
});

test("cells are put in, moved and taken out, and each knows where it stands", () => {
  const { session, drawn } = opened([text(1, "a"), text(2, "b")]);
  const id = session.insert(1, "md");
  session.move(id, 1);
  expect(session.ids()).toEqual([1, 2, id]);
  expect(session.view(id)).toMatchObject({ number: 3, cell: { mode: "md", source: "" } });
  session.remove(2);
  expect(session.view(id).number).toBe(2);
  session.move(1, -1);
  expect(session.document().cells.map((cell) => cell.id)).toEqual([1, id]);
  expect(drawn()).toContain("order");
});

test("names that come from a cell's reader bring faults to the cells that they are about", () => {
  const { session, drawn } = opened([text(1, "a"), text(2, "a"), text(3, "b")]);
  session.named(1, { defines: ["a"], uses: [] });
  session.named(2, { defines: ["a"], uses: [] });
  drawn();
  expect([1, 2, 3].map((id) => session.view(id).faults.length)).toEqual([1, 1, 0]);
  session.named(2, { defines: ["b"], uses: [] });
  drawn();
  expect(session.view(1).faults).toEqual([]);
});

test("what ran when all was stopped is marked, what was done stays, what is gone is not heard", () => {
  const { session, run, drawn } = opened([text(1, "a"), text(2, "b")]);
  run(1);
  session.asked(2);
  session.stopped(true);
  drawn();
  expect([1, 2].map((id) => session.view(id).state.status)).toEqual(["done", "stopped"]);
  session.remove(2);
  session.happened({ op: "running", id: 2, version: 9 });
  expect(session.ids()).toEqual([1]);
});

test("what others wrote is taken over, and only what changed is drawn", () => {
  const { session, drawn } = chain();
  session.receive({ title: "T", ids: [1, 2, 3, 4], cells: [text(4, "d = 0"), text(2, "b = a + 1")] });
  expect(session.cell(2)?.source).toBe("b = a + 1");
  expect(drawn()).not.toContain(4);
  expect(session.view(3).isStale).toBe(true);
  session.receive({ title: "U", ids: [4, 1, 9, 2], cells: [text(9, "new"), text(3, "deleted")] });
  expect(session.ids()).toEqual([4, 1, 9, 2]);
  expect([session.title(), session.cell(3)]).toEqual(["U", undefined]);
  expect(session.view(9).number).toBe(3);
});

test("what is written here is told with how the text became another, and what others wrote is not", () => {
  const { session } = chain();
  const told: Write[] = [];
  session.listen((write) => told.push(write));
  session.change(1, { source: "aa = 1" }, [{ at: 1, remove: 0, text: "a" }]);
  session.change(2, { source: "b = aa" });
  session.move(4, -1);
  const made = session.insert(2, "sql");
  session.remove(made);
  session.rename("U");
  session.receive({ title: "V", ids: [1, 2, 3], cells: [text(1, "theirs")] });
  expect(told).toEqual([
    { kind: "change", id: 1, cell: text(1, "aa = 1"), edits: [{ at: 1, remove: 0, text: "a" }] },
    { kind: "change", id: 2, cell: text(2, "b = aa"), edits: [{ at: 5, remove: 0, text: "a" }] },
    { kind: "move", id: 4, after: 2 },
    { kind: "insert", cell: { id: 5, mode: "sql", source: "" }, after: 2 },
    { kind: "remove", id: 5 },
    { kind: "title", title: "U" },
  ]);
});

test("a cell is put where it is wanted, with its text, and moved behind any other", () => {
  const { session } = opened([text(1, "a"), text(2, "b")]);
  const told: Write[] = [];
  session.listen((write) => told.push(write));
  const first = session.put({ mode: "sql", source: "select 1", output: "rows" }, null);
  expect(session.ids()).toEqual([first, 1, 2]);
  expect(session.cell(first)).toEqual({ id: first, mode: "sql", source: "select 1", output: "rows" });
  session.moveTo(first, 2);
  expect(session.ids()).toEqual([1, 2, first]);
  session.moveTo(2, null);
  expect(session.ids()).toEqual([2, 1, first]);
  session.moveTo(1, 1); // nowhere
  expect(told.map((write) => ("after" in write ? [write.kind, write.after] : write.kind))).toEqual([
    ["insert", null],
    ["move", 2],
    ["move", null],
  ]);
});
