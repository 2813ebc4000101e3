import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import {
  cellOf,
  columnLetters,
  placeOf,
  type CellContext,
  type RawCell,
  type SheetCell,
} from "./sheet-cells";
import { textCollector } from "./shared-strings";
import { xmlReader } from "./xml-reader";

/** A row that holds something; `number` counts from 1. */
export type SheetRow = { number: number; hidden: boolean; cells: SheetCell[] };
/** Cells that are one; rows from 1, columns from 0, both ends in it. */
export type Merge = { top: number; left: number; bottom: number; right: number };
export type SheetEvents = {
  row: (row: SheetRow) => void;
  /** Merged cells come behind all rows. */
  merge: (merge: Merge) => void;
  hiddenColumns: (from: number, to: number) => void;
};

/**
 * Reads the cells of a sheet, row by row.
 *
 * @param sheet its name, and the file of the archive that it is in
 * @throws {AppError} INVALID for a formula without a stored value, by its cell, and for a damaged sheet
 */
export function sheetReader(
  sheet: { name: string; file: string },
  context: CellContext,
  events: SheetEvents,
): { push: (bytes: Uint8Array) => void; end: () => void } {
  const inline = textCollector();
  const state = { row: null as SheetRow | null, lastRow: 0, column: -1, inValue: false };
  let cell: RawCell | null = null;
  const damaged = (what: string) => new AppError("INVALID", `The sheet “${sheet.name}” is damaged: ${what}.`);

  function openCell({ r, t = "n", s = "0" }: Record<string, string>): void {
    if (!state.row) throw damaged("a cell stands outside of a row");
    const place = r === undefined ? { column: state.column + 1, row: state.row.number } : placeOf(r);
    if (!place || place.row !== state.row.number || place.column <= state.column)
      throw damaged(`the cell ${r ?? ""} of row ${integer(state.row.number)} is out of place`);
    state.column = place.column;
    cell = { type: t, style: Number(s), value: null, inline: null, hasFormula: false };
  }

  function closeCell(): void {
    const { row, column } = state;
    if (!cell || !row) return;
    const place = () => `Cell ${columnLetters(column)}${row.number} of “${sheet.name}”`;
    const held = cellOf(cell, context, place);
    if (held) row.cells.push({ column, ...held });
    cell = null;
  }

  function openRow({ r, hidden }: Record<string, string>): void {
    const number = r === undefined ? state.lastRow + 1 : Number(r);
    if (!Number.isInteger(number) || number <= state.lastRow || number > limits.sheetRows)
      throw damaged(`row ${r ?? integer(number)} is out of place`);
    state.lastRow = number;
    state.column = -1;
    state.row = { number, hidden: hidden === "1" || hidden === "true", cells: [] };
  }

  function open(name: string, attributes: Record<string, string>): void {
    if (name === "c") openCell(attributes);
    else if (name === "v" && cell) {
      state.inValue = true;
      cell.value = "";
    } else if (name === "f" && cell) cell.hasFormula = true;
    else if (name === "is" && cell) inline.start();
    else if (name === "row") openRow(attributes);
    else if (name === "mergeCell") events.merge(mergeOf(attributes.ref ?? "") ?? fail("its merged cells"));
    else if (name === "col" && (attributes.hidden === "1" || attributes.hidden === "true"))
      events.hiddenColumns(Number(attributes.min) - 1, Number(attributes.max) - 1);
    else if (cell) inline.open(name);
  }

  function fail(what: string): never {
    throw damaged(`${what} cannot be read`);
  }

  function close(name: string): void {
    if (name === "v") state.inValue = false;
    else if (name === "c") closeCell();
    else if (name === "is" && cell) cell.inline = inline.take();
    else if (name === "row") {
      if (state.row && state.row.cells.length > 0) events.row(state.row);
      state.row = null;
    } else if (cell) inline.close(name);
  }

  function text(piece: string): void {
    if (!cell) return;
    if (state.inValue) cell.value += piece;
    else inline.text(piece);
  }
  return xmlReader(`the sheet “${sheet.name}”`, { open, text, close });
}

function mergeOf(reference: string): Merge | null {
  const [from, to] = reference.split(":").map(placeOf);
  if (!from || !to) return null;
  return { top: from.row, left: from.column, bottom: to.row, right: to.column };
}

/** Looks for the first cell of a sheet that holds something; `found` tells when it has been met. */
export function cellFinder(name: string): { push: (bytes: Uint8Array) => void; found: () => boolean } {
  let found = false;
  const { push } = xmlReader(`the sheet “${name}”`, {
    open: (tag) => {
      found ||= tag === "v" || tag === "is" || tag === "f";
    },
  });
  return { push, found: () => found };
}
