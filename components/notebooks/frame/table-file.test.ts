import { expect, test } from "vitest";
import { limits } from "@/lib/limits";
import { createSlices } from "./slices";
import { tableFile } from "./table-file";

const inSlices = createSlices();
const isThere = () => true;
const text = async (file: Promise<{ bytes: Uint8Array }>) => new TextDecoder().decode((await file).bytes);

test("a file holds the rows that are shown, in their order, all columns and all digits", async () => {
  const rows = [
    ["a", 0.1, 12345678901234567890n],
    ["=b", null, -1n],
    ["c", 3, 0n],
  ];
  const names = ["size", "row", "🪐 id"];
  const order = [2, 1];
  const view = {
    shown: () => order.length,
    rowAt: (place: number) => order[place]!,
    valueAt: (name: string, row: number) => rows[row]![names.indexOf(name)],
  };
  const made = await tableFile({ names, view, as: "csv", inSlices, isThere });
  expect(new TextDecoder().decode(made.bytes)).toBe("size,row,🪐 id\r\nc,3,0\r\n'=b,,-1\r\n");
  expect(made.note).toBe("1 text that a spreadsheet would compute got a ' in front.");
  expect(await text(tableFile({ names, view, as: "tabs", inSlices, isThere }))).toBe(
    "size\trow\t🪐 id\r\nc\t3\t0\r\n'=b\t\t-1\r\n",
  );
});

test("a table without rows is its line of names, and a long one has every row", async () => {
  const view = (rows: number) => ({
    shown: () => rows,
    rowAt: (place: number) => place,
    valueAt: (_: string, row: number) => row,
  });
  const parts = { names: ["n"], as: "csv", inSlices, isThere } as const;
  expect(await text(tableFile({ ...parts, view: view(0) }))).toBe("n\r\n");
  const lines = (await text(tableFile({ ...parts, view: view(25_001) }))).split("\r\n");
  expect([lines.length, lines[25_001], lines[25_002]]).toEqual([25_003, "25000", ""]);
});

test("what is too large to copy is refused with the row, and what is gone is not written", async () => {
  const long = "x".repeat(2 ** 20);
  const view = { shown: () => 1_000, rowAt: (place: number) => place, valueAt: () => long };
  const parts = { names: ["n"], view, inSlices };
  await expect(tableFile({ ...parts, as: "tabs", isThere })).rejects.toThrow(
    /can be copied; the table reached that at row \d+ of 1,000\. Filter it/,
  );
  await expect(tableFile({ ...parts, as: "csv", isThere: () => false })).rejects.toThrow("run again");
  expect(limits.savedFileBytes).toBeGreaterThan(limits.copiedTableBytes);
});
