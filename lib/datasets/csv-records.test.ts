import { expect, test } from "vitest";
import { csvRecords, type CsvRecord, type CsvSyntax } from "./csv-records";

function read(text: string, syntax: Partial<CsvSyntax> = {}, pieceLength = text.length || 1) {
  const records: CsvRecord[] = [];
  const all = { delimiter: ",", quote: '"', comment: null, skipLines: 0, ...syntax };
  const reader = csvRecords(all, (record) => void records.push(record));
  for (let at = 0; at < text.length; at += pieceLength) reader.push(text.slice(at, at + pieceLength));
  const { comments } = reader.end();
  return { records: records.map(({ cells, line }) => [line, ...cells]), comments };
}

const odd = 'a,b\r\n"x ""y""\r\nz" ,2\r\n\n 3 ,"4"\r5,6\n"",';
const oddRecords = [
  [1, "a", "b"],
  [2, 'x "y"\r\nz', "2"],
  [4, ""],
  [5, " 3 ", "4"],
  [6, "5", "6"],
  [7, "", ""],
];

test.each([1, 2, 3, 7, 100])("records are the same however a file comes in pieces of %i", (length) => {
  expect(read(odd, {}, length).records).toEqual(oddRecords);
});

test("lines are those of the file, behind skipped lines and comments", () => {
  const text = 'title "x\n# made by hand\na;b\n#c\n1;2\n';
  expect(read(text, { delimiter: ";", comment: "#", skipLines: 1 }, 2)).toEqual({
    records: [
      [3, "a", "b"],
      [5, "1", "2"],
    ],
    comments: 2,
  });
});

test("without a quote, quotes are characters like others", () => {
  expect(read('5",6\n', { quote: "" }).records).toEqual([[1, '5"', "6"]]);
});

test.each([
  ['a,b\n1,"x\n2', "Line 2: a quoted value does not end"],
  ['a,b\n"1\n",2\n"x"y,2', "Line 4: something stands behind a quoted value"],
  ["a,b\n1,\0", "Line 2 holds a NUL byte"],
])("what is no record is refused with its line: %j", (text, sentence) => {
  expect(() => read(text)).toThrow(sentence);
  expect(() => read(text, {}, 1)).toThrow(sentence);
});
