import { describe, expect, test } from "vitest";
import { contentOf, formatOf } from "./file-format";

const bytes = (text: string) => Buffer.from(text, "latin1");
const of = (text: string, named: Parameters<typeof contentOf>[2] = "csv") =>
  contentOf(bytes(text), true, named);

test("a name says what a file is, in either case and behind what it is packed in; else CSV", () => {
  expect(["a.parquet", "a.PQ", "a.parquet.gz"].map(formatOf)).toEqual(Array(3).fill("parquet"));
  expect(["a.ndjson", "a.JSONL", "a.jsonl.zst"].map(formatOf)).toEqual(Array(3).fill("ndjson"));
  expect(["a.json", "a.geojson", "a.json.zip"].map(formatOf)).toEqual(Array(3).fill("json"));
  expect(["a.xlsx", "a.XLSM", "a.xls"].map(formatOf)).toEqual(Array(3).fill("xlsx"));
  expect(["a.csv", "a.txt", "parquet", "a.parquet.csv", "a.gz"].map(formatOf)).toEqual(Array(5).fill("csv"));
});

describe("the first bytes of a file decide what it is", () => {
  test.each([
    ["PAR1\x15", "parquet"],
    ["PK\x03\x04", "zip"],
    ["\x1f\x8b\x08", "gzip"],
    ["\x28\xb5\x2f\xfd", "zstd"],
    ['[{"a":1}]', "json"],
    ['{"a":1}\n{"a":2}', "ndjson"],
    ["a,b\n1,2", "csv"],
    ["\xef\xbb\xbfa,b", "csv"],
    ["\xff\xfea\0,\0b\0", "csv"],
    ["ORC,price\n1,2", "csv"],
    ["BZh\n1", "csv"],
  ] as const)("%j is %s, whatever its name", (text, content) => {
    for (const name of ["a.parquet", "a.xlsx", "a.csv"]) expect(of(text, formatOf(name))).toBe(content);
  });

  test("one object on one line is a line of NDJSON or a file of JSON: the name decides", () => {
    expect(of('{"a":1}', "ndjson")).toBe("ndjson");
    for (const named of ["json", "csv"] as const) expect(of('{"a":1}', named)).toBe("json");
  });

  test.each([
    [" <!DOCTYPE html><table>", "an HTML page, whatever its name says"],
    ["\xef\xbb\xbf<html xmlns:x='urn:schemas-microsoft-com:office:excel'>", "an HTML page"],
    ["<table><tr>", "an HTML page"],
    ['<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "XML"],
    ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0k\0b\0o\0o\0k\0", "an old Excel workbook (.xls)"],
    ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", "with a password"],
    ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", "an Office document"],
    ["\x09\x08\x10\0\0\x06", "an old Excel workbook (.xls)"],
    ["%PDF-1.7", "a PDF"],
    ["\x89PNG\r\n\x1a\n\0", "an image"],
    ["\xff\xd8\xff\xe0", "an image"],
    ["BZh9\0", "bzip2"],
    ["\xfd7zXZ\0", "xz"],
    ["7z\xbc\xaf\x27\x1c", "7z"],
    ["SQLite format 3\0", "SQLite"],
    ["ARROW1\0\0", "an Arrow file"],
    ["\x93NUMPY", "NumPy"],
    ["PARE\0", "an encrypted Parquet file"],
  ])("%j is refused by name, with what to do", (text, what) => {
    for (const name of ["a.xls", "a.csv", "a.json"])
      expect(() => of(text, formatOf(name))).toThrow(
        new RegExp(`^The file is .*${what.replace(/[().]/g, "\\$&")}.*\\. .+`),
      );
  });

  test("a damaged file is called by what its name says", () => {
    expect(() => of("PAX1\0\0", "parquet")).toThrow("The file is not Parquet, or it is damaged.");
    expect(() => of("PX\0\0", "xlsx")).toThrow(
      "The file is not an Excel workbook (.xlsx), or it is damaged.",
    );
  });
});
