import { expect, test } from "vitest";
import { documentChanges, lineChanges } from "./document-changes";
import type { Document } from "./document";

const cell = (id: number, source: string, mode: "ts" | "sql" = "ts") => ({ id, mode, source });
const before: Document = {
  title: "Tides",
  cells: [cell(1, "a"), cell(2, "b\nc"), cell(3, "d"), cell(4, "e")],
};

test("nothing changed is nothing to show", () => {
  expect(documentChanges(before, structuredClone(before))).toEqual({ title: null, cells: [] });
});

test("cells that came, went, changed or moved are told by their number, and no other one is", () => {
  const after: Document = {
    title: "High tides",
    cells: [cell(4, "e"), cell(1, "a"), cell(2, "b\nC", "sql"), cell(9, "new")],
  };
  const { title, cells } = documentChanges(before, after);
  expect(title).toEqual({ before: "Tides", after: "High tides" });
  expect(cells.map(({ id, number, kind, modeBefore }) => [id, number, kind, modeBefore])).toEqual([
    [4, 1, "moved", null],
    [2, 3, "changed", "ts"],
    [9, 4, "added", null],
    [3, 3, "removed", null],
  ]);
  expect(cells[1]!.lines).toEqual([
    { kind: "same", text: "b" },
    { kind: "gone", text: "c" },
    { kind: "new", text: "C" },
  ]);
});

test("lines far from a change are counted and not shown", () => {
  const long = Array.from({ length: 20 }, (_, i) => `line ${i}`);
  const changed = long.with(10, "another");
  const lines = lineChanges(long.join("\n"), changed.join("\n"));
  expect(lines.map(({ kind }) => kind)).toEqual([
    "left out",
    ...["same", "same", "gone", "new", "same", "same"],
    "left out",
  ]);
  expect(lines[0]).toEqual({ kind: "left out", lines: 8 });
  expect(lines.at(-1)).toEqual({ kind: "left out", lines: 7 });
});

test("a line that is put behind the last one is one new line", () => {
  expect(lineChanges("a", "a\nb")).toEqual([
    { kind: "same", text: "a" },
    { kind: "new", text: "b" },
  ]);
  expect(lineChanges("", "")).toEqual([]);
  expect(lineChanges("x", "")).toEqual([{ kind: "gone", text: "x" }]);
});

test("a cell whose code was hidden is told as that, without a line of text", () => {
  const hidden = before.cells.map((one) => (one.id === 2 ? { ...one, hidden: "code" as const } : one));
  const { cells } = documentChanges(before, { ...before, cells: hidden });
  expect(cells.map(({ id, kind, shown, lines }) => [id, kind, shown, lines])).toEqual([
    [2, "changed", "code hidden", []],
  ]);
  expect(documentChanges({ ...before, cells: hidden }, before).cells[0]!.shown).toBe("code shown");
});
