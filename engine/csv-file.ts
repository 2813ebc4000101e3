import { isUtf8 } from "node:buffer";
import { open } from "node:fs/promises";
import { requireText, requireUtf8 } from "@/lib/datasets/dialect";
import type { Encoding } from "@/lib/datasets/import-options";
import { AppError } from "@/lib/errors";

const headerBytes = 1 << 20;
const pieceBytes = 4 << 20;
const [lf, cr] = [10, 13];
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
/** Bytes that stand for nothing in Windows-1252. */
const undefinedBytes = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/** What can be seen of a file without reading its records. */
export type FileLook = {
  encoding: Encoding;
  /** Whether nothing in the file says that it is written so, though it can be. */
  supposed: boolean;
  hasCr: boolean;
  startsBlank: boolean;
  /** Whether a byte order mark stands inside of it, as in files that were put together. */
  innerMark: boolean;
};

/**
 * Looks through all bytes of a file. Its encoding is the one that is asked for, that its first bytes tell, or
 * that all of it fits: UTF-8, else Windows-1252 where nothing speaks against it.
 *
 * @throws {AppError} INVALID when it is no text, or of no encoding that we know, with the line
 */
export async function lookAt(file: string, asked: Encoding | undefined): Promise<FileLook> {
  const start = await firstBytes(file);
  const told = asked ?? toldEncoding(start);
  const look: FileLook = {
    encoding: told ?? "utf-8",
    supposed: false,
    hasCr: false,
    startsBlank: isBreak(withoutMark(start)[0]),
    innerMark: false,
  };
  if (look.encoding !== "utf-8") return look;
  requireText(start);
  const refuse = await lookThrough(file, look);
  if (!refuse) return look;
  if (asked || !(await mayBeWindows(file))) refuse();
  return { ...look, encoding: "windows-1252", supposed: true };
}

/** Looks through a file as if it were UTF-8; what refuses it where something speaks against that. */
async function lookThrough(file: string, look: FileLook): Promise<(() => void) | null> {
  let [line, first] = [1, true];
  let rest: Uint8Array = new Uint8Array(0);
  for await (const piece of pieces(file)) {
    const content = first ? withoutMark(piece) : piece;
    first = false;
    look.hasCr ||= content.includes(cr);
    const bytes = rest.length > 0 ? Buffer.concat([rest, content]) : (content as Buffer);
    look.innerMark ||= bytes.includes(byteOrderMark);
    const part = bytes.subarray(0, bytes.length - unfinished(bytes));
    if (!isUtf8(part)) {
      const [copy, from] = [Buffer.from(part), line];
      return () => requireUtf8(copy, from);
    }
    for (let at = part.indexOf(lf); at !== -1; at = part.indexOf(lf, at + 1)) line += 1;
    rest = Buffer.from(bytes.subarray(part.length));
  }
  const end = Buffer.concat([rest, Buffer.of(lf)]);
  return rest.length > 0 ? () => requireUtf8(end, line) : null;
}

/** Whether a file that is no UTF-8 may be Windows-1252: no letter is UTF-8, and each byte means something. */
async function mayBeWindows(file: string): Promise<boolean> {
  const decoder = new TextDecoder("utf-8");
  for await (const piece of pieces(file)) {
    if (undefinedBytes.some((byte) => piece.includes(byte))) return false;
    if (/[^\0-\x7f\ufffd]/.test(decoder.decode(piece, { stream: true }))) return false;
  }
  return true;
}

/** The encoding that the first bytes of a file tell: by a mark, or by zeros in every other place. */
function toldEncoding(start: Uint8Array): Encoding | null {
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  const head = start.subarray(0, 1_000);
  const zeros = [0, 0];
  head.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2]! += 1;
  });
  const [even, odd] = zeros as [number, number];
  if (odd * 2.5 > head.length / 2 && even === 0) return "utf-16le";
  return even * 2.5 > head.length / 2 && odd === 0 ? "utf-16be" : null;
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

/** The text of a file, piece by piece, without its byte order mark. @throws {AppError} INVALID */
export async function* textOf(file: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const piece of pieces(file)) yield decoder.decode(piece, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof AppError || !(error instanceof TypeError)) throw error;
    throw new AppError("INVALID", `The file is not ${encoding.toUpperCase()} throughout.`);
  }
}

/** The beginning of a file as text, and whether that is all of it. */
export async function startOf(file: string, encoding: Encoding): Promise<{ text: string; whole: boolean }> {
  const bytes = await firstBytes(file);
  const decoder = new TextDecoder(encoding);
  return { text: decoder.decode(bytes, { stream: true }), whole: bytes.length < headerBytes };
}

function isBreak(byte: number | undefined): boolean {
  return byte === lf || byte === cr;
}

/** The bytes behind the byte order mark of UTF-8, where there is one. */
export function withoutMark(piece: Uint8Array): Uint8Array {
  return piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf ? piece.subarray(3) : piece;
}

/** The bytes of a file, a few megabytes at a time; each piece is gone when the next one comes. */
export async function* pieces(file: string): AsyncGenerator<Uint8Array> {
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
