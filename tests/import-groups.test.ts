import { expect, test } from "vitest";
import { guessReading } from "@/lib/datasets/guess-reading";
import type { CsvOptions } from "@/lib/datasets/import-options";
import { byteImporter } from "./import-bytes";

const { imported } = byteImporter();
const english = ["1,234.5", "-1,234,567.25", "7", "0.5", "", "999"];
const spanish = ["1.234,5", "-1.234.567,25", "7", "0,5", "", "999"];
const read = async (cells: readonly string[], options: Omit<CsvOptions, "format"> = {}) => {
  const lines = cells.map((cell, i) => `${i};${cell}`);
  const made = await imported("a.csv", `id;x\n${lines.join("\n")}\n`, { format: "csv", ...options });
  return { type: made.types[1], values: made.rows.map(({ x }) => x), note: made.notes.get("x"), made };
};
const values = [1234.5, -1234567.25, 7, 0.5, null, 999];

test("numbers with marks of thousands are read in the one way that fits, and that is said", async () => {
  expect(await read(english)).toMatchObject({ type: "number", values, note: { writtenAs: "1,234.5" } });
  expect(await read(spanish)).toMatchObject({ type: "number", values, note: { writtenAs: "1.234,5" } });
});

test("such numbers are counted by the quick pass, without a look at each cell by patterns", () => {
  const marks = { decimalComma: true, dotThousands: true };
  expect(guessReading(english, marks)).toMatchObject({ type: "number", comma: false, groups: "," });
  expect(guessReading(spanish, marks)).toMatchObject({ type: "number", comma: true, groups: "." });
});

test.each([
  ["1,23.5", "a group of two digits"],
  ["12,34,567.5", "groups that are none"],
  ["1.234,5", "the other way"],
  ["0,123.5", "a group that begins with a zero"],
  ["1,234.5,6", "a mark in the fraction"],
  ["1,234.5e3", "an exponent"],
  ["007", "leading zeros"],
  ["1,234 ,567.5", "a space inside"],
])("one cell late in the file that is written otherwise keeps the column text: %s, %s", async (cell) => {
  const cells = [...Array.from({ length: 2_100 }, () => "1,234.5"), cell];
  const { type, made } = await read(cells);
  expect([type, made.rows.length]).toEqual(["text", 1_000]);
});

test.each([
  [" ", ["1 234,5", "1\u00a0234\u202f567,25", "7"], ","],
  ["'", ["1'234.5", "1’234'567.25", "7"], "."],
] as const)(
  "marks that were given are followed in the quick pass too: %j",
  async (thousands, cells, decimal) => {
    const columns = [{ name: "x", decimal, thousands }];
    const good = await read(cells, { columns });
    expect(good.values).toEqual([1234.5, 1234567.25, 7]);
    expect(good.note?.writtenAs).toBeUndefined();
    const bad = await read([...cells, "1,234 567", "1'2"], { columns });
    expect(bad.note?.failed?.count).toBe(2);
  },
);

test("whole numbers with marks that were given are whole numbers", async () => {
  const columns = [{ name: "x", type: "integer" as const, thousands: "." as const }];
  const { type, values: found } = await read(["1.234", "5", "-1.234.567", "12"], { columns });
  expect([type, found]).toEqual(["integer", [1234, 5, -1234567, 12]]);
  const bad = await read(["1.234", "1.2"], { columns });
  expect(bad.note?.failed).toMatchObject({ count: 1, example: "1.2" });
});

test("marks of thousands may come late in a column of plain numbers", async () => {
  const cells = [...Array.from({ length: 2_100 }, (_, i) => `${i % 1_000}.25`), "1,000.00"];
  const { type, note, made } = await read(cells);
  expect([type, note?.writtenAs, note?.kept]).toEqual(["number", "1,234.5", undefined]);
  expect(made.count).toBe(2_101);
  // Nothing shows it to be so by itself, but no other way of writing fits every cell.
  const plain = await read([...cells.slice(0, -1), "1,000"]);
  expect([plain.type, plain.made.questions]).toEqual(["number", []]);
});
