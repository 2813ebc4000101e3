import { expect, test } from "vitest";
import { isSmall } from "./cost";
import type { NamedTable } from "./engine";

const table = (rows: number, width: number): NamedTable => ({
  name: "rows",
  file: "x",
  masked: [],
  rows,
  columns: Array.from({ length: width }, (_, i) => ({ name: `c${i}`, type: "number" as const })),
});

test("a page of rows is small in the largest table, all its rows are not", () => {
  const large = table(1_000_000, 40);
  expect(isSmall({ kind: "rows", input: { table: large, offset: 0, limit: 1_000 } })).toBe(true);
  expect(isSmall({ kind: "rows", input: { table: large, offset: 0, limit: 1_000_000 } })).toBe(false);
  expect(isSmall({ kind: "rows", input: { table: table(10, 40), offset: 0, limit: 1_000_000 } })).toBe(true);
});

test("whole tables are small by their cells, files by their bytes", () => {
  expect(isSmall({ kind: "profile", input: { table: table(4_687, 40), target: null } })).toBe(true);
  expect(isSmall({ kind: "profile", input: { table: table(100_000, 40), target: null } })).toBe(false);
  expect(isSmall({ kind: "query", input: { sql: "", limit: 1, tables: [table(1_000, 4)] } })).toBe(true);
  expect(isSmall({ kind: "query", input: { sql: "", limit: 1, tables: [table(1e6, 40)] } })).toBe(false);
  const file = { file: "x", format: "csv" as const, out: "y" };
  expect(isSmall({ kind: "import", input: { ...file, bytes: 1_000 } })).toBe(true);
  expect(isSmall({ kind: "import", input: { ...file, bytes: 312e6 } })).toBe(false);
});
