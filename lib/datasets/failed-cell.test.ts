import { expect, test } from "vitest";
import { failedTexts, rawCharacters } from "./failed-cell";

const cell = (raw: string) => ({ row: 0, line: 2, column: "x", raw, reason: "is no number" });

test("texts of failed cells are told once, the most frequent first, and marked where they were cut", () => {
  const long = `${"x".repeat(rawCharacters)}…`;
  expect(failedTexts(["b", "a", "b", long].map(cell))).toEqual({
    texts: [
      { raw: "b", count: 2, whole: true },
      { raw: "a", count: 1, whole: true },
      { raw: long, count: 1, whole: false },
    ],
    distinct: 3,
  });
});
