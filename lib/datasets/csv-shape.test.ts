import { expect, test } from "vitest";
import { csvShape } from "./csv-shape";
import type { CsvOptions } from "./import-options";

const shape = (text: string, options: Partial<CsvOptions> = {}, whole = true) =>
  csvShape(text, { format: "csv", ...options }, whole);
const asked = (text: string, options: Partial<CsvOptions> = {}) =>
  shape(text, options).questions.map(({ about, choices }) => [about, choices.length]);

test.each([
  ["a,b\n1,2\n", ","],
  ["a;b\n1,5;2\n", ";"],
  ["a\tb\n1\t2\n", "\t"],
  ["a|b\n1|2\n", "|"],
  ["a\n1\n", ","],
  ['"a\tb"\tc\n', "\t"],
])("the delimiter of %j is %j", (text, delimiter) => {
  expect(shape(text)).toMatchObject({ delimiter, skipLines: 0, questions: [], notes: [] });
});

test("a line that names the delimiter is no header", () => {
  expect(shape("sep=|\na,x|b\n1|2\n")).toMatchObject({ delimiter: "|", skipLines: 1, names: ["a,x", "b"] });
});

test("a header may hold delimiters, quotes and line ends inside quotes, and end with the file", () => {
  const text = ['"a, b"', '"say ""x"""', '"two\nlines"'].join(",");
  expect(shape(text).names).toEqual(["a, b", 'say "x"', "two\nlines"]);
  expect(() => shape(`${"x,".repeat(2_000)}x\n`)).toThrow("columns; at most");
});

test("lines before the header have fewer cells, and are told of", () => {
  const found = shape("Report, of 2020\n\nSales\nid;day;x\n1;a;2\n2;b;3\n");
  expect(found).toMatchObject({ delimiter: ";", skipLines: 3, names: ["id", "day", "x"] });
  expect(found.notes).toEqual(["3 lines before the header left out."]);
});

test.each(["x\nfoo,1\nbar,2\n", "x,y\nfoo,1,2\nbar,3,4\n"])(
  "a header that is short is none the less one: %j",
  (text) => {
    expect(shape(text)).toMatchObject({ skipLines: 0, notes: [] });
  },
);

test("the options say more than the file", () => {
  const text = "x;y\nm;s\nkm;h\n1;2\n";
  expect(shape(text, { headerLines: 2, unitsRow: true })).toMatchObject({
    names: ["x m", "y s"],
    units: ["km", "h"],
    header: ["m", "s"],
  });
  expect(shape(text, { headerLines: 0 }).names).toEqual(["column 1", "column 2"]);
  expect(shape(text, { delimiter: "," }).names).toEqual(["x;y"]);
});

test("what can be read in several ways is asked", () => {
  expect(asked("a,b;c,d\n1,2;3,4\n")).toEqual([["delimiter", 2]]);
  expect(asked("1,2\n3,4\n")).toEqual([["header", 2]]);
  expect(asked("a,b\nkm,s\n1,2\n")).toEqual([["second line", 3]]);
  expect(asked("a,b\nx,2\nTotal,2\n")).toEqual([["footer", 2]]);
  expect(asked("a,b\nx,2\n\nnote\n")).toEqual([["footer", 2]]);
});

test("what was answered is not asked again", () => {
  expect(asked("a,b;c,d\n1,2;3,4\n", { delimiter: ";" })).toEqual([]);
  expect(asked("1,2\n3,4\n", { headerLines: 0 })).toEqual([]);
  expect(asked("a,b\nkm,s\n1,2\n", { unitsRow: false })).toEqual([]);
  expect(asked("a,b\nx,2\nTotal,2\n", { footerLines: 0 })).toEqual([]);
});

test.each([
  ["", "The file is empty"],
  ['"a,b\n1,2\n', "Line 1: a quoted name does not end"],
  ["a,b", null],
])("%j has a header or says why not", (text, sentence) => {
  if (sentence) expect(() => shape(text)).toThrow(sentence);
  else expect(shape(text).names).toEqual(["a", "b"]);
});
