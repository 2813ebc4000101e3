import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";

/** How a text file of values is written. `skipBytes` is the length of its byte order mark. */
export type Dialect = { delimiter: string; header: string[] };

const delimiters = [",", ";", "\t", "|"];

/**
 * Finds out how a file of comma-separated values is written, from its first bytes: the delimiter that splits
 * its first record most, and the names of its columns, made distinct.
 *
 * @param start the first bytes of the file, at least its header
 * @throws {AppError} INVALID when it is no text, is empty, or its header does not end; TOO_LARGE for too
 * many columns
 */
export function dialectOf(start: Uint8Array): Dialect {
  if (start.length === 0) throw new AppError("INVALID", "The file is empty.");
  const text = decode(start);
  const [delimiter] = delimiters
    .map((candidate) => ({ candidate, fields: firstRecord(text, candidate).length }))
    .sort((a, b) => b.fields - a.fields);
  const header = firstRecord(text, delimiter!.candidate);
  if (header.length > limits.datasetColumns) throw new AppError("TOO_LARGE", tooManyColumns(header.length));
  return { delimiter: delimiter!.candidate, header: distinctNames(header) };
}

function tooManyColumns(count: number): string {
  return `The file has ${integer(count)} columns; at most ${integer(limits.datasetColumns)} can be read.`;
}

function decode(start: Uint8Array): string {
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff))
    throw new AppError("INVALID", "The file is UTF-16. Save it as UTF-8 and upload it again.");
  if (start[0] === 0x1f && start[1] === 0x8b)
    throw new AppError("INVALID", "The file is compressed (gzip). Unpack it and upload it again.");
  if (start[0] === 0x50 && start[1] === 0x4b)
    throw new AppError(
      "INVALID",
      "The file is a zip archive or a spreadsheet. Save the sheet as CSV and upload that.",
    );
  if (start.includes(0))
    throw new AppError(
      "INVALID",
      "The file is not text: line 1 holds a NUL byte. CSV, TSV, NDJSON and Parquet can be read.",
    );
  requireUtf8(start);
  return new TextDecoder("utf-8").decode(start).replace(/^[\r\n]+/, "");
}

/** Fields of the first record, with quotes undone. A quoted field may hold delimiters and line ends. */
function firstRecord(text: string, delimiter: string): string[] {
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[i + 1] === '"') field += text[++i];
      else quoted = false;
    } else if (char === '"' && field === "") quoted = true;
    else if (char === delimiter) {
      fields.push(field);
      field = "";
    } else if (char === "\n" || char === "\r") break;
    else field += char;
  }
  if (quoted) throw new AppError("INVALID", "Line 1: a quoted name does not end.");
  return [...fields, field];
}

/** Names trimmed, never empty, never twice: a second `x` becomes `x (2)`. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, i) => {
    const wanted = name.trim() || `column ${i + 1}`;
    let chosen = wanted;
    // DuckDB folds case in names, so that `A` and `a` would be one column.
    for (let n = 2; taken.has(chosen.toLowerCase()); n++) chosen = `${wanted} (${n})`;
    taken.add(chosen.toLowerCase());
    return chosen;
  });
}

/**
 * Refuses bytes that are no UTF-8, but for a letter that is cut at their end.
 *
 * @param firstLine the number of the line that they begin with
 * @throws {AppError} INVALID with the line
 */
export function requireUtf8(bytes: Uint8Array, firstLine = 1): void {
  if (isUtf8(bytes)) return;
  let [line, start] = [firstLine, 0];
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    if (!isUtf8(bytes.subarray(start, end + 1))) break;
    line += 1;
    start = end + 1;
  }
  const message = `Line ${integer(line)} is not UTF-8. Save the file as UTF-8 and upload it again.`;
  throw new AppError("INVALID", message);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
