import { open } from "node:fs/promises";
import type { XlsxOptions } from "@/lib/datasets/import-options";
import type { Question } from "@/lib/datasets/import-question";
import { headRows, sheetHead, type SheetHead } from "@/lib/datasets/xlsx/sheet-head";
import { sheetQuestions } from "@/lib/datasets/xlsx/sheet-questions";
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
  /** What the row of units says, by column. */
  units: Map<number, string>;
  questions: Question[];
  /** What there is to say of the sheet, in sentences. */
  said: string[];
};
type Asked = Pick<
  Partial<XlsxOptions>,
  "headerRow" | "headerLines" | "hidden" | "unitsRow" | "lastRow" | "footerLines"
>;
/** Rows at the end that are looked at for totals. */
const lastRows = 6;

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
  const { footerLines = 0 } = asked;
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
      for (const row of rows.splice(0, rows.length - footerLines)) await write(recordOf(row));
    }
    reader.end();
    for (const row of rows.splice(0, rows.length - footerLines)) await write(recordOf(row));
    facts.footers = rows.length;
  });
  if (facts.first.length === 0)
    throw new AppError("INVALID", `The sheet “${sheet.name}” holds no cells to read.`);
  const head = sheetHead(facts.first, facts.merges, asked);
  const behind = facts.first.filter(({ number }) => number >= head.row + head.lines);
  const units = asked.unitsRow ? behind.shift() : undefined;
  // Where the sheet is short, what stands at its end is among its first rows.
  const short = Math.min(behind.length, footerLines - facts.footers);
  const data = behind.slice(0, behind.length - short);
  facts.footers += short;
  await writing(firstFile, async (write) => {
    for (const row of data) await write(recordOf(row));
  });
  const last = facts.last.filter(({ number }) => number >= head.row + head.lines);
  return {
    head,
    columns: table.columns(),
    units: new Map(units?.cells.map(({ column, text }) => [column, text.trim()])),
    questions: sheetQuestions(head, { first: data, last }, asked),
    said: [...head.said, ...saidOf(facts, head, asked)],
  };
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

function newFacts({ hidden = "read", headerRow = 1, lastRow = Number.POSITIVE_INFINITY }: Asked) {
  return {
    headerRow,
    lastAsked: lastRow,
    /** The last rows with cells, and how many at the end are no data. */
    last: [] as SheetRow[],
    footers: 0,
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
    rowsBelow: 0,
    rows: 0,
    lastRow: 0,
  };
}

function takeRow(facts: Facts, row: SheetRow, rest: SheetRow[]): void {
  if (row.number < facts.headerRow) {
    facts.rowsAbove += 1;
    return;
  }
  if (row.number > facts.lastAsked) {
    facts.rowsBelow += 1;
    return;
  }
  facts.rows += 1;
  facts.lastRow = row.number;
  if (row.hidden) facts.hiddenRows += 1;
  if (facts.hiddenColumns.length > 0) row.cells = row.cells.filter(({ column }) => !isHidden(facts, column));
  if (row.cells.length === 0 || (row.hidden && facts.leavesOut)) return;
  facts.last.push(row);
  if (facts.last.length > lastRows) facts.last.shift();
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

function saidOf(facts: Facts, head: SheetHead, { lastRow }: Asked): string[] {
  const { leavesOut, hiddenRows, hiddenColumnsMet, rowsAbove, rowsBelow, footers } = facts;
  const start = head.row + head.lines;
  const inFirst = "below the header: the value stands in the first row and column alone";
  const among = leavesOut ? "left out" : "read";
  const merged = facts.mergedBelow + facts.merges.filter(({ top }) => top >= start).length;
  const above = facts.first.filter(({ number }) => number < start).length;
  const empty = facts.lastRow - start + 1 - (facts.rows - above);
  return [
    ...(rowsAbove > 0 ? [`${counted(rowsAbove, "row")} above row ${integer(facts.headerRow)} not read`] : []),
    ...(rowsBelow > 0 ? [`${counted(rowsBelow, "row")} below row ${integer(lastRow!)} not read`] : []),
    ...(footers > 0 ? [`${counted(footers, "row")} at the end left out`] : []),
    ...(hiddenRows > 0 ? [`${counted(hiddenRows, "hidden row")} ${among}`] : []),
    ...(hiddenColumnsMet.size > 0 ? [`${counted(hiddenColumnsMet.size, "hidden column")} ${among}`] : []),
    ...(empty > 0 ? [`${counted(empty, "empty row")} left out`] : []),
    ...(merged > 0 ? [`${counted(merged, "merged cell")} ${inFirst}`] : []),
  ];
}
