import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";

/**
 * Refuses bytes that begin no text: files of other kinds, and what holds NULs.
 *
 * @throws {AppError} INVALID with what they are
 */
export function requireText(start: Uint8Array): void {
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
