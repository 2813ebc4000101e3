import { expect, test } from "vitest";
import { cellCounts } from "./cell-counts";

const columns = ["a", "b", "c"].map((name) => ({ name, type: "integer" as const }));
const failed = (count: number, rowsLeftOut: boolean) => ({ count, example: "x", rowsLeftOut });

test("a cell that failed has no value, and is not counted as missing too", () => {
  const importNote = {
    columns: [
      { column: "a", failed: failed(2, false) },
      { column: "b", failed: failed(3, true) },
    ],
  };
  expect(cellCounts({ columns, rows: 10, importNote }, [5, 1, 0])).toEqual([
    { column: "a", valid: 5, failed: 2, missing: 3, leftOut: 0 },
    { column: "b", valid: 9, failed: 0, missing: 1, leftOut: 3 },
    { column: "c", valid: 10, failed: 0, missing: 0, leftOut: 0 },
  ]);
});

test("a version that was read from no file has no failed cells", () => {
  const [first] = cellCounts({ columns, rows: 3, importNote: null }, [1, 0, 0]);
  expect(first).toMatchObject({ valid: 2, failed: 0, missing: 1 });
});
