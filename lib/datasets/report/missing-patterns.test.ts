import { expect, test } from "vitest";
import { textColumn } from "@/lib/frame/frame";
import { holesOf, missingPatterns, mostPatternColumns } from "./missing-patterns";

const rows = 100;
const numbers = (isMissing: (row: number) => boolean) =>
  holesOf({
    name: "x",
    type: "number",
    values: Float64Array.from({ length: rows }, (_, row) => (isMissing(row) ? NaN : row)),
  });

test("cells are missing by blocks of rows, and columns lack them together or never", () => {
  const first = numbers((row) => row < 48)!;
  const same = numbers((row) => row < 48)!;
  const other = numbers((row) => row >= 48)!;
  const all = numbers(() => true)!;
  const holes = new Map([
    ["a", first],
    ["b", same],
    ["c", other],
    ["d", all],
  ]);
  const { blocks, together, columns, of } = missingPatterns(holes, rows);
  expect([columns, of, blocks.rows]).toEqual([["a", "b", "c", "d"], 4, 32]);
  expect(blocks.shares[0]).toEqual([1, 0.5, 0, 0]);
  expect(blocks.shares[3]).toEqual([1, 1, 1, 1]);
  expect(together!.values[0]).toEqual([1, 1, -1, null]);
});

test("text lacks cells as numbers do, and a column without a hole has no pattern", () => {
  expect(holesOf(textColumn("t", ["a", null, "b"], 3))![0]).toBe(2);
  expect(numbers(() => false)).toBeNull();
  expect(missingPatterns(new Map(), 0)).toMatchObject({ columns: [], of: 0, together: null });
});

test("of many columns those that lack most are in the patterns, and all are counted", () => {
  const one = numbers((row) => row === 1)!;
  const holes = new Map(Array.from({ length: mostPatternColumns + 3 }, (_, i) => [`c${i}`, one] as const));
  const { columns, of } = missingPatterns(holes, rows);
  expect([columns.length, of]).toEqual([mostPatternColumns, mostPatternColumns + 3]);
});
