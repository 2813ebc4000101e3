import { isLockConflictCode } from "@/lib/db/retry-on-conflict";
import { causesOf } from "@/lib/error-causes";
import { AppError } from "@/lib/errors";

const full = new Set(["ENOSPC", "EDQUOT", "53100", "sqlite 13"]);
const away =
  /^(08\w{3}|57P0\d|53300|ECONN\w+|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|P1001|P1002|P1008|P1017|P2024)$/;
const fullWords = /No space left on device|database or disk is full|[Dd]isk quota exceeded|disk full/;
const awayWords = new RegExp(
  [
    "Connection terminated",
    "timeout exceeded when trying to connect",
    "the database system is",
    "Can't reach database server",
    "Connection pool timeout",
    "Client has encountered a connection error",
  ].join("|"),
);
const corruptWords = /database disk image is malformed|file is not a database/;

const shared = globalThis as { perihelionFullAt?: number; perihelionCorrupt?: boolean };

/**
 * When something last found the disk full, in milliseconds since 1970; 0 for never.
 * A quota shows itself in no other way.
 */
export function lastFoundFull(): number {
  return shared.perihelionFullAt ?? 0;
}

/** Whether anything has found the database file damaged since the server started. */
export function foundCorrupt(): boolean {
  return shared.perihelionCorrupt ?? false;
}

/**
 * What has befallen the machine or the database, in words that say what to do: a full disk,
 * a database that is away or damaged. Drivers, Prisma and the data process each wrap such errors in their own
 * way.
 *
 * @returns null for anything else
 */
export function faultOf(error: unknown): AppError | null {
  for (const { codes, message } of causesOf(error)) {
    if (codes.some((code) => full.has(code)) || fullWords.test(message)) {
      shared.perihelionFullAt = Date.now();
      return new AppError(
        "FULL",
        "The server's disk is full. Nothing was kept; send it again once its administrator has made room.",
        { cause: error },
      );
    }
    if (error instanceof AppError) continue; // it has said already what else went wrong
    if (codes.some((code) => code === "sqlite 11" || code === "sqlite 26") || corruptWords.test(message)) {
      shared.perihelionCorrupt = true;
      return new AppError(
        "UNAVAILABLE",
        "The database file is damaged. Nothing was kept; its administrator must restore a backup.",
        { cause: error },
      );
    }
    if (codes.some((code) => away.test(code)) || awayWords.test(message))
      return new AppError("UNAVAILABLE", "The database does not answer. Nothing was kept; send it again.", {
        cause: error,
      });
    if (codes.some(isLockConflictCode))
      // several tries did not get past it
      return new AppError(
        "UNAVAILABLE",
        "Many others were changing the same at this moment. Nothing was kept; send it again.",
        { cause: error },
      );
  }
  return null;
}
