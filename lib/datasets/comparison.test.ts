import { expect, test } from "vitest";
import { comparableColumns, incomparable, schemaChange } from "./comparison";

const before = [
  { name: "id", type: "integer" },
  { name: "x", type: "integer" },
  { name: "d", type: "text" },
  { name: "old", type: "text" },
] as const;
const after = [
  { name: "id", type: "integer" },
  { name: "x", type: "number" },
  { name: "d", type: "date" },
  { name: "new", type: "boolean" },
] as const;

test("columns are added, removed, of another type, or the same", () => {
  expect(schemaChange(before, after)).toEqual({
    added: [{ name: "new", type: "boolean" }],
    removed: [{ name: "old", type: "text" }],
    typeChanged: [
      { name: "x", before: "integer", after: "number" },
      { name: "d", before: "text", after: "date" },
    ],
    common: ["id", "x", "d"],
  });
});

test("whole numbers are compared with numbers, text with no date", () => {
  expect(comparableColumns(before, after).map((pair) => pair.before.name)).toEqual(["id", "x"]);
  expect(incomparable(schemaChange(before, after))).toEqual([{ name: "d", before: "text", after: "date" }]);
});
