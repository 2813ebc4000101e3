import { expect, test } from "vitest";
import { fileName } from "./file-name";

test.each([
  ["Near Earth", null, "Near Earth, cell 3.csv"],
  ["a/b\\c: *?\u202E\n", 2, "a-b-c- -, cell 3, 2.csv"],
  ["../..", null, "-.., cell 3.csv"],
  ["日本 🪐", null, "日本 🪐, cell 3.csv"],
  ["...", null, "notebook, cell 3.csv"],
  ["x".repeat(300), null, `${"x".repeat(80)}, cell 3.csv`],
])("a notebook called %j names its files so that every system takes them", (title, which, name) => {
  expect(fileName({ title, cell: 3, which }, "csv")).toBe(name);
});
