import { expect, test } from "vitest";
import { cellFinder, sheetReader, type Merge, type SheetRow } from "./sheet-reader";

function read(xml: string) {
  const [rows, merges, hidden]: [SheetRow[], Merge[], [number, number][]] = [[], [], []];
  const reader = sheetReader(
    { name: "s", file: "s.xml" },
    { strings: ["t"], styles: [], epoch: 1900 },
    {
      row: (row) => rows.push(row),
      merge: (merge) => merges.push(merge),
      hiddenColumns: (from, to) => hidden.push([from, to]),
    },
  );
  reader.push(Buffer.from(`<worksheet>${xml}</worksheet>`));
  reader.end();
  return { rows, merges, hidden };
}

test("rows come with their cells and places, empty ones do not come", () => {
  const xml =
    '<cols><col min="2" max="3" hidden="1"/></cols>' +
    '<sheetData><row r="2" hidden="1"><c r="C2" t="s"><v>0</v></c></row>' +
    '<row/><row r="5"><c r="B5"/><c><v> 7 </v></c></row></sheetData>' +
    '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>';
  expect(read(xml)).toEqual({
    rows: [
      { number: 2, hidden: true, cells: [{ column: 2, text: "t", kind: "text" }] },
      { number: 5, hidden: false, cells: [{ column: 2, text: "7", kind: "number" }] },
    ],
    merges: [{ top: 1, left: 0, bottom: 2, right: 1 }],
    hidden: [[1, 2]],
  });
});

test.each([
  ['<c r="A1"><v>1</v></c>', "a cell stands outside of a row"],
  ['<row r="2"/><row r="1"/>', "row 1 is out of place"],
  ['<row r="2"><c r="A3"/></row>', "the cell A3 of row 2 is out of place"],
  ['<mergeCell ref="A1"/>', "its merged cells cannot be read"],
])("a damaged sheet is refused with what is wrong: %s", (xml, message) => {
  expect(() => read(xml)).toThrow(`The sheet “s” is damaged: ${message}.`);
});

test("the first cell that holds something is found without reading on", () => {
  const finder = cellFinder("s");
  finder.push(Buffer.from('<worksheet><sheetData><row><c r="A1" s="1"/>'));
  expect(finder.found()).toBe(false);
  finder.push(Buffer.from('<c r="B1"><v>1</v>'));
  expect(finder.found()).toBe(true);
});
