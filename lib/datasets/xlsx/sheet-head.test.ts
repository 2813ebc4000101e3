import { expect, test } from "vitest";
import { sheetHead } from "./sheet-head";
import type { Merge } from "./sheet-reader";

const row = (number: number, ...texts: (string | null)[]) => ({
  number,
  hidden: false,
  cells: texts.flatMap((text, column) => (text === null ? [] : [{ column, text, kind: "text" as const }])),
});
const merge = (top: number, left: number, bottom: number, right: number): Merge => ({
  top,
  left,
  bottom,
  right,
});

test("the header is the first row that fills half of the width; what is above is said", () => {
  const rows = [row(1, "Report"), row(2, "by", "me"), row(4, "a", "b", "c", "d", "e"), row(5, "1")];
  const head = sheetHead(rows, [], {});
  expect(head).toMatchObject({ row: 4, lines: 1 });
  expect([...head.names.values()]).toEqual(["a", "b", "c", "d", "e"]);
  expect(head.said).toEqual(["Above the header in row 4, not read: “Report”, “by”, “me”"]);
});

test("a sheet of one column has its header in its first row", () => {
  expect(sheetHead([row(3, "a"), row(4, "1")], [], {})).toMatchObject({ row: 3, lines: 1, said: [] });
});

test("groups of groups are joined, down to the row that has no merged cells", () => {
  const rows = [row(1, "A", null, null, null), row(2, "B", null, "C", null), row(3, "w", "x", "y", "z")];
  const merges = [merge(1, 0, 1, 3), merge(2, 0, 2, 1), merge(2, 2, 2, 3)];
  const asked = sheetHead(rows, merges, { headerRow: 1 });
  expect(asked).toMatchObject({ row: 1, lines: 3 });
  expect([...asked.names.values()]).toEqual(["A B w", "A B x", "A C y", "A C z"]);
  // One cell over the whole width is a title where nobody says otherwise.
  expect([...sheetHead(rows, merges, {}).names.values()]).toEqual(["B w", "B x", "C y", "C z"]);
});

test("no header is one of no lines", () => {
  expect(sheetHead([row(1, "a", "b")], [], { headerLines: 0 })).toMatchObject({ row: 1, lines: 0 });
  expect(sheetHead([row(1, "a", "b")], [], { headerLines: 0 }).names.size).toBe(0);
});
