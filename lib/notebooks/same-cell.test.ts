import { expect, test } from "vitest";
import { isSameCell } from "./same-cell";

test("a cell is the same where its text, language and table are, and no cell is the same as none", () => {
  const cell = { id: 1, mode: "sql" as const, source: "select 1", output: "rows" };
  expect(isSameCell(cell, { ...cell, id: 2 })).toBe(true);
  expect(isSameCell(cell, { ...cell, source: "select 2" })).toBe(false);
  expect(isSameCell(cell, { ...cell, mode: "md" })).toBe(false);
  expect(isSameCell(cell, { ...cell, output: "others" })).toBe(false);
  expect(isSameCell(cell, undefined)).toBe(false);
});
