import { isUtf8 } from "node:buffer";
import { rmSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { csvScan, type LineEnds } from "@/lib/datasets/csv-scan";
import { dialectOf, requireUtf8, type Dialect } from "@/lib/datasets/dialect";
import type { Imported } from "@/lib/datasets/engine";
import { literal } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { withDuckDb } from "./duckdb";
import { importText } from "./import-text";

const headerBytes = 1 << 20;
const lineBytes = 16 << 20;
const pieceBytes = 4 << 20;
const [lf, cr] = [10, 13];
let copies = 0;

/**
 * Reads a file of comma-separated values. DuckDB reads it as it is where all its lines end alike; else, and
 * where DuckDB fails, we read it ourselves, say what is wrong with which line, or hand DuckDB a copy with
 * one kind of line end.
 */
export async function importCsv(file: string, out: string): Promise<Imported> {
  const dialect = dialectOf(await firstBytes(file));
  const { hasCr, startsBlank } = await look(file);
  const uniform = !startsBlank && (!hasCr || isUniform(await scan(file, dialect)));
  if (uniform)
    try {
      return await importFrom(file, dialect, out);
    } catch (error) {
      if (!isReaders(error)) throw error;
    }
  const copy = `copy-${(copies += 1)}.csv`;
  try {
    await scan(file, dialect, copy);
    return await importFrom(copy, dialect, out);
  } catch (error) {
    throw isReaders(error) ? unreadable(error as Error) : error;
  } finally {
    rmSync(copy, { force: true });
  }
}

function importFrom(file: string, dialect: Dialect, out: string): Promise<Imported> {
  const { delimiter, header } = dialect;
  const columns = header.map((_, i) => `c${i}: 'VARCHAR'`).join(", ");
  const relation = `read_csv(${literal(file)}, auto_detect = false, header = true,
    delim = ${literal(delimiter)},    quote = '"', escape = '"', columns = {${columns}}, strict_mode = true,
    max_line_size = ${lineBytes}, buffer_size = ${2 * lineBytes})`;
  const decimalComma = delimiter === ";" || delimiter === "\t";
  const dotThousands = delimiter === ";";
  return withDuckDb({ files: [file, out] }, (connection) =>
    importText(connection, { relation, names: header, decimalComma, dotThousands }, out),
  );
}

/** What can be seen of a file without reading its records. @throws {AppError} INVALID when it is no text */
async function look(file: string): Promise<{ hasCr: boolean; startsBlank: boolean }> {
  let [hasCr, startsBlank, line, first] = [false, false, 1, true];
  let rest: Uint8Array = new Uint8Array(0);
  for await (const piece of pieces(file)) {
    if (first) startsBlank = isBreak(withoutMark(piece)[0]);
    first = false;
    hasCr ||= piece.includes(cr);
    const bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    const whole = bytes.length - unfinished(bytes);
    if (!isUtf8(bytes.subarray(0, whole))) requireUtf8(bytes.subarray(0, whole), line);
    for (let at = bytes.indexOf(lf); at !== -1 && at < whole; at = bytes.indexOf(lf, at + 1)) line += 1;
    rest = bytes.slice(whole);
  }
  if (rest.length > 0) requireUtf8(Buffer.concat([rest, Buffer.of(lf!)]), line);
  return { hasCr, startsBlank };
}

/** The number of bytes at the end of a piece that begin a character and do not end it. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** Walks over the records of a file; with `copy` it writes them there, each with LF at its end. */
async function scan(file: string, { delimiter, header }: Dialect, copy?: string): Promise<LineEnds> {
  const handle = copy ? await open(copy, "w") : null;
  try {
    const ready: Uint8Array[] = [];
    const write = handle ? (bytes: Uint8Array) => ready.push(bytes) : undefined;
    const walk = csvScan({ delimiter, columns: header.length }, write);
    let first = true;
    for await (const piece of pieces(file)) {
      walk.push(first ? withoutMark(piece) : piece);
      first = false;
      await flush(handle, ready);
    }
    const ends = walk.end();
    await flush(handle, ready);
    return ends;
  } finally {
    await handle?.close();
  }
}

async function flush(handle: FileHandle | null, ready: Uint8Array[]): Promise<void> {
  for (const bytes of ready.splice(0)) await handle?.write(bytes);
}

function isUniform({ lf: alone, crlf, cr: old, insideQuotes }: LineEnds): boolean {
  return [alone, crlf, old].filter((count) => count > 0).length <= 1 && !insideQuotes;
}

function isBreak(byte: number | undefined): boolean {
  return byte === lf || byte === cr;
}

function withoutMark(piece: Uint8Array): Uint8Array {
  return piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf ? piece.subarray(3) : piece;
}

async function* pieces(file: string): AsyncGenerator<Uint8Array> {
  const handle = await open(file, "r");
  try {
    const buffer = Buffer.alloc(pieceBytes);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, pieceBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function firstBytes(file: string): Promise<Uint8Array> {
  const handle = await open(file, "r");
  try {
    const buffer = new Uint8Array(headerBytes);
    const { bytesRead } = await handle.read(buffer, 0, headerBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * Whether DuckDB says that it cannot read the file, rather than that it lacks memory or is at fault itself.
 */
function isReaders(error: unknown): boolean {
  return (
    error instanceof Error && !(error instanceof AppError) && /CSV|Invalid Input Error/.test(error.message)
  );
}

/** Nothing is wrong with any record, and yet it cannot be read: a line that is too long, for one. */
function unreadable({ message }: Error): AppError {
  const line = message.match(/CSV Error on Line: (\d+)/)?.[1];
  const what = message
    .split("\n")
    .find((part) => part && !/^(Invalid|Original|Possible|\*|This can)/.test(part));
  const where = line ? `Line ${integer(Number(line))}` : "The file";
  return new AppError("INVALID", `${where} cannot be read: ${what ?? "it does not follow the rules of CSV"}`);
}
