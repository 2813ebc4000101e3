import { createHash } from "node:crypto";
import { damaged } from "./damage";

/**
 * Hands pieces on and keeps the last one back until the SHA-256 of all is found right, so that nobody who
 * counts bytes takes a damaged file for a whole one.
 *
 * @param bytes of all pieces together
 * @throws {AppError} DAMAGED in place of the last piece
 */
export async function* verified(
  pieces: AsyncIterable<Buffer>,
  { sha256, bytes }: { sha256: string; bytes: number },
): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  let seen = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    seen += piece.length;
    if (seen >= bytes && (seen > bytes || hash.digest("hex") !== sha256)) throw damaged(sha256);
    yield piece;
    if (seen === bytes) return;
  }
  if (seen < bytes || bytes === 0) requireSame(hash.digest("hex"), sha256);
}

/** Whether bytes are those of an address. @throws {AppError} DAMAGED */
export function requireWhole(content: Uint8Array, sha256: string): void {
  requireSame(createHash("sha256").update(content).digest("hex"), sha256);
}

/** The SHA-256 of pieces, in hex, and their length together. */
export async function hashOf(pieces: AsyncIterable<Uint8Array>): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    bytes += piece.byteLength;
  }
  return { sha256: hash.digest("hex"), bytes };
}

function requireSame(found: string, sha256: string): void {
  if (found !== sha256) throw damaged(sha256);
}
