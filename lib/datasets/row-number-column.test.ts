import { expect, test } from "vitest";
import { rowNumberColumn } from "./row-number-column";

test("the column of row numbers is called as no column of the table is, in capitals or not", () => {
  const after = (...names: string[]) => rowNumberColumn(names.map((name) => ({ name })));
  expect(after("a", "row")).toBe("__row");
  expect(after("__ROW", "__row__")).toBe("__row_");
  expect(after("__row", "__Row_", "__row__")).toBe("__row___");
});
