import { closeSync, openSync, readSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { AppError } from "@/lib/errors";

/** Files up to this size are read whole at the start, which takes about 0.2 s. */
const readWholeBytes = 64 * 2 ** 20;

/**
 * Looks at a SQLite file before it is used: one that was cut off,
 * overwritten or emptied must not be taken for a smaller database, or for a new one.
 *
 * @param isKnown whether a database was here before; an empty file is only right where there was none
 * @throws {AppError} UNAVAILABLE with what to do
 */
export function requireSoundSqlite(file: string, isKnown: boolean): void {
  const bytes = sizeOf(file);
  if (bytes === null) return;
  if (bytes === 0 && (sizeOf(`${file}-wal`) ?? 0) === 0) {
    if (isKnown) throw damagedDatabase(file, "it is empty");
    return;
  }
  const expected = expectedSize(file);
  if (bytes < expected && (sizeOf(`${file}-wal`) ?? 0) === 0)
    throw damagedDatabase(file, `it has ${bytes} of ${expected} bytes`);
  if (bytes > readWholeBytes) return;
  const problem = quickCheck(file);
  if (problem) throw damagedDatabase(file, problem);
}

/** What is said of a SQLite file that cannot be read. */
export function damagedDatabase(file: string, why: string): AppError {
  return new AppError(
    "UNAVAILABLE",
    `The database file ${file} is damaged: ${why}. Nothing was changed. ` +
      "Restore a backup of it, or move it away to begin anew.",
  );
}

/**
 * The size that the file's own header names, in bytes.
 * @see https://www.sqlite.org/fileformat2.html#the_database_header
 */
function expectedSize(file: string): number {
  const header = Buffer.alloc(100);
  const handle = openSync(file, "r");
  readSync(handle, header, 0, 100, 0);
  closeSync(handle);
  const page = header.readUInt16BE(16);
  // else the count of pages is an older version's
  const isTold = header.readUInt32BE(24) === header.readUInt32BE(92);
  return isTold ? (page === 1 ? 65_536 : page) * header.readUInt32BE(28) : 0;
}

function quickCheck(file: string): string | null {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file);
    const [row] = database.prepare("PRAGMA quick_check(1)").all() as { quick_check: string }[];
    return row?.quick_check === "ok" ? null : (row?.quick_check ?? "it cannot be read").replaceAll("\n", " ");
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    database?.close();
  }
}

function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}
