import { open } from "node:fs/promises";
import type { XlsxOptions } from "@/lib/datasets/import-options";
import { headRows, sheetHead, type SheetHead } from "@/lib/datasets/xlsx/sheet-head";
import { sheetReader, type Merge, type SheetRow } from "@/lib/datasets/xlsx/sheet-reader";
import { sheetTable, type ColumnCounts } from "@/lib/datasets/xlsx/sheet-table";
import { AppError } from "@/lib/errors";
import { counted, integer } from "@/lib/format";
import type { Sheet } from "@/lib/datasets/xlsx/workbook";
import type { OpenWorkbook } from "./xlsx-parts";

const flushCharacters = 4 << 20;

/** The rows of a sheet as CSV in two files: the first ones, which wait for merged cells, and the others. */
export type SheetCopy = {
  head: SheetHead;
  columns: Map<number, ColumnCounts>;
  /** What there is to say of the sheet, in sentences. */
  said: string[];
};
type Asked = Pick<Partial<XlsxOptions>, "headerRow" | "headerLines" | "hidden">;

/**
 * Writes the cells of a sheet as records of text, each behind the number of its row.
 *
 * @param files where the first rows of data, and the others, are written
 * @throws {AppError} INVALID for a damaged sheet, or one without cells to read
 */
export async function writeSheet(
  workbook: OpenWorkbook,
  sheet: Sheet,
  [firstFile, restFile]: readonly [string, string],
  asked: Asked,
): Promise<SheetCopy> {
  const facts = newFacts(asked);
  const table = sheetTable();
  const recordOf = (row: SheetRow) => `${row.number},${table.record(row)}\n`;
  const context = await workbook.context();
  await writing(restFile, async (write) => {
    const rows: SheetRow[] = [];
    const reader = sheetReader(sheet, context, {
      row: (row) => takeRow(facts, row, rows),
      merge: (merge) => takeMerge(facts, merge),
      hiddenColumns: (from, to) => facts.hiddenColumns.push([from, to]),
    });
    for await (const piece of workbook.read(sheet.file)) {
      reader.push(piece);
      for (const row of rows.splice(0)) await write(recordOf(row));
    }
    reader.end();
    for (const row of rows) await write(recordOf(row));
  });
  if (facts.first.length === 0)
    throw new AppError("INVALID", `The sheet “${sheet.name}” holds no cells to read.`);
  const head = sheetHead(facts.first, facts.merges, asked);
  await writing(firstFile, async (write) => {
    for (const row of facts.first) if (row.number >= head.row + head.lines) await write(recordOf(row));
  });
  return { head, columns: table.columns(), said: [...head.said, ...saidOf(facts, head)] };
}

/** Opens a file for text that comes in small pieces. */
async function writing(file: string, act: (write: (text: string) => Promise<void>) => Promise<void>) {
  const handle = await open(file, "w");
  let ready = "";
  try {
    await act(async (text) => {
      ready += text;
      if (ready.length < flushCharacters) return;
      await handle.write(ready);
      ready = "";
    });
    await handle.write(ready);
  } finally {
    await handle.close();
  }
}

type Facts = ReturnType<typeof newFacts>;

function newFacts({ hidden = "read", headerRow = 1 }: Asked) {
  return {
    headerRow,
    leavesOut: hidden === "leave out",
    /** The first rows with cells, held back. */
    first: [] as SheetRow[],
    /** Merged cells among them, and how many begin below. */
    merges: [] as Merge[],
    mergedBelow: 0,
    hiddenColumns: [] as [number, number][],
    hiddenColumnsMet: new Set<number>(),
    hiddenRows: 0,
    rowsAbove: 0,
    rows: 0,
    lastRow: 0,
  };
}

function takeRow(facts: Facts, row: SheetRow, rest: SheetRow[]): void {
  if (row.number < facts.headerRow) {
    facts.rowsAbove += 1;
    return;
  }
  facts.rows += 1;
  facts.lastRow = row.number;
  if (row.hidden) facts.hiddenRows += 1;
  if (facts.hiddenColumns.length > 0) row.cells = row.cells.filter(({ column }) => !isHidden(facts, column));
  if (row.cells.length === 0 || (row.hidden && facts.leavesOut)) return;
  (facts.first.length < headRows ? facts.first : rest).push(row);
}

/** Whether a cell is left out for its column; that it was met is counted either way. */
function isHidden(facts: Facts, column: number): boolean {
  if (!facts.hiddenColumns.some(([from, to]) => from <= column && column <= to)) return false;
  facts.hiddenColumnsMet.add(column);
  return facts.leavesOut;
}

function takeMerge(facts: Facts, merge: Merge): void {
  if (merge.top <= (facts.first.at(-1)?.number ?? 0)) facts.merges.push(merge);
  else facts.mergedBelow += 1;
}

function saidOf(facts: Facts, head: SheetHead): string[] {
  const { leavesOut, hiddenRows, hiddenColumnsMet, rowsAbove } = facts;
  const start = head.row + head.lines;
  const inFirst = "below the header: the value stands in the first row and column alone";
  const among = leavesOut ? "left out" : "read";
  const merged = facts.mergedBelow + facts.merges.filter(({ top }) => top >= start).length;
  const above = facts.first.filter(({ number }) => number < start).length;
  const empty = facts.lastRow - start + 1 - (facts.rows - above);
  return [
    ...(rowsAbove > 0 ? [`${counted(rowsAbove, "row")} above row ${integer(facts.headerRow)} not read`] : []),
    ...(hiddenRows > 0 ? [`${counted(hiddenRows, "hidden row")} ${among}`] : []),
    ...(hiddenColumnsMet.size > 0 ? [`${counted(hiddenColumnsMet.size, "hidden column")} ${among}`] : []),
    ...(empty > 0 ? [`${counted(empty, "empty row")} left out`] : []),
    ...(merged > 0 ? [`${counted(merged, "merged cell")} ${inFirst}`] : []),
  ];
}
