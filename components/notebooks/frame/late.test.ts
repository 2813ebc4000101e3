import { expect, test } from "vitest";
import { cellOfStack, errorOf } from "./late";

test("an error says of which cell and line it is", () => {
  const error = Object.assign(new TypeError("no"), { stack: "TypeError: no\n at f (cell-12.js:4:2)" });
  expect(cellOfStack(error.stack)).toBe(12);
  expect(errorOf(error, 12)).toEqual({ name: "TypeError", message: "no", line: 3 });
  expect(cellOfStack("at other.js:1:1")).toBeNull();
});

test("what is thrown and is no error is shown as what it is", () => {
  expect(errorOf({ code: 7 }, 1)).toEqual({ name: "Thrown", message: '{\n "code": 7\n}', line: null });
  expect(errorOf("just text", 1).message).toBe("just text");
});
