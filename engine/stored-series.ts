import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { threadId } from "node:worker_threads";
import type { StoredSeries } from "@/lib/stats/series";

/** A column of doubles that lies in a file of its own. */
export type ColumnFile = { file: string; length: number };
/** Columns that wait in files: their values, and the ranks of those without missing cells. */
export type StoredColumns = Record<"numeric" | "ranks", Map<string, ColumnFile>>;

let stored = 0;

/** Writes doubles into a file, in the working directory if no other is said; `openColumns` removes it. */
export function storeColumn(values: Float64Array, folder = "."): ColumnFile {
  const file = path.join(folder, `column-${threadId}-${(stored += 1)}`);
  const descriptor = openSync(file, "wx");
  try {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at, bytes.length - at);
  } finally {
    closeSync(descriptor);
  }
  return { file, length: values.length };
}

/** Works with columns whose files are opened for reading; afterwards the files are gone. */
export function openColumns<Result>(
  { numeric, ranks }: StoredColumns,
  act: (columns: Record<"numeric" | "ranks", Map<string, StoredSeries>>) => Result,
): Result {
  const files: { file: string; descriptor: number }[] = [];
  const open = ([name, { file, length }]: [string, ColumnFile]): [string, StoredSeries] => {
    const descriptor = openSync(file, "r");
    files.push({ file, descriptor });
    const part: StoredSeries["part"] = (start, rows) =>
      readPart(descriptor, start, Math.min(rows, length - start));
    return [name, { length, part }];
  };
  try {
    return act({ numeric: new Map([...numeric].map(open)), ranks: new Map([...ranks].map(open)) });
  } finally {
    for (const { file, descriptor } of files) {
      closeSync(descriptor);
      rmSync(file, { force: true });
    }
  }
}

function readPart(descriptor: number, start: number, rows: number): Float64Array {
  const part = new Float64Array(rows);
  const bytes = new Uint8Array(part.buffer);
  for (let at = 0; at < bytes.length;) {
    const read = readSync(descriptor, bytes, at, bytes.length - at, start * 8 + at);
    if (read === 0) throw new Error("a column's file is shorter than it was written");
    at += read;
  }
  return part;
}
