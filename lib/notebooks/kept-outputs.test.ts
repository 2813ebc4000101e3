import { expect, test } from "vitest";
import { cellHashes } from "./cell-hash";
import { graphOf } from "./graph";
import { keptOutputs, type StoredNote } from "./kept-outputs";
import type { Cell } from "./schema";

const cells = new Map<number, Cell>([
  [1, { id: 1, mode: "ts", source: "const rows = await dataset('neo')" }],
  [2, { id: 2, mode: "ts", source: "rows.numRows()" }],
]);
const graph = graphOf(
  [
    { id: 1, defines: ["rows"], uses: [] },
    { id: 2, defines: [], uses: ["rows"] },
  ],
  new Set(),
);
const hashes = cellHashes(cells, graph, new Map([["neo", 1]]));
const note = (id: number): StoredNote => ({
  ...{ hash: hashes.get(id)!, state: "done", ranBy: "Inés", ranAt: "2026-01-01T00:00:00Z" },
});

test("a stored output is fresh until what it rests on is another", () => {
  const kept = keptOutputs();
  kept.versionIs("neo", 1);
  for (const id of [1, 2]) expect(kept.keep(id, note(id))).toBe(true);
  const old = () => [1, 2].map((id) => kept.isOld(id, cells, graph));
  expect(old()).toEqual([false, false]);
  kept.versionIs("neo", 2);
  expect(old()).toEqual([true, true]);
  kept.versionIs("neo", 1); // an older one that somebody read changes nothing
  expect(old()).toEqual([true, true]);
});

test("a cell that runs has no stored output any more, and none that comes late", () => {
  const kept = keptOutputs();
  kept.keep(1, note(1));
  kept.asked(cells.get(1)!);
  expect([kept.noteOf(1), kept.ids()]).toEqual([null, []]);
  expect(kept.keep(1, note(1))).toBe(false);
  expect([...kept.hashesOfRuns(graph).keys()]).toEqual([1]);
  kept.forget(1);
  expect([...kept.hashesOfRuns(graph).keys()]).toEqual([]);
});
