import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { importCsv } from "@/engine/import-csv";
import type { CsvOptions } from "@/lib/datasets/import-options";

const folder = mkdtempSync(path.join(tmpdir(), "perihelion-fixed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** More than the megabyte that is looked at first, and lines of the test's own behind it. */
function longFile(...last: string[]): string {
  const file = path.join(folder, `${last.length}-${last.join().length}.txt`);
  const rows = Array.from({ length: 80_000 }, (_, i) => `${String(i).padStart(6)}  ${i % 7}     ab`);
  writeFileSync(file, ["    id  x     name", ...rows, ...last].map((line) => `${line}\n`).join(""));
  return file;
}
const read = (file: string, options: Partial<CsvOptions> = {}) =>
  importCsv(file, `${file}.parquet`, { format: "csv", ...options });

test("columns of fixed width begin where all lines of a long file allow it", async () => {
  const plain = await read(longFile());
  expect(plain.used).toMatchObject({ boundaries: [8, 14], quote: "" });
  expect(plain.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    "id integer",
    "x integer",
    "name text",
  ]);
  const wider = await read(longFile(" 80000  8   zabc"));
  expect(wider.used).toMatchObject({ boundaries: [8, 12] });
  expect([wider.rows, wider.questions]).toEqual([80_001, []]);
});

test("a line far behind that is not blank between columns makes them a question", async () => {
  const file = longFile("600000000  8  abc");
  const made = await read(file);
  expect(made.columns).toHaveLength(1);
  expect(made.questions!.map(({ about, choices }) => [about, choices[0]!.set])).toContainEqual([
    "fixed width",
    { boundaries: [8, 14] },
  ]);
  const told = await read(file, { boundaries: [8, 13] });
  expect(told.note!.file!.join()).toContain(
    "In 1 line a value goes across where a column begins: line 80,002",
  );
});
