import { expect, test } from "vitest";
import { csvLayout, type CsvLayout } from "./csv-layout";
import { csvRecords } from "./csv-records";

function laidOut(text: string, layout: Partial<CsvLayout> = {}) {
  const rows: (string | number)[][] = [];
  const plain: CsvLayout = {
    columns: 2,
    headerLines: 1,
    unitsRow: false,
    repeatedHeader: null,
    first: 1,
    last: null,
    footerLines: 0,
    ragged: "refuse",
  };
  const walk = csvLayout({ ...plain, ...layout }, (cells, line) => rows.push([line, ...cells]));
  const reader = csvRecords({ delimiter: ",", quote: '"', comment: null, skipLines: 0 }, walk.record);
  reader.push(text);
  reader.end();
  return { rows, ...walk.end() };
}

test("a record of another length ends the reading, with its line", () => {
  expect(() => laidOut("a,b\n\n1,2\n3\n")).toThrow("Line 4: expected 2 columns, found 1");
});

test("records of another length are kept out and listed where that is asked", () => {
  const { rows, ragged } = laidOut("a,b\n1,2,3\n4,5,\n6\n7,8", { ragged: "keep out" });
  expect(rows).toEqual([
    [3, "4", "5"],
    [5, "7", "8"],
  ]);
  expect(ragged).toEqual({
    count: 2,
    lines: [
      { line: 2, found: 3 },
      { line: 4, found: 1 },
    ],
  });
});

test("headers, units, footers and what lies outside of the rows asked for are no data", () => {
  const text = "a,b\nx,y\nkm,s\n1,2\n3,4\n5,6\n7,8\nTotal\n";
  const { rows, footers, outside } = laidOut(text, {
    headerLines: 2,
    unitsRow: true,
    footerLines: 1,
    first: 2,
    last: 3,
  });
  expect(rows).toEqual([
    [5, "3", "4"],
    [6, "5", "6"],
  ]);
  expect([footers, outside]).toEqual([1, 2]);
});

test("repeated headers and byte order marks inside of a file are counted", () => {
  const { rows, repeatedHeaders, marks } = laidOut("a,b\n1,2\n\uFEFFa,b\n3,4\n", {
    repeatedHeader: ["a", "b"],
  });
  expect(rows).toHaveLength(2);
  expect([repeatedHeaders, marks]).toEqual([1, 1]);
});

test("an empty line is a missing cell of a file with one column, and nothing else", () => {
  expect(laidOut("\na\n1\n\n2\n", { columns: 1 }).rows).toEqual([
    [3, "1"],
    [4, ""],
    [5, "2"],
  ]);
});
