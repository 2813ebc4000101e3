import { AppError } from "@/lib/errors";

/** A SHA-256 in hex, as it may stand in a path. @throws {AppError} NOT_FOUND for anything else */
export function requireAddress(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw notKept(sha256);
  return sha256;
}

/** What is said of a blob that is not there. */
export function notKept(sha256: string): AppError {
  return new AppError("NOT_FOUND", `No file ${sha256.slice(0, 64)} is kept here.`);
}

/**
 * The name of an append-only file, lower-case so that it means one file wherever it lies.
 * @throws {AppError} INVALID
 */
export function requireName(name: string): string {
  if (name.length > 200 || !/^[a-z0-9][a-z0-9_.-]*(\/[a-z0-9][a-z0-9_.-]*)*$/.test(name))
    throw new AppError(
      "INVALID",
      `${JSON.stringify(name.slice(0, 100))} cannot name a file: use lower-case words joined by '/'.`,
    );
  return name;
}
