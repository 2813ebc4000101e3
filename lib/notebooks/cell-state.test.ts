import { expect, test } from "vitest";
import { cellAfter, idle, withoutFrame, type CellEvent, type CellState } from "./cell-state";

const after = (...events: CellEvent[]) =>
  events.reduce<CellState | undefined>((state, event) => cellAfter(state, event), undefined)!;
const error = { name: "Error", message: "no", line: 1 };
const offer = (n: number): CellEvent => ({
  op: "offer",
  id: 1,
  version: 1,
  offer: { n, name: "prepared", rows: 10, columns: 4 },
});

test("a table is offered, not saved, and the offer ends when the cell runs again", () => {
  const offered = after({ op: "running", id: 1, version: 1 }, offer(7));
  expect(offered.offers).toEqual([
    { n: 7, name: "prepared", rows: 10, columns: 4, saving: "no", message: null },
  ]);
  expect(cellAfter(offered, { op: "running", id: 1, version: 1 }).offers).toEqual([]);
  expect(withoutFrame(offered, true).offers).toEqual([]);
});

test("what became of a click is kept with the offer that was clicked", () => {
  const saved = { name: "prepared", number: 2, rows: 10, columns: 4 };
  const state = after(offer(1), offer(2), { op: "save", id: 1, n: 2, saving: saved, message: null });
  expect(state.offers.map(({ saving }) => saving)).toEqual(["no", saved]);
});

test("a name shows the value that it has now, also when an input was moved after the cell was done", () => {
  const note = (name: string, text: string) => ({ name, kind: "number", note: text });
  const state = after(
    { op: "done", id: 1, version: 1, milliseconds: 1, variables: [note("a", "1"), note("b", "2")] },
    { op: "value", id: 1, version: 1, variable: note("a", "7") },
    { op: "value", id: 1, version: 1, variable: note("c", "3") },
  );
  expect(state.variables).toEqual([note("a", "7"), note("b", "2"), note("c", "3")]);
});

test("errors that come late are shown, the first few, and all are counted", () => {
  const late: CellEvent = { op: "late", id: 1, version: 1, error };
  const state = after(
    { op: "done", id: 1, version: 1, milliseconds: 1, variables: [] },
    ...Array.from({ length: 5 }, () => late),
  );
  expect([state.status, state.late.first.length, state.late.count]).toEqual(["done", 3, 5]);
  expect(cellAfter(state, { op: "running", id: 1, version: 2 }).late).toEqual(idle.late);
});

test("a cell that runs on offering tables is bounded", () => {
  expect(after(...Array.from({ length: 50 }, (_, n) => offer(n))).offers).toHaveLength(20);
});

test("stopping leaves results and marks what it stopped", () => {
  const running = after({ op: "running", id: 1, version: 1 });
  const done = after({ op: "done", id: 2, version: 1, milliseconds: 4, variables: [] });
  expect([running, done].map((state) => withoutFrame(state, true).status)).toEqual(["stopped", "done"]);
});

test("a run that was stopped says whether somebody asked for it", () => {
  const running = after({ op: "running", id: 1, version: 1 });
  expect(cellAfter(running, { op: "stopped", id: 1, version: 1 })).toMatchObject({
    ...{ status: "stopped", isByHand: true, ends: 1 },
  });
  expect(withoutFrame(running, false)).toMatchObject({ status: "stopped", isByHand: false });
  expect(withoutFrame(idle, true)).toMatchObject({ status: "idle", ends: 0 });
});
