/** What was put: its SHA-256 in hex, which is also its address, and its length in bytes. */
export type Blob = { sha256: string; bytes: number };

/**
 * A blob as a back end lists it; `writtenAt` is when it was last put or kept, by the clock of where it lies.
 */
export type StoredBlob = Blob & { writtenAt: Date };

/** A whole file on its way. Its last piece comes only after the SHA-256 of all of them was right. */
export type Content = { bytes: number; pieces: AsyncIterable<Buffer> };

/** Bytes from `start` up to, not including, `end`. */
export type ByteRange = { start: number; end: number };

/** One page of a listing; `next` is where the following page begins, null after the last. */
export type Page<Item> = { items: Item[]; next: string | null };

/** When a blob may go: not written since `before`, and not among those that `named` finds in use. */
export type Removal = { before: Date; named: (sha256s: readonly string[]) => Promise<ReadonlySet<string>> };

/**
 * Where files are kept, addressed by their content. What `put` answers is on disk and stays: the row
 * that points at it is written after. Blobs never change. Whoever writes a row that names a blob which
 * it did not put itself calls `keep` first.
 */
export type Storage = {
  /**
   * With `spend`, nobody else holds the chunks: their memory is given back as they are written,
   * not when it is next collected.
   */
  put(content: AsyncIterable<Uint8Array> | Uint8Array, how?: { spend: boolean }): Promise<Blob>;
  /** Takes over a file made on this machine, by rename where it can. */
  adopt(file: string): Promise<Blob>;
  has(sha256: string): Promise<boolean>;
  /**
   * Makes a blob as young as one just put, so that nothing removes it before the row that names it.
   * @throws {AppError} NOT_FOUND
   */
  keep(sha256: string): Promise<void>;
  /**
   * @throws {AppError} NOT_FOUND when there is no such blob; DAMAGED when its bytes are no longer those that
   *   were put
   */
  read(sha256: string): Promise<Uint8Array>;
  /** @throws {AppError} NOT_FOUND; `pieces` throws DAMAGED in place of the last piece */
  stream(sha256: string): Promise<Content>;
  /**
   * Part of a blob that was found whole at its first use in this process.
   * @throws {AppError} NOT_FOUND, DAMAGED; INVALID outside of it
   */
  range(sha256: string, range: ByteRange): Promise<AsyncIterable<Buffer>>;
  /**
   * A path on this machine where the blob can be read, for engines that open files;
   * found whole at its first use in this process. @throws {AppError} NOT_FOUND, DAMAGED
   */
  localPath(sha256: string): Promise<string>;
  /** Reads a blob again from where it lies. @returns null where it is whole; what is wrong with it else */
  check(sha256: string): Promise<"damaged" | "missing" | null>;
  /** Blobs by their address, at most `limit`, after `after`. */
  list(page: { after?: string; limit: number }): Promise<Page<StoredBlob>>;
  /**
   * Removes blobs that nobody uses. One that is put, kept or named meanwhile stays. @returns what was removed
   */
  remove(sha256s: readonly string[], when: Removal): Promise<Blob[]>;
  /** Removes what writers that are gone left half written. @returns how many files */
  sweep(): Promise<number>;
  files: AppendOnlyFiles;
};

/**
 * Named files that only grow, such as the log of a job. A name is lower-case words joined by `/`, such as
 * `jobs/<id>/1.log`. One writer at a time: a job's attempt has one worker. What `append` answers is on disk.
 */
export type AppendOnlyFiles = {
  /**
   * Adds bytes at the end; the first call makes the file. With `at`, the bytes belong at that offset: what is
   * there of them already, from a try whose answer was lost, is not written twice.
   *
   * @returns the file's size after
   * @throws {AppError} CONFLICT when `at` lies beyond the end, or other bytes are there; INVALID for a name
   */
  append(name: string, bytes: Uint8Array, at?: number): Promise<number>;
  /** Bytes from `offset`, at most `limit`; empty at the end, and where nothing was appended yet. */
  readFrom(name: string, offset: number, limit: number): Promise<Buffer>;
  /** Bytes in the file; 0 where nothing was appended yet. */
  size(name: string): Promise<number>;
  /** Removes a file, or all below a folder. */
  remove(name: string): Promise<void>;
  /** Files below a folder by name, at most `limit`, after `after`. */
  list(
    folder: string,
    page: { after?: string; limit: number },
  ): Promise<Page<{ name: string; bytes: number }>>;
};
