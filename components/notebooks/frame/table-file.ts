import { bytes as sizeWords, integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import type { FileForm } from "@/lib/notebooks/protocol";
import { csvLine, tabLine } from "./csv-text";
import type { MadeFile } from "./savable";
import type { createSlices } from "./slices";
import type { TableView } from "./table-view";

const block = 500;

type Parts = {
  names: readonly string[];
  view: Pick<TableView, "shown" | "rowAt" | "valueAt">;
  as: FileForm;
  inSlices: ReturnType<typeof createSlices>;
  isThere: () => boolean;
};

/**
 * The rows that a table shows, in its order, with all of its columns, as text in UTF-8.
 *
 * @throws {Error} where it is larger than a file may be, with the row at which it is
 */
export async function tableFile({ names, view, as, inSlices, isThere }: Parts): Promise<MadeFile> {
  const isCopy = as === "tabs";
  const made = { pieces: [] as Uint8Array[], guarded: 0 };
  const steps = writeRows({ names, view, made, lineOf: isCopy ? tabLine : csvLine, isCopy });
  if (!(await inSlices(steps, { isWanted: isThere, isUrgent: true })))
    throw new Error("The cell has run again meanwhile: its new table is the one to save.");
  return { bytes: joined(made.pieces), note: noteOn(made.guarded) };
}

type Writing = Pick<Parts, "names" | "view"> & {
  made: { pieces: Uint8Array[]; guarded: number };
  lineOf: typeof csvLine;
  isCopy: boolean;
};

function* writeRows({ names, view, made, lineOf, isCopy }: Writing): Generator<undefined, void> {
  const atMost = isCopy ? limits.copiedTableBytes : limits.savedFileBytes;
  const encoder = new TextEncoder();
  const rows = view.shown();
  let size = 0;
  let lines: string[] = [lineOf(names).line];
  const flush = () => {
    const piece = encoder.encode(`${lines.join("\r\n")}\r\n`);
    made.pieces.push(piece);
    size += piece.length;
    lines = [];
  };
  const blockRows = Math.max(1, Math.floor(block / Math.max(1, names.length / 10)));
  for (let place = 0; place < rows; place++) {
    const row = view.rowAt(place);
    const { line, guarded } = lineOf(names.map((name) => view.valueAt(name, row)));
    lines.push(line);
    made.guarded += guarded;
    if (lines.length < blockRows) continue;
    flush();
    if (size > atMost) throw new Error(tooLarge(place + 1, rows, { atMost, isCopy }));
    yield;
  }
  if (lines.length > 0) flush();
  if (size > atMost) throw new Error(tooLarge(rows, rows, { atMost, isCopy }));
}

function tooLarge(
  row: number,
  rows: number,
  { atMost, isCopy }: { atMost: number; isCopy: boolean },
): string {
  const way = isCopy ? "Filter it, or save it as CSV." : "Filter it, or save it as a dataset.";
  const most = `${sizeWords(atMost)} can be ${isCopy ? "copied" : "saved as one file"}`;
  return `${most}; the table reached that at row ${integer(row)} of ${integer(rows)}. ${way}`;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function noteOn(guarded: number): string | null {
  if (guarded === 0) return null;
  const texts = guarded === 1 ? "1 text" : `${integer(guarded)} texts`;
  return `${texts} that a spreadsheet would compute got a ' in front.`;
}
