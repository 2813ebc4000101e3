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
  ["seen - '2020-01-01'", "number"],
  ["seen + n", "date"],
  ["1 + seen", "date"],
  ["seen - 1", "date"],
  ["case(ok, Word)", "text"],
  ["case(ok, Word, x > 1, 'b', 'c')", "text"],
  ["coalesce('2020-01-01', seen)", "date"],
  ["min(seen, '2020-01-01')", "date"],
  ["seen in ('2020-01-01', '2021-01-01')", "boolean"],
  ["x between 1 and n", "boolean"],
  ["text(ok)", "text"],
  ["year(seen)", "number"],
  ["round(x, -2)", "number"],
  ["is_missing(Word)", "boolean"],
  ["if(ok, n, x)", "number"],
  ["if(ok, Word, 'none')", "text"],
  ["if(ok, seen, seen)", "date"],
])("the type of a formula is known before it runs: %s", (text, type) => {
  expect(typeOf(text)).toBe(type);
});

test.each([
  ["Word + 1", "Formula, character 1: text + number is not possible: + needs numbers; concat(a, b) joins"],
  ["1 + Word", "Formula, character 5: number + text is not possible: + needs numbers; concat(a, b) joins"],
  [
    "n + 1 + Word * 2",
    "Formula, character 9: text * number is not possible: * needs numbers; number(t) reads",
  ],
  ["ok + 1", "Formula, character 1: true or false + number is not possible: + needs numbers; if(c, 1, 0)"],
  ["not n", "Formula, character 5: expected true or false, found a number."],
  ["n and ok", "Formula, character 1: expected true or false, found a number."],
  ["seen - ok", "Formula, character 8: expected a number, found true or false."],
  ["seen + seen", "Formula, character 6: dates are not added; date - date counts the days between them."],
  ["seen * 2", "Formula, character 6: a date does not go with *."],
  ["seen - 'yesterday'", "expected a date such as '2020-01-31', found 'yesterday'."],
  ["n = Word", "Formula, character 5: expected a number, found text."],
  ["seen > '31.01.2020'", "expected a date such as '2020-01-31', found '31.01.2020'."],
  ["seen > '2020-13-01'", "expected a date such as '2020-01-31', found '2020-13-01'."],
  ["log(Word)", "Formula, character 5: expected a number as x of log, found text."],
  ["if(n, 1, 2)", "expected true or false as condition of if, found a number."],
  ["if(ok, 1, 'a')", "expected a number as before, found text."],
  ["round(x, n)", "Formula, character 10: digits must be written out, not computed."],
  ["round(x, 16)", "Formula, character 10: expected a whole number from -15 to 15."],
  ["date_add(seen, 1, 'days')", "expected one of 'second', 'minute', 'hour', 'day', 'week', 'month', "],
  ["date_add(seen, 1, 'days')", "there is 'day'."],
  ["date(Word, 'DD.MM')", "Formula, character 12: expected a format with YYYY or YY."],
  ["matches(Word, 'a(?=b)')", "at its character 2: patterns do not look ahead or behind."],
  ["extract(Word, '(a)', 2)", "expected a group of the pattern, which has 1; there is no group 2."],
  ["wrod = 'a'", "Formula, character 1: there is no column wrod; there is Word."],
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
