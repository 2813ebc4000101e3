import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";

const [nul, lf, cr, space, quote] = [0, 10, 13, 32, 34];
/** Where a scan stands inside of a record. */
const [fieldStart, unquoted, quoted, afterQuote, spaceAfterQuote] = [0, 1, 2, 3, 4];

/** How the records of a file end, counted, and whether quoted cells hold line breaks. */
export type LineEnds = { lf: number; crlf: number; cr: number; insideQuotes: boolean };

/**
 * Walks over the bytes of a CSV file, piece by piece, and tells how its records end. A record ends by LF,
 * CRLF or CR, outside of quotes; spaces around a quoted cell are not part of it; a record may have one empty
 * cell too many at its end; an empty line is a record only where there is one column, behind the header.
 *
 * @param columns how many cells each record must have
 * @param write takes the same records with LF at the end of each, piece by piece
 * @throws {AppError} INVALID from `push` and `end`, with the line of the file: for a record of another
 * length, a quoted cell that does not end or has something behind it, and a NUL byte
 */
export function csvScan(
  { delimiter, columns }: { delimiter: string; columns: number },
  write?: (bytes: Uint8Array) => void,
): { push: (piece: Uint8Array) => void; end: () => LineEnds } {
  const split = delimiter.charCodeAt(0);
  const special = marksIn([nul!, lf!, cr!, quote!, split]);
  const scan = newScan(split, columns);

  function push(piece: Uint8Array): void {
    if (write) [scan.out, scan.filled] = [new Uint8Array(piece.length + 1), 0];
    for (let i = 0; i < piece.length; i++) {
      // Most bytes stand inside of a cell and change nothing.
      const plain = scan.at === unquoted || scan.at === quoted ? plainUntil(piece, i, special) : i;
      if (scan.afterCr || plain === i) step(scan, piece[i]!);
      else {
        scan.lastEmpty = false;
        if (write) scan.out.set(piece.subarray(i, plain), scan.filled);
        scan.filled += plain - i;
        i = plain - 1;
      }
    }
    write?.(scan.out.subarray(0, scan.filled));
  }

  function end(): LineEnds {
    if (scan.at === quoted) {
      const message = `Line ${integer(scan.quoteLine)}: a quoted value does not end. No row was read.`;
      throw new AppError("INVALID", message);
    }
    if (scan.afterCr) scan.ends.cr += 1;
    if (write) [scan.out, scan.filled] = [new Uint8Array(1), 0];
    if (!scan.blank) endRecord(scan);
    write?.(scan.out.subarray(0, scan.filled));
    return scan.ends;
  }
  return { push, end };
}

/** A scan under way: what is known of the record, and what was read of the piece as it is to be written. */
type Scan = ReturnType<typeof newScan>;

function newScan(split: number, columns: number) {
  const ends: LineEnds = { lf: 0, crlf: 0, cr: 0, insideQuotes: false };
  const lines = { line: 1, recordLine: 1, quoteLine: 1 };
  const record = { at: fieldStart!, fields: 1, blank: true, lastEmpty: true, begun: false, afterCr: false };
  return { split, columns, ends, ...lines, ...record, out: new Uint8Array(0), filled: 0 };
}

function keep(scan: Scan, byte: number): void {
  if (scan.filled < scan.out.length) scan.out[scan.filled++] = byte;
}

function endRecord(scan: Scan): void {
  const { blank, columns, begun, fields, lastEmpty } = scan;
  if (!blank || (columns === 1 && begun)) {
    const spare = fields === columns + 1 && lastEmpty ? 1 : 0;
    if (fields - spare !== columns) throw ragged(scan.recordLine, columns, fields);
    keep(scan, lf!);
    scan.begun = true;
  }
  Object.assign(scan, { at: fieldStart!, fields: 1, blank: true, lastEmpty: true, recordLine: scan.line });
}

/** Whether the byte ended a record, or is the second half of such an end. */
function endsLine(scan: Scan, byte: number): boolean {
  if (scan.afterCr) {
    scan.afterCr = false;
    scan.ends[byte === lf ? "crlf" : "cr"] += 1;
    if (byte === lf) return true;
  } else if (byte === lf) scan.ends.lf += 1;
  if (byte !== lf && byte !== cr) return false;
  scan.line += 1;
  scan.afterCr = byte === cr;
  endRecord(scan);
  return true;
}

function step(scan: Scan, byte: number): void {
  if (byte === nul)
    throw new AppError("INVALID", `Line ${integer(scan.line)} holds a NUL byte: this is not text.`);
  if (scan.at === quoted) stepInQuotes(scan, byte);
  else if (endsLine(scan, byte)) return;
  else {
    const was = scan.at;
    scan.at = nextAt(was, byte, scan.split, scan.line);
    const opens = scan.at === quoted && was === fieldStart;
    if (opens) scan.quoteLine = scan.line;
    if (byte === scan.split) scan.fields += 1;
    scan.lastEmpty = byte === scan.split || (scan.lastEmpty && opens);
    scan.blank = false;
  }
  keep(scan, byte);
}

function stepInQuotes(scan: Scan, byte: number): void {
  if (byte === quote) scan.at = afterQuote!;
  else scan.lastEmpty = false;
  if (byte === lf || byte === cr) scan.ends.insideQuotes = true;
  if (byte === lf ? !scan.afterCr : byte === cr) scan.line += 1;
  scan.afterCr = byte === cr;
}

/** The place of the first byte from `start` on that is marked. */
function plainUntil(piece: Uint8Array, start: number, marks: Uint8Array): number {
  let end = start;
  while (end < piece.length && marks[piece[end]!] === 0) end += 1;
  return end;
}

function marksIn(bytes: readonly number[]): Uint8Array {
  const marks = new Uint8Array(256);
  for (const byte of bytes) marks[byte] = 1;
  return marks;
}

/** Where a byte outside of quotes leads to. @throws {AppError} INVALID for something behind a quoted cell */
function nextAt(at: number, byte: number, split: number, line: number): number {
  if (byte === split) return fieldStart!;
  if (at === unquoted) return unquoted;
  if (byte === quote && (at === fieldStart || at === afterQuote)) return quoted!;
  if (byte === space) return at === fieldStart ? fieldStart! : spaceAfterQuote!;
  if (at === fieldStart) return unquoted!;
  throw new AppError("INVALID", behindQuote(line));
}

function ragged(line: number, columns: number, found: number): AppError {
  const message = `Line ${integer(line)}: expected ${columns} columns, found ${found}. No row was read.`;
  return new AppError("INVALID", message);
}

function behindQuote(line: number): string {
  return `Line ${integer(line)}: something stands behind a quoted value. No row was read.`;
}
