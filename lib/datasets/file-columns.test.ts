import { expect, test } from "vitest";
import { folderColumns, requireFree } from "./file-columns";

test("folders with a sign of equality are columns, others are none", () => {
  expect(folderColumns(["data/day=2022-02-03/n=1/a.parquet", "data/day=2022-02-04/n=x/a.parquet"])).toEqual([
    { name: "day", type: "date", values: ["2022-02-03", "2022-02-04"] },
    { name: "n", type: "text", values: ["1", "x"] },
  ]);
  expect(folderColumns(["a/b.parquet", "=x/b.parquet"])).toEqual([]);
  expect(folderColumns(["p=5%/b.parquet"])).toEqual([{ name: "p", type: "text", values: ["5%"] }]);
});

test("a name that the files have, in whatever capitals, is refused", () => {
  const year = { name: "Year", type: "integer" as const, values: ["1"] };
  expect(() => requireFree(["year"], [year])).toThrow("A column Year is in the files already");
  expect(() => requireFree(["id"], [year, { ...year, name: "year" }])).toThrow("A column year");
});
