import { expect, test } from "vitest";
import { errorOf } from "./late";
import { PythonError } from "./python-name";

test("an error of Python keeps the line that Python says, every other is read from its stack", () => {
  const cell = { id: 1, from: { head: 1, dropped: 0, map: null, skipped: 0 } };
  const raised = new PythonError({ name: "KeyError", message: "'h'", line: 3 });
  expect(errorOf(raised, cell)).toEqual({ name: "KeyError", message: "'h'", line: 3 });
  const thrown = Object.assign(new TypeError("no"), { stack: "TypeError: no\n at f (cell-1.js:4:2)" });
  expect(errorOf(thrown, cell)).toEqual({ name: "TypeError", message: "no", line: 3 });
});
