import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import type { CsvRecord } from "./csv-records";

/** Which records of a file are its data. `first` and `last` count data from 1. */
export type CsvLayout = {
  /** How many cells each record must have. */
  columns: number;
  headerLines: number;
  unitsRow: boolean;
  /** The cells of the header, where records that repeat it are to be left out. */
  repeatedHeader: readonly string[] | null;
  first: number;
  last: number | null;
  footerLines: number;
  ragged: "refuse" | "keep out" | "fill";
};

/** A record of another length: its line of the file, and how many cells it has. */
export type RaggedRecord = { line: number; found: number };
/** What was left out of a file, counted; of ragged records the first some are listed. */
export type LeftOut = {
  ragged: { count: number; lines: RaggedRecord[] };
  /** Records that were too short and were filled up with missing cells. */
  filled: { count: number; lines: RaggedRecord[] };
  repeatedHeaders: number;
  footers: number;
  outside: number;
  marks: number;
};

/**
 * Takes the records of a file in turn and hands on those that are data, each with exactly `columns` cells.
 *
 * @param onRow takes the cells of a row of data and the line where it begins
 * @returns `record` is false once no further record can be data; `end` says what was left out
 * @throws {AppError} INVALID from both, with the line, for a record of another length that is to be refused
 */
export function csvLayout(layout: CsvLayout, onRow: (cells: string[], line: number) => void) {
  const { columns, footerLines } = layout;
  const leftOut: LeftOut = {
    ragged: { count: 0, lines: [] },
    filled: { count: 0, lines: [] },
    repeatedHeaders: 0,
    footers: 0,
    outside: 0,
    marks: 0,
  };
  const state = { seen: 0, rows: 0 };
  // The last records of a file are known for such only at its end.
  const held: CsvRecord[] = [];

  function record(one: CsvRecord): boolean {
    if (one.cells[0]?.startsWith("\uFEFF")) {
      one.cells[0] = one.cells[0].slice(1);
      leftOut.marks += 1;
    }
    if (one.blank && !(columns === 1 && state.seen > 0)) return true;
    state.seen += 1;
    if (state.seen <= layout.headerLines + Number(layout.unitsRow)) return true;
    held.push(one);
    if (held.length > footerLines) takeRow(layout, state, leftOut, held.shift()!, onRow);
    return layout.last === null || footerLines > 0 || state.rows < layout.last;
  }

  function end(): LeftOut {
    leftOut.footers = held.length;
    return leftOut;
  }
  return { record, end };
}

function takeRow(
  layout: CsvLayout,
  state: { rows: number },
  leftOut: LeftOut,
  { cells, line }: CsvRecord,
  onRow: (cells: string[], line: number) => void,
): void {
  const { columns, repeatedHeader, first, last } = layout;
  const trimmed = cells.length === columns + 1 && cells.at(-1) === "" ? cells.slice(0, -1) : cells;
  if (repeatedHeader && repeatedHeader.every((name, i) => trimmed[i]?.trim() === name.trim())) {
    leftOut.repeatedHeaders += 1;
    return;
  }
  state.rows += 1;
  if (state.rows < first || (last !== null && state.rows > last)) leftOut.outside += 1;
  else if (trimmed.length === columns) onRow(trimmed, line);
  else if (layout.ragged === "fill" && trimmed.length < columns) {
    count(leftOut.filled, { line, found: cells.length });
    onRow([...trimmed, ...Array<string>(columns - trimmed.length).fill("")], line);
  } else if (layout.ragged === "keep out") count(leftOut.ragged, { line, found: cells.length });
  else throw ragged(line, columns, cells.length);
}

function count(records: LeftOut["ragged"], one: RaggedRecord): void {
  records.count += 1;
  if (records.lines.length < limits.raggedLinesKept) records.lines.push(one);
}

/** The refusal of a record of another length. */
export function ragged(line: number, columns: number, found: number): AppError {
  const message = `Line ${integer(line)}: expected ${columns} columns, found ${found}. No row was read.`;
  return new AppError("INVALID", message);
}
