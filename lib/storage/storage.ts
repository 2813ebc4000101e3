import type { Readable } from "node:stream";

/** What was put: its SHA-256 in hex, which is also its address, and its length in bytes. */
export type Blob = { sha256: string; bytes: number };

/**
 * Where files are kept, addressed by their content. What `put` answers is on disk and stays: the row
 * that points at it is written after. Blobs never change.
 */
export type Storage = {
  /** With `spend`, nobody else holds the chunks: their memory is given back as they are written, not when it is next collected. */
  put(content: AsyncIterable<Uint8Array> | Uint8Array, how?: { spend: boolean }): Promise<Blob>;
  /** @throws {AppError} NOT_FOUND when there is no such blob */
  read(sha256: string): Promise<Uint8Array>;
  /** @throws {AppError} NOT_FOUND when there is no such blob */
  stream(sha256: string): Promise<Readable>;
  /** A path on this machine where the blob can be read, for engines that open files. */
  localPath(sha256: string): Promise<string>;
  /** Takes over a file made on this machine, by rename where it can. */
  adopt(file: string): Promise<Blob>;
};
