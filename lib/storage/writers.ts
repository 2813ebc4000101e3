import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, rmdir, stat, unlink, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { tryLock } from "./file-lock";

/** How long a file that no lock speaks for is left alone, in milliseconds. */
const unknownAge = 86_400_000;
/** How long a writer on another machine is believed after it last showed itself, in milliseconds. */
const awayAge = 10 * 60_000;
/** How often a writer shows itself to other machines, in milliseconds. */
const showEvery = 60_000;
const lockName = "lock";
const machine = hostname().replaceAll(/[^\w-]/g, "_");

/** Locks of this process. One that nothing refers to would be collected, and with it the lock given back. */
const locks: (() => void)[] = [];

/** The folder of half-written files in a folder of blobs, shared by all who write there. */
export type Writers = {
  /** A path for a new file of this process. */
  newFile(): Promise<string>;
  /** Removes the files of writers that are gone. @returns how many */
  sweep(): Promise<number>;
};

/**
 * Each process writes in a folder of its own, `<machine>.<id>`, which it holds a lock on. What the lock of a
 * folder does not protect any more was left by a process that is gone. Where machines do not see each
 * other's locks, a writer elsewhere is believed for as long as it touches its lock.
 */
export function writersIn(root: string): Writers {
  let own: Promise<string> | null = null;

  async function open(): Promise<string> {
    for (;;) {
      const folder = path.join(/* turbopackIgnore: true */ root, `${machine}.${randomUUID()}`);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const lock = path.join(/* turbopackIgnore: true */ folder, lockName);
      const release = tryLock(lock);
      if (!release) continue; // somebody who sweeps tried it first, and removes it
      locks.push(release);
      setInterval(() => void utimes(lock, new Date(), new Date()).catch(() => undefined), showEvery).unref();
      return folder;
    }
  }

  return {
    newFile: async () => {
      own ??= open();
      return path.join(await own.catch((error) => ((own = null), Promise.reject(error))), randomUUID());
    },
    sweep: async () => {
      const now = await clockOf(root);
      if (now === null) return 0;
      let removed = 0;
      for (const name of await readdir(/* turbopackIgnore: true */ root))
        removed += await sweepOne(path.join(/* turbopackIgnore: true */ root, name), now);
      return removed;
    },
  };
}

/** The time by the clock of where the folder lies; null where there is no such folder. */
async function clockOf(root: string): Promise<number | null> {
  const file = path.join(/* turbopackIgnore: true */ root, `${randomUUID()}.clock`);
  try {
    await writeFile(file, "");
    const { mtimeMs } = await stat(file);
    await unlink(file);
    return mtimeMs;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function sweepOne(entry: string, now: number): Promise<number> {
  const age =
    now -
    (await stat(entry).then(
      ({ mtimeMs }) => mtimeMs,
      () => now,
    ));
  const files = await readdir(/* turbopackIgnore: true */ entry).catch(() => null);
  if (!files) {
    if (age < unknownAge) return 0; // a file beside the folders: an older version's
    await rm(entry, { force: true });
    return 1;
  }
  const lock = path.join(/* turbopackIgnore: true */ entry, lockName);
  const shown = await stat(lock).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
  if (shown === null) return age < awayAge ? 0 : removeAll(entry, files);
  const isHere = path.basename(entry).startsWith(`${machine}.`);
  if (!isHere && now - shown < awayAge) return 0;
  const release = tryLock(lock);
  if (!release) return 0;
  release();
  return removeAll(entry, files);
}

async function removeAll(folder: string, files: readonly string[]): Promise<number> {
  for (const file of files) await rm(path.join(/* turbopackIgnore: true */ folder, file), { force: true });
  await rmdir(folder).catch(() => undefined); // somebody else has swept it too
  return files.filter((file) => !file.startsWith(lockName)).length; // SQLite's journal lies beside the lock
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
