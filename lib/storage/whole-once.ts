import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { damaged } from "./damage";
import { ignoreMissing } from "./system-error";
import { hashOf } from "./verify";

/** Files whose stamp is remembered; a stamp is about 100 bytes. */
const remembered = 50_000;
const pieceBytes = 2 ** 20;

/** Which files were found whole by this process, as they lie there now. */
export type WholeFiles = {
  /**
   * Reads a file unless it is, by place, length and times, the one that was found whole before.
   * @throws {AppError} DAMAGED
   */
  require(file: string, sha256: string): Promise<void>;
  /** Does to a file what changes its times alone: one that was found whole stays so. */
  touch(file: string, sha256: string, work: () => Promise<void>): Promise<void>;
  /** Notes a file that this process has just written and hashed. */
  note(file: string, sha256: string): Promise<void>;
};

/**
 * Engines open files by path and read as they like, so their bytes cannot be hashed on the way. A file is
 * hashed at its first use instead, and again whenever inode, length, modification or change time differ:
 * no write to a file leaves all four as they were. What a disk loses without a write is found by the scrub.
 */
export function wholeFiles(): WholeFiles {
  const stamps = new Map<string, string>();
  const reading = new Map<string, Promise<void>>();

  const remember = (sha256: string, stamp: string) => {
    stamps.delete(sha256);
    stamps.set(sha256, stamp);
    const [oldest] = stamps.keys();
    if (stamps.size > remembered && oldest !== undefined) stamps.delete(oldest);
  };

  async function read(file: string, sha256: string, stamp: string): Promise<void> {
    const found = await hashOf(createReadStream(file, { highWaterMark: pieceBytes }));
    if (found.sha256 !== sha256) throw damaged(sha256);
    remember(sha256, stamp);
  }

  return {
    require: async (file, sha256) => {
      const stamp = await stampOf(file);
      if (stamps.get(sha256) === stamp) return;
      const before = reading.get(sha256);
      if (before) return before;
      const now = read(file, sha256, stamp).finally(() => reading.delete(sha256));
      reading.set(sha256, now);
      return now;
    },
    touch: async (file, sha256, work) => {
      const isWhole = stamps.has(sha256) && stamps.get(sha256) === (await stampOf(file).catch(() => null));
      await work();
      const stamp = isWhole ? await stampOf(file).catch(ignoreMissing) : null;
      if (stamp) remember(sha256, stamp);
    },
    note: async (file, sha256) => {
      // away for a moment, to be looked at (folder-removal.ts)
      const stamp = await stampOf(file).catch(ignoreMissing);
      if (stamp) remember(sha256, stamp);
    },
  };
}

async function stampOf(file: string): Promise<string> {
  const { ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
  return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}
