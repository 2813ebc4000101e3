import { expect, test } from "vitest";
import { tablesIn } from "./archive-files";

test("tables are read in the order of their names, by code points, whatever the order of the archive", () => {
  expect(tablesIn(["b.csv", "a.csv", "B.csv", "a10.csv", "a2.csv"])).toMatchObject({
    tables: ["B.csv", "a.csv", "a10.csv", "a2.csv", "b.csv"],
  });
});

test("a text file is a table where nothing else is, and a file that stands alone whatever its name", () => {
  expect(tablesIn(["data.csv", "licence.txt"])).toEqual({
    kind: "tables",
    tables: ["data.csv"],
    said: ["1 other file of the archive not read: licence.txt"],
  });
  expect(tablesIn(["a.txt", "b.txt"])).toMatchObject({ tables: ["a.txt", "b.txt"] });
  expect(tablesIn(["part-0"])).toEqual({ kind: "tables", tables: ["part-0"], said: [] });
});

test("many files are said by number, five of them by name", () => {
  const names = Array.from({ length: 7 }, (_, i) => `part-${i}.csv`);
  expect(tablesIn(names)).toMatchObject({
    said: [
      "7 files read as one table, in the order of their names: " +
        "part-0.csv, part-1.csv, part-2.csv, part-3.csv, part-4.csv and 2 more",
    ],
  });
});

test("a workbook is told from other documents in the same wrapping", () => {
  expect(tablesIn(["[Content_Types].xml", "xl/workbook.xml"])).toEqual({ kind: "workbook" });
  expect(() => tablesIn(["ppt/presentation.xml"])).toThrow("PowerPoint");
  expect(() => tablesIn(["Index/Document.iwa"])).toThrow("Numbers");
});
