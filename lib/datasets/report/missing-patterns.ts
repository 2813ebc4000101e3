import type { Column } from "@/lib/frame/frame";
import type { MissingPatterns } from "./report";

/** Columns beyond these are counted, and not in the patterns. */
export const mostPatternColumns = 100;
const blocks = 50;

/** A bit for each row that lacks a cell of a column, where every thread can read it; null where none does. */
export function holesOf(column: Column): Uint32Array | null {
  const rows = column.type === "text" ? column.codes.length : column.values.length;
  const bits = new Uint32Array(new SharedArrayBuffer(Math.ceil(rows / 32) * 4));
  let any = false;
  for (let row = 0; row < rows; row++) {
    const isMissing = column.type === "text" ? column.codes[row]! < 0 : Number.isNaN(column.values[row]!);
    if (!isMissing) continue;
    bits[row >>> 5]! |= 1 << (row & 31);
    any = true;
  }
  return any ? bits : null;
}

/**
 * Where cells are missing, by blocks of rows, and which columns lack them together.
 *
 * @param holes bits by column, as `holesOf` gives them, those of most missing cells first
 */
export function missingPatterns(holes: ReadonlyMap<string, Uint32Array>, rows: number): MissingPatterns {
  const columns = [...holes.keys()].slice(0, mostPatternColumns);
  const bits = columns.map((name) => holes.get(name)!);
  // Whole words to a block: its cells are counted 32 at a time.
  const rowsInBlock = Math.max(32, Math.ceil(rows / blocks / 32) * 32);
  const shares = bits.map((words) => sharesOf(words, rows, rowsInBlock));
  const counts = bits.map((words) => countBits(words, 0, words.length));
  const values = bits.map((a, i) =>
    bits.map((b, j) => (i === j ? 1 : phi(countShared(a, b), counts[i]!, counts[j]!, rows))),
  );
  return {
    columns,
    of: holes.size,
    blocks: { rows: rowsInBlock, shares },
    together: columns.length < 2 ? null : { columns, values },
  };
}

function sharesOf(words: Uint32Array, rows: number, rowsInBlock: number): number[] {
  const wordsInBlock = rowsInBlock / 32;
  return Array.from({ length: Math.ceil(rows / rowsInBlock) }, (_, i) => {
    const missing = countBits(words, i * wordsInBlock, Math.min(words.length, (i + 1) * wordsInBlock));
    return missing / Math.min(rowsInBlock, rows - i * rowsInBlock);
  });
}

function bitsIn(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function countBits(words: Uint32Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += bitsIn(words[i]!);
  return sum;
}

function countShared(a: Uint32Array, b: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += bitsIn(a[i]! & b[i]!);
  return sum;
}

/** Pearson's r of two columns of bits; null for one that is all set. */
function phi(both: number, a: number, b: number, rows: number): number | null {
  const spread = a * (rows - a) * b * (rows - b);
  return spread === 0 ? null : (rows * both - a * b) / Math.sqrt(spread);
}
