import * as aq from "arquero";
import { expect, test } from "vitest";
import { asTable, isTable } from "./table-like";

test("tables and lists of objects are shown as tables, and nothing else is", () => {
  const table = aq.table({ h: [1, 2], "": [3, 4] });
  expect(asTable(table)).toBe(table);
  expect(isTable(table)).toBe(true);
  const rows = asTable([
    { h: 1, size: 2 },
    { h: 3, row: 4 },
  ])!;
  expect([rows.numRows(), rows.columnNames()]).toEqual([2, ["h", "size", "row"]]);
  expect([rows.get("row", 0), rows.get("row", 1)]).toEqual([undefined, 4]);
  for (const other of [
    [],
    [1],
    [[1]],
    [{}, new Date(0), new Map()],
    [null],
    { numRows: 3, columnNames: 1 },
    "x",
    null,
    undefined,
  ])
    expect(asTable(other)).toBeNull();
});
