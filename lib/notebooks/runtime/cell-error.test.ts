import { expect, test } from "vitest";
import { cellErrorOf, cellOfStack } from "./cell-error";

const from = { head: 1, dropped: 0, map: null, skipped: 0 };

test("an error says of which cell and line it is", () => {
  const error = Object.assign(new TypeError("no"), { stack: "TypeError: no\n at f (cell-12.js:4:2)" });
  expect(cellOfStack(error.stack)).toBe(12);
  expect(cellErrorOf(error, { id: 12, from: { ...from, skipped: 2 } })).toEqual({
    name: "TypeError",
    message: "no",
    line: 5,
  });
  expect(cellOfStack("at other.js:1:1")).toBeNull();
});

test("what is thrown and is no error is shown as what it is", () => {
  expect(cellErrorOf({ code: 7 }, { id: 1, from })).toEqual({
    name: "Thrown",
    message: '{\n "code": 7\n}',
    line: null,
  });
  expect(cellErrorOf("just text", { id: 1, from }).message).toBe("just text");
});
