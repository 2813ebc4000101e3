import { integer } from "@/lib/format";
import type { Merge, SheetRow } from "./sheet-reader";

const mostLines = 5;
const searchedRows = 30;
/** Rows of a sheet that are held back until its merged cells are known. */
export const headRows = 40;

/** Where the header of a sheet is, and what it calls the columns. */
export type SheetHead = {
  /** The row of the sheet in which it begins, from 1, and how many rows it has. */
  row: number;
  lines: number;
  /** Names by column, from 0; a column without one is not in it. */
  names: Map<number, string>;
  /** What there is to say, in sentences. */
  said: string[];
};

/**
 * Finds the header in the first rows of a sheet: the first row that fills at least half of the width; rows
 * above it are titles, and are said. It goes on where its cells are merged: a cell over several columns names
 * a group, whose name is joined to those below it; a cell over several rows is one name.
 *
 * @param rows the first rows that hold something, at most `headRows`
 * @param asked where it is, if somebody has said so
 */
export function sheetHead(
  rows: readonly SheetRow[],
  merges: readonly Merge[],
  asked: { headerRow?: number | undefined; headerLines?: number | undefined },
): SheetHead {
  const row = asked.headerRow ?? firstHeadRow(rows, merges);
  const lines = asked.headerLines ?? linesFrom(row, merges);
  const names = namesIn(rows, merges, row, lines);
  return { row, lines, names, said: [...saidOfTitles(rows, row), ...saidOfLines(row, lines)] };
}

function firstHeadRow(rows: readonly SheetRow[], merges: readonly Merge[]): number {
  const width = Math.max(...rows.map(({ cells }) => cells.length));
  const head = rows.slice(0, searchedRows).find(({ number, cells }) => {
    // A title is one cell, however wide it is merged.
    if (cells.length === 1 && width > 1) return false;
    return (
      2 *
        coveredBy(
          number,
          cells.map(({ column }) => column),
          merges,
        ) >=
      width
    );
  });
  return (head ?? rows[0]!).number;
}

function coveredBy(row: number, columns: readonly number[], merges: readonly Merge[]): number {
  const covered = new Set(columns);
  for (const { top, left, bottom, right } of merges)
    if (top <= row && row <= bottom && covered.has(left))
      for (let column = left; column <= right; column++) covered.add(column);
  return covered.size;
}

function linesFrom(row: number, merges: readonly Merge[]): number {
  let lines = 1;
  for (let line = 0; line < lines; line++)
    for (const { top, left, bottom, right } of merges) {
      if (top !== row + line) continue;
      // A group has its names below it; a name over several rows ends with the header.
      lines = Math.max(lines, bottom - row + 1 + (right > left ? 1 : 0));
    }
  return Math.min(lines, mostLines);
}

function namesIn(
  rows: readonly SheetRow[],
  merges: readonly Merge[],
  row: number,
  lines: number,
): Map<number, string> {
  const parts = new Map<number, string[]>();
  const add = (column: number, text: string) => {
    const known = parts.get(column) ?? [];
    parts.set(column, [...known, text.trim()]);
  };
  for (const { number, cells } of rows) {
    if (number < row || number >= row + lines) continue;
    for (const { column, text } of cells) {
      const merged = merges.find(({ top, left }) => top === number && left === column);
      for (let at = column; at <= (merged?.right ?? column); at++) add(at, text);
    }
  }
  return new Map([...parts].map(([column, texts]) => [column, texts.filter(Boolean).join(" ")]));
}

function saidOfTitles(rows: readonly SheetRow[], row: number): string[] {
  const titles = rows.filter(({ number }) => number < row);
  if (titles.length === 0) return [];
  const texts = titles.flatMap(({ cells }) => cells.map(({ text }) => text.trim().slice(0, 100)));
  const shown = texts.slice(0, 5).join("”, “");
  const more = texts.length > 5 ? ` and ${integer(texts.length - 5)} more` : "";
  return [`Above the header in row ${integer(row)}, not read: “${shown}”${more}`];
}

function saidOfLines(row: number, lines: number): string[] {
  if (lines <= 1) return [];
  return [`The header is joined from rows ${integer(row)} to ${integer(row + lines - 1)}`];
}
