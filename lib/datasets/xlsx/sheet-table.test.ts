import { expect, test } from "vitest";
import { sheetColumnNote, sheetTable } from "./sheet-table";

const text = (column: number, value: string) => ({ column, text: value, kind: "text" as const });
const number = (column: number, value: string) => ({ column, text: value, kind: "number" as const });

test("columns have places in the order in which they appear, and records end behind their last cell", () => {
  const table = sheetTable();
  const row = { number: 1, hidden: false };
  expect(table.record({ ...row, cells: [number(5, "1")] })).toBe("1");
  expect(table.record({ ...row, cells: [text(2, 'a"b'), number(5, "2")] })).toBe('2,"a""b"');
  expect(table.record({ ...row, cells: [text(2, "NA"), { column: 9, text: "#N/A", kind: "error" }] })).toBe(
    ',"NA",',
  );
  expect([...table.columns()].map(([column, { slot }]) => [column, slot])).toEqual([
    [5, 0],
    [2, 1],
    [9, 2],
  ]);
});

test("errors are told from empty cells, and kinds are counted where there are several", () => {
  const counts = {
    slot: 0,
    kinds: { number: 3, date: 0, boolean: 0, text: 1 },
    errors: new Map([["#N/A", 2]]),
    example: "x",
  };
  expect(sheetColumnNote({ column: "a", missing: { "": 5, NA: 1 } }, counts)).toEqual({
    column: "a",
    missing: { "": 3, NA: 1, "#N/A": 2 },
    mixed: { number: 3, date: 0, boolean: 0, text: 1, example: "x" },
  });
  const plain = { ...counts, kinds: { ...counts.kinds, text: 0 }, errors: new Map<string, number>() };
  expect(sheetColumnNote({ column: "a" }, plain)).toEqual({ column: "a" });
});
