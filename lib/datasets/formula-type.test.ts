import { expect, test } from "vitest";
import type { ColumnSchema } from "@/lib/frame/frame";
import { parseFormula } from "./formula";
import { typeOfFormula, typesOfFormula } from "./formula-type";

const columns: ColumnSchema[] = [
  { name: "n", type: "integer" },
  { name: "x", type: "number" },
  { name: "ok", type: "boolean" },
  { name: "seen", type: "date" },
  { name: "Word", type: "text" },
];
const typeOf = (text: string) => typeOfFormula(parseFormula(text), columns);

test.each([
  ["n", "integer"],
  ["n + 1", "number"],
  ["-n", "number"],
  ["x ^ 2 / n", "number"],
  ["log(n)", "number"],
  ["max(n, x)", "number"],
  ["n = x", "boolean"],
  ["not ok or n > 1", "boolean"],
  ["Word = 'a'", "boolean"],
  ["Word < Word", "boolean"],
  ["ok != (n = 1)", "boolean"],
  ["seen > '2020-01-31'", "boolean"],
  ["'2020-01-31 12:30' <= seen", "boolean"],
  ["seen = seen", "boolean"],
  ["seen - seen", "number"],
  ["is_missing(Word)", "boolean"],
  ["if(ok, n, x)", "number"],
  ["if(ok, Word, 'none')", "text"],
  ["if(ok, seen, seen)", "date"],
])("the type of a formula is known before it runs: %s", (text, type) => {
  expect(typeOf(text)).toBe(type);
});

test.each([
  ["Word + 1", "Formula, character 1: expected a number, found text."],
  ["1 + Word", "Formula, character 5: expected a number, found text."],
  ["ok + 1", "Formula, character 1: expected a number, found true or false."],
  ["not n", "Formula, character 5: expected true or false, found a number."],
  ["n and ok", "Formula, character 1: expected true or false, found a number."],
  ["seen - 1", "Formula, character 1: expected a number, found a date."],
  ["seen + seen", "Formula, character 1: expected a number, found a date."],
  ["n = Word", "Formula, character 5: expected a number, found text."],
  ["seen > '31.01.2020'", "expected a date such as '2020-01-31', found '31.01.2020'."],
  ["seen > '2020-13-01'", "expected a date such as '2020-01-31', found '2020-13-01'."],
  ["log(Word)", "Formula, character 5: expected a number, found text."],
  ["if(n, 1, 2)", "expected true or false, found a number."],
  ["if(ok, 1, 'a')", "expected a number as in the other case, found text."],
  ["nowhere + 1", "Formula, character 1: there is no column nowhere."],
  ["word = 'a'", "Formula, character 1: there is no column word; there is Word."],
])("a formula that does not fit its columns is refused at its place: %s", (text, sentence) => {
  expect(() => typeOf(text)).toThrow(sentence);
});

test("each part of a formula has a type of its own, for who writes it as SQL", () => {
  const tree = parseFormula("seen - seen > n");
  expect([...typesOfFormula(tree, columns)].map(([{ op }, type]) => `${op}: ${type}`)).toEqual([
    "column: date",
    "column: date",
    "binary: number",
    "column: integer",
    "binary: boolean",
  ]);
});
