import { createReadStream } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import type { EngineRequests } from "@/lib/datasets/engine";
import type { ImportPreview } from "@/lib/datasets/import-preview";
import { AppError } from "@/lib/errors";
import { rowsOf } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { lookAt, startOf } from "./csv-file";
import { importFile } from "./import";
import { ownName } from "./own-name";
import { readRows } from "./query";

const shownLines = 20;
const lineCharacters = 300;

/**
 * Reads the first rows of a file as its options say, in the same way as all of it would be read. Of a long
 * text its beginning is read, up to the end of a line; what is no text is read whole or not at all.
 */
export async function previewImport({
  file,
  bytes,
  format,
  options,
  before,
  rows: limit,
  first = false,
}: EngineRequests["import-preview"]["input"]): Promise<ImportPreview> {
  const [out, head] = [ownName("preview"), ownName("preview-head")];
  const isText = (format === "csv" || format === "ndjson") && !(await isPacked(file));
  const looked = first ? limits.importPreviewFirstBytes : limits.importPreviewBytes;
  const whole = bytes <= (isText ? looked : limits.importPreviewWholeBytes);
  const more = first && isText && !whole;
  const source = whole || !isText ? file : await cutHead(file, head, looked);
  const lines = isText ? await firstLines(source) : [];
  const nothing = {
    choices: null,
    columns: [],
    sample: [],
    rows: 0,
    whole,
    more,
    note: null,
    questions: [],
    used: null,
  };
  if (!whole && !isText)
    return { ...nothing, failed: [], lines, problem: "The file is too large to be shown before it is read." };
  try {
    const asked = options ? { options: { ...options, onAmbiguous: undefined } } : {};
    const made = await importFile({ file: source, format, ...asked, before, out });
    const { columns, rows, note = null, questions = [], used = null, failed = [] } = made;
    const table = { name: "rows", file: out, columns, rows, masked: [] };
    const sample = rowsOf(await readRows({ table, offset: 0, limit }));
    const shown = failed.slice(0, limit);
    return {
      problem: null,
      choices: null,
      columns,
      sample,
      rows,
      whole,
      more,
      note,
      questions,
      used,
      failed: shown,
      lines,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const choices = error.choices ?? null;
    return { ...nothing, choices, failed: [], lines, problem: error.message };
  } finally {
    await rm(out, { force: true });
    await rm(head, { force: true });
  }
}

/** Whether a file is gzip, zip or zstd, of which no part can be read. */
async function isPacked(file: string): Promise<boolean> {
  const stream = createReadStream(file, { end: 3 }) as AsyncIterable<Buffer>;
  for await (const start of stream)
    return ["\x1f\x8b", "PK", "\x28\xb5\x2f\xfd"].some((mark) => start.toString("latin1").startsWith(mark));
  return false;
}

/** The beginning of a text, up to the last end of a line in it. */
async function cutHead(file: string, head: string, most: number): Promise<string> {
  const pieces: Buffer[] = [];
  const stream = createReadStream(file, { end: most - 1 }) as AsyncIterable<Buffer>;
  for await (const piece of stream) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  const end = bytes.lastIndexOf(10) + 1;
  // In UTF-16 the second byte of a line end follows the first, or comes before it.
  await writeFile(head, bytes.subarray(0, end === 0 ? bytes.length : end + (bytes[end] === 0 ? 1 : 0)));
  return head;
}

async function firstLines(file: string): Promise<string[]> {
  const look = await lookAt(file, undefined).catch(() => null);
  const { text } = await startOf(file, look?.encoding ?? "windows-1252");
  const lines = text.split(/\r\n|\n|\r/).slice(0, shownLines);
  return lines.map((line) => (line.length > lineCharacters ? `${line.slice(0, lineCharacters)}…` : line));
}
