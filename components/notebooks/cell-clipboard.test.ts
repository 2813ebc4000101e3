import { expect, test } from "vitest";
import { cellFrom } from "./cell-clipboard";

test("a copied cell is pasted as it was, and anything else is not", () => {
  const cell = { mode: "sql", source: "select 1", output: "rows" };
  expect(cellFrom(JSON.stringify(cell))).toEqual(cell);
  for (const text of [null, "", "{", "5", '{"mode":"r","source":"x"}', '{"mode":"ts","source":5}'])
    expect(cellFrom(text)).toBeNull();
});
