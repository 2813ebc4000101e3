import { chooseSheet } from "@/lib/datasets/xlsx/choose-sheet";
import type { CellContext } from "@/lib/datasets/xlsx/sheet-cells";
import { cellFinder } from "@/lib/datasets/xlsx/sheet-reader";
import { sharedStringsReader } from "@/lib/datasets/xlsx/shared-strings";
import { readStyles, readWorkbook, type Sheet } from "@/lib/datasets/xlsx/workbook";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { openZip, type Zip } from "./zip";

/** A workbook whose parts can be read. */
export type OpenWorkbook = {
  sheets: Sheet[];
  /** What its cells refer to: strings, styles, the day that it counts from. */
  context: () => Promise<CellContext>;
  /** The sheet that is read: the one of a name, or the only one with cells. @throws {AppError} INVALID */
  choose: (asked: string | undefined) => Promise<Sheet>;
  /** The bytes of a file of the workbook. */
  read: (file: string) => AsyncIterable<Uint8Array>;
  close: () => void;
};

/** Opens an Excel workbook. @throws {AppError} INVALID when it is damaged; TOO_LARGE for too much text */
export async function openWorkbook(file: string): Promise<OpenWorkbook> {
  const zip = await openZip(file);
  try {
    const { sheets, epoch, sharedStrings, styles } = await readWorkbook((part) => wholePart(zip, part));
    return {
      sheets,
      context: async () => ({
        epoch,
        strings: sharedStrings ? await stringsOf(zip, sharedStrings) : [],
        styles: styles ? readStyles(await wholePart(zip, styles), styles) : [],
      }),
      choose: async (asked) => {
        const filled: Sheet[] = [];
        for (const sheet of sheets) if (await hasCells(zip, sheet)) filled.push(sheet);
        return chooseSheet(sheets, filled, asked);
      },
      read: (part) => zip.read(part),
      close: zip.close,
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function wholePart(zip: Zip, part: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of zip.read(part)) {
    bytes += piece.length;
    if (bytes > limits.workbookPartBytes)
      throw new AppError("TOO_LARGE", `${part} of the workbook is larger than any that a program writes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function stringsOf(zip: Zip, part: string): Promise<string[]> {
  const reader = sharedStringsReader(part);
  for await (const piece of zip.read(part)) reader.push(piece);
  return reader.end();
}

async function hasCells(zip: Zip, { name, file }: Sheet): Promise<boolean> {
  const finder = cellFinder(name);
  for await (const piece of zip.read(file)) {
    finder.push(piece);
    if (finder.found()) return true;
  }
  return false;
}
