import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { importCsv } from "@/engine/import-csv";
import { readRows } from "@/engine/query";
import { sentencesOf } from "@/lib/datasets/import-note";
import type { CsvOptions } from "@/lib/datasets/import-options";
import { AppError } from "@/lib/errors";
import { rowsOf } from "@/lib/frame/frame";
import { answeredFiles } from "./fixtures/answered-files";
import { answeredWidths, fixedWidthFiles } from "./fixtures/fixed-width-files";
import { oddFiles, type OddFile } from "./fixtures/odd-files";

const folder = mkdtempSync(path.join(tmpdir(), "perihelion-odd-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

async function read(content: OddFile["content"], options: Partial<CsvOptions> = {}) {
  const [file, out] = [path.join(folder, String(files++)), path.join(folder, String(files++))];
  writeFileSync(file, content);
  const made = await importCsv(file, out, { format: "csv", ...options });
  const { columns, rows, note } = made;
  const frame = await readRows({
    table: { name: "t", file: out, columns, rows, masked: [] },
    offset: 0,
    limit: rows,
  });
  return {
    ...made,
    types: columns.map(({ type }) => type).join(" "),
    cells: rowsOf(frame).map((row) => Object.values(row)),
    says: [...(note?.file ?? []), ...(note?.columns.flatMap(sentencesOf) ?? [])],
    asks: made.questions?.map(({ about }) => about) ?? [],
  };
}

async function expectOutcome({ content, options, types, cells, says, asks, refused }: OddFile) {
  const answer = await read(content, options).catch((error: unknown) => error);
  if (refused !== undefined) {
    expect(answer).toBeInstanceOf(AppError);
    expect((answer as AppError).message).toContain(refused);
    return;
  }
  if (answer instanceof Error) throw answer;
  const found = answer as Awaited<ReturnType<typeof read>>;
  expect(found).toMatchObject({ types, cells, asks: asks ?? [] });
  if (says === undefined) expect(found.says).toEqual([]);
  for (const part of says ?? []) expect(found.says.join("\n")).toContain(part);
}

describe("an odd file is right, marked, asked about or refused by name:", () => {
  test.each([...oddFiles, ...fixedWidthFiles])("$what", expectOutcome);
});

describe("an option is followed in every cell:", () => {
  test.each([...answeredFiles, ...answeredWidths])("$what", expectOutcome);

  const all = [...oddFiles, ...fixedWidthFiles, ...answeredFiles, ...answeredWidths];
  test.each(all.filter(({ refused }) => refused === undefined))(
    "what was found out gives the same table again: $what",
    async ({ content, options }) => {
      const first = await read(content, options);
      const again = await read(content, first.used as CsvOptions);
      expect([again.columns, again.cells]).toEqual([first.columns, first.cells]);
      expect(again.used).toEqual(first.used);
    },
  );
});

describe("a cell that does not fit its settled type", () => {
  const content = 'id,x\n1,"5\n"\n2,6\n3,seven\n4,\n5,8 kg\n';
  const x = { name: "x", type: "integer" as const };

  test("is missing, and kept with its row, its line of the file and the reason", async () => {
    const { cells, failed, note } = await read(content, { columns: [x] });
    expect(cells.map(([, value]) => value)).toEqual([null, 6, null, null, null]);
    const reason = "is no whole number up to 2^53";
    expect(failed).toEqual([
      { row: 0, line: 2, column: "x", raw: "5\n", reason },
      { row: 2, line: 5, column: "x", raw: "seven", reason },
      { row: 4, line: 7, column: "x", raw: "8 kg", reason },
    ]);
    expect(note!.columns).toEqual([
      { column: "x", missing: { "": 1 }, failed: { count: 3, example: "5\n", rowsLeftOut: false } },
    ]);
  });

  test("has the same lines in a file that is read by way of a copy", async () => {
    const plain = await read(content, { columns: [x] });
    const copied = await read(content, { columns: [x], ragged: "keep out" });
    expect(copied.failed).toEqual(plain.failed);
    const latin = await read(Buffer.from(`ñ\n${content}`, "latin1"), { columns: [x], skipLines: 1 });
    expect(latin.failed!.map(({ line }) => line)).toEqual([3, 6, 8]);
  });

  test("leaves its row out, or refuses the file, where that is asked", async () => {
    const left = await read(content, { columns: [{ ...x, onFail: "drop rows" }] });
    expect(left.cells).toEqual([
      [2, 6],
      [4, null],
    ]);
    expect(left.failed!.map(({ row, line }) => [row, line])).toEqual([
      [null, 2],
      [null, 5],
      [null, 7],
    ]);
    expect(left.says.join()).toContain("3 rows left out");
    const refused = read(content, { columns: [{ ...x, onFail: "refuse" }] });
    await expect(refused).rejects.toThrow("Line 2: “5\n” in x is no whole number");
  });

  test("is settled by another type or by what stands in its place", async () => {
    const asText = await read(content, { columns: [{ name: "x", type: "text" }] });
    expect(asText.cells.map(([, value]) => value)).toEqual(["5\n", "6", "seven", null, "8 kg"]);
    const replace = [
      { from: "5\n", to: "5" },
      { from: "seven", to: "7" },
      { from: "8 kg", to: "" },
    ];
    const replaced = await read(content, { columns: [{ ...x, replace }] });
    expect(replaced.cells.map(([, value]) => value)).toEqual([5, 6, 7, null, null]);
    expect(replaced.failed).toEqual([]);
  });
});

test("columns that the file has not are refused by name", async () => {
  await expect(read("a,b\n1,2\n", { columns: [{ name: "c" }] })).rejects.toThrow(
    "a column “c”, which the file has not. Its columns are: a, b.",
  );
});
