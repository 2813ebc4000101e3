import { expect, test } from "vitest";
import type { TableLike } from "@/lib/notebooks/runtime/table-like";
import { createSlices } from "./slices";
import { tableView } from "./table-view";

function tableOf(rows: Record<string, unknown>[]): TableLike {
  return {
    numRows: () => rows.length,
    columnNames: () => Object.keys(rows[0] ?? {}),
    get: (name, row) => rows[row]![name],
  };
}

/** A view whose slices are taken by hand, with how often it said that something changed. */
function viewOf(rows: Record<string, unknown>[]) {
  const turns: (() => void)[] = [];
  const inSlices = createSlices({ now: () => 0, later: (go) => turns.push(go) });
  const told = { changes: 0 };
  const view = tableView(tableOf(rows), { inSlices, isThere: () => true, changed: () => told.changes++ });
  const settle = async () => {
    while (turns.length) turns.shift()!();
    await Promise.resolve();
    await Promise.resolve();
  };
  const shown = () => Array.from({ length: view.shown() }, (_, place) => view.rowAt(place));
  return { view, settle, shown, told };
}

const rows = [
  { n: 3, t: "x" },
  { n: 1, t: "y" },
  { n: null, t: "x" },
  { n: 2, t: "xy" },
];

test("rows that pass all that is written are shown in the order of the sort", async () => {
  const { view, settle, shown } = viewOf(rows);
  view.setFilter("t", "x");
  expect([view.isSearching(), shown()]).toEqual([true, [0, 1, 2, 3]]);
  await settle();
  expect([view.isSearching(), shown()]).toEqual([false, [0, 2, 3]]);
  view.sortBy("n");
  await settle();
  expect(shown()).toEqual([3, 0, 2]);
  view.setFilter("n", "> 2");
  await settle();
  expect(shown()).toEqual([0]);
  view.setFilter("n", "");
  view.sortBy("n");
  await settle();
  expect(shown()).toEqual([0, 3, 2]);
  view.clearFilters();
  expect(shown()).toEqual([0, 3, 1, 2]);
  view.sortBy("n");
  expect(shown()).toEqual([0, 1, 2, 3]);
});

test("of what is typed fast the last counts, and an earlier search never shows its rows", async () => {
  const { view, settle, shown } = viewOf(rows);
  view.setFilter("t", "y");
  view.setFilter("t", "xy");
  await settle();
  expect(shown()).toEqual([3]);
  view.setFilter("t", "nothing of this");
  view.setFilter("t", "");
  await settle();
  expect(shown()).toEqual([0, 1, 2, 3]);
});

test("a getter that throws spoils only its own place", () => {
  const { view } = viewOf([
    {
      get bad() {
        throw new Error("not today");
      },
    },
  ]);
  expect(view.valueAt("bad", 0)).toMatchObject({ message: "not today" });
});
