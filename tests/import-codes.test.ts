import { expect, test } from "vitest";
import type { CsvOptions } from "@/lib/datasets/import-options";
import { byteImporter } from "./import-bytes";
import { xlsxOf } from "./xlsx-writer";

const { imported } = byteImporter();
const csv = (text: string, options: Omit<CsvOptions, "format">) =>
  imported("a.csv", text, { format: "csv", ...options });
const values = (read: Awaited<ReturnType<typeof imported>>, name: string) =>
  read.rows.map((row) => row[name]);

test("codes of missing cells that are given for a column are followed though no type is", async () => {
  const text = "id,x,y\n1,5,-99\n2,-99,7\n3,n/d,8\n";
  const read = await csv(text, { columns: [{ name: "x", missing: ["-99", "n/d"] }] });
  expect(read.types).toEqual(["integer", "integer", "integer"]);
  expect(values(read, "x")).toEqual([5, null, null]);
  expect(values(read, "y")).toEqual([-99, 7, 8]);
  expect(read.notes.get("x")?.missing).toEqual({ "-99": 1, "n/d": 1 });
});

test("codes of the file hold for each column that has none of its own, and for settled ones", async () => {
  const text = "a,b,c\n-99,NA,-99\n1,NA,2.5\n,x,\n";
  const columns = [
    { name: "b", missing: ["x"] },
    { name: "c", type: "number" as const },
  ];
  const read = await csv(text, { missing: ["-99"], columns });
  expect(values(read, "a")).toEqual([null, 1, null]);
  expect(values(read, "b")).toEqual(["NA", "NA", null]);
  expect(values(read, "c")).toEqual([null, 2.5, null]);
  expect(read.notes.get("a")?.missing).toEqual({ "": 1, "-99": 1 });
});

test("without any code only an empty cell is missing, and a code may be met late in the file", async () => {
  const late = `x\n${"1\n".repeat(5_000)}-99\n`;
  const read = await csv(late, { missing: ["-99"] });
  expect([read.types, read.notes.get("x")?.missing]).toEqual([["integer"], { "-99": 1 }]);
  const none = await csv("x,y\nNA,1\n,2\nb,3\n", { missing: [] });
  expect(values(none, "x")).toEqual(["NA", null, "b"]);
});

test("codes are kept out of dates and of numbers written in a way that is found out", async () => {
  const text = "d;x\n25/12/2020;1.234,5\n31/12/9999;-9,9\n";
  const read = await csv(text, { missing: ["31/12/9999", "-9,9"] });
  expect(read.types).toEqual(["date", "number"]);
  expect(values(read, "d")).toEqual(["2020-12-25T00:00:00.000Z", null]);
  expect(values(read, "x")).toEqual([1234.5, null]);
});

test("a sheet of Excel has codes too", async () => {
  const rows = [["x"], [5], [-99], ["s/d"]];
  const read = await imported("a.xlsx", xlsxOf([{ name: "A", rows }]), {
    format: "xlsx",
    missing: ["-99", "s/d"],
  });
  expect([read.types, values(read, "x")]).toEqual([["integer"], [5, null, null]]);
});
