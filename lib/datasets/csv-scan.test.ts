import { expect, test } from "vitest";
import { csvScan } from "./csv-scan";

function scanned(text: string, columns = 2, piece = 1_000) {
  const written: Uint8Array[] = [];
  const scan = csvScan({ delimiter: ",", columns }, (bytes) => written.push(bytes.slice()));
  const bytes = new TextEncoder().encode(text);
  for (let i = 0; i < bytes.length; i += piece) scan.push(bytes.subarray(i, i + piece));
  return { ends: scan.end(), text: Buffer.concat(written).toString() };
}

test.each([1, 2, 3, 1_000])(
  "line ends of three kinds become one, not those in quotes (pieces of %s)",
  (piece) => {
    const mixed = 'a,b\r\n1,"x\r\ny\rz\n"\n3,4\r5,"""q"" " \r\n\r\n7,8';
    expect(scanned(mixed, 2, piece)).toEqual({
      text: 'a,b\n1,"x\r\ny\rz\n"\n3,4\n5,"""q"" " \n7,8\n',
      ends: { lf: 1, crlf: 3, cr: 1, insideQuotes: true },
    });
  },
);

test("an empty line is a missing cell where there is one column, and nothing before the header", () => {
  expect(scanned("\n\na\n1\n\n3\n", 1).text).toBe("a\n1\n\n3\n");
  expect(scanned("\r\n\na,b\n1,2\n\n3,4\n\n").text).toBe("a,b\n1,2\n3,4\n");
});

test.each([
  ["a,b\n1,2\r\n3,4,5\n", "Line 3: expected 2 columns, found 3"],
  ['a,b\n1,"x\ny"\r3\n', "Line 4: expected 2 columns, found 1"],
  ['a,b\n1,"x\r\n\r2\n\n3,4\n', "Line 2: a quoted value does not end"],
  ['a,b\n5,6,""""\n', "Line 2: expected 2 columns, found 3"],
  ['a,b\n1,"x"y\n', "Line 2: something stands behind a quoted value"],
  ['a,b\n"x" "y",2\n', "Line 2: something stands behind a quoted value"],
  ["a,b\n1,2\n3,x\0\n", "Line 3 holds a NUL byte"],
])("%j is refused with the line of the file", (text, sentence) => {
  expect(() => scanned(text)).toThrow(sentence);
});

test("quotes inside a cell, spaces around quotes and an empty cell at the end are taken as they are", () => {
  const text = 'a,b\n1,5" pipe\n 2 , "x" \n3,4,\n5,6,""\n';
  expect(scanned(text).text).toBe(text);
});
