import { AppError } from "@/lib/errors";
import type { NumberKind } from "./number-format";
import { serialText, type Epoch } from "./serial-date";
import { unescaped } from "./shared-strings";

/** A cell that holds something; `column` counts from 0. An error is text such as #DIV/0!. */
export type SheetCell = { column: number; text: string; kind: CellKind };
export type CellKind = "number" | "date" | "boolean" | "text" | "error";

/** What a workbook says for the cells of all of its sheets. */
export type CellContext = { strings: readonly string[]; styles: readonly NumberKind[]; epoch: Epoch };

/** A cell as its XML writes it. */
export type RawCell = {
  type: string;
  style: number;
  value: string | null;
  inline: string | null;
  hasFormula: boolean;
};

const lastColumn = 16_383;

/**
 * What a cell holds, as text: numbers as they are stored, dates and times as they are meant; null for
 * nothing.
 *
 * @param place how errors call the cell, such as Cell C5 of “Sales”
 * @throws {AppError} INVALID for a formula without a stored value, and for a string that is not there
 */
export function cellOf(
  { type, style, value, inline, hasFormula }: RawCell,
  context: CellContext,
  place: () => string,
): Omit<SheetCell, "column"> | null {
  if (hasFormula && !value && inline === null && type !== "str")
    throw new AppError(
      "INVALID",
      `${place()} holds a formula without a stored value. Open the workbook in a spreadsheet program, ` +
        "save it and upload it again.",
    );
  if (type === "inlineStr") return textOf(inline ?? "");
  if (value === null || value === "") return null;
  if (type === "s") return textOf(sharedString(value, context, place));
  if (type === "str") return textOf(unescaped(value));
  if (type === "b") return { text: value.trim() === "1" ? "TRUE" : "FALSE", kind: "boolean" };
  if (type === "e") return { text: value.trim(), kind: "error" };
  if (type === "d") return { text: value.trim(), kind: "date" };
  return numberOf(value.trim(), context, style);
}

function textOf(text: string): Omit<SheetCell, "column"> | null {
  return text === "" ? null : { text, kind: "text" };
}

function sharedString(value: string, { strings }: CellContext, place: () => string): string {
  const text = strings[Number(value)];
  if (text === undefined)
    throw new AppError("INVALID", `The workbook is damaged: ${place()} names a text that is not there.`);
  return text;
}

function numberOf(text: string, { styles, epoch }: CellContext, style: number): Omit<SheetCell, "column"> {
  const kind = styles[style] ?? "plain";
  const shown = kind === "plain" ? null : serialText(Number(text), kind, epoch);
  return shown === null ? { text: numberText(text), kind: "number" } : { text: shown, kind: "date" };
}

/**
 * A stored number as a person writes it: spreadsheets store 0.004 as 4.0000000000000001E-3, which is the same
 * double to its last digit. What is no double's own writing stays as it is.
 */
export function numberText(stored: string): string {
  const digits = digitsOf(stored);
  if (!/[eE]/.test(stored) && digits.length <= 15) return stored;
  const value = Number(stored);
  if (!Number.isFinite(value) || (value === 0 && digits !== "") || digits.length > 17) return stored;
  const same = digits === "" || digitsOf(value.toPrecision(Math.max(1, digits.length))) === digits;
  return same ? String(value) : stored;
}

function digitsOf(text: string): string {
  return text
    .replace(/[eE].*$/, "")
    .replaceAll(/[^\d]/g, "")
    .replace(/^0+/, "");
}

/** The column, from 0, and row, from 1, of a reference such as BC12; null for what is none. */
export function placeOf(reference: string): { column: number; row: number } | null {
  const found = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(reference);
  if (!found) return null;
  const column = [...found[1]!].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return column > lastColumn ? null : { column, row: Number(found[2]) };
}

/** The letters of a column, from 0: A, B, …, Z, AA. */
export function columnLetters(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? columnLetters(rest - 1) : "") + String.fromCharCode(65 + (column % 26));
}
