import { expect, test } from "vitest";
import { cellModes, type Cell } from "@/lib/notebooks/schema";
import { applyEdits } from "@/lib/notebooks/text-edits";
import { findInCells, replaceInCells, type FindQuery } from "./find-in-cells";

const cells: Cell[] = [
  { id: 5, mode: "ts", source: "const limit = 22\nlimits + Limit" },
  { id: 3, mode: "sql", source: "select limit from t" },
  { id: 9, mode: "md", source: "A limit." },
];
const asked = (text: string, how: Partial<FindQuery> = {}): FindQuery => ({
  ...{ text, isCase: false, isWord: false, isRegex: false, modes: cellModes },
  ...how,
});
const found = (text: string, how?: Partial<FindQuery>) => {
  const answer = findInCells(cells, asked(text, how));
  return answer.ok
    ? answer.matches.map(({ cell, line, found }) => `${cell}:${line} ${found}`)
    : answer.message;
};
const replaced = (
  text: string,
  to: string,
  how?: Partial<FindQuery>,
  only: { cell: number; at: number } | null = null,
) => {
  const answer = replaceInCells(cells, asked(text, how), to, only);
  if (!answer.ok) return answer.message;
  return cells.map(({ id, source }) =>
    applyEdits(source, answer.changes.find(({ cell }) => cell === id)?.edits ?? []),
  );
};

test("a text is found in all cells in their order, by case and as a whole word if asked for", () => {
  expect(found("limit")).toEqual(["5:1 limit", "5:2 limit", "5:2 Limit", "3:1 limit", "9:1 limit"]);
  expect(found("limit", { isCase: true, isWord: true })).toEqual(["5:1 limit", "3:1 limit", "9:1 limit"]);
  expect(found("limit", { modes: ["sql", "md"] })).toEqual(["3:1 limit", "9:1 limit"]);
  expect(found("= 22\nlim")).toEqual(["5:1 = 22\nlim"]);
  expect(found("a.c")).toEqual([]);
});

test("signs are themselves unless a pattern is asked for, and a wrong pattern is told", () => {
  expect(found(".")).toEqual(["9:1 ."]);
  expect(found("l.mit(s|\\.)", { isRegex: true })).toEqual(["5:2 limits", "9:1 limit."]);
  expect(found("^", { isRegex: true })).toEqual([]);
  expect(found("(", { isRegex: true })).toBe("This is no regular expression.");
  for (const sign of "\\^$.*+?()[]{}|/-") expect(found(sign)).not.toBe("This is no regular expression.");
});

test("what was found is replaced in all cells or in one place, with the groups of a pattern", () => {
  expect(replaced("limit", "h", { isCase: true, isWord: true })).toEqual([
    "const h = 22\nlimits + Limit",
    "select h from t",
    "A h.",
  ]);
  expect(replaced("limit", "h", {}, { cell: 5, at: 17 })[0]).toBe("const limit = 22\nhs + Limit");
  expect(replaced("(\\w+) = (?<n>\\d+)", "$2 = $<n> $1 $$ $& $9", { isRegex: true })[0]).toBe(
    "const 22 = 22 limit $ limit = 22 $9\nlimits + Limit",
  );
  expect(replaced("limit", "$1", { isCase: true })[1]).toBe("select $1 from t");
});

test("of very many places the first are listed, and all are counted", () => {
  const long: Cell[] = [{ id: 1, mode: "ts", source: "a".repeat(3_000) }];
  expect(findInCells(long, asked("a"))).toMatchObject({
    total: 3_000,
    isPart: false,
    matches: { length: 500 },
  });
});
