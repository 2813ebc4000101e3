import { constants } from "node:fs";
import { open, readdir, rm, stat, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/errors";
import { requireName } from "./address";
import type { AppendOnlyFiles } from "./storage";
import { ignoreMissing } from "./system-error";
import { syncFolder } from "./write-synced";

/** Files that grow, each a file of its own below `root`. */
export function folderFiles(root: string, ensureFolder: (folder: string) => Promise<void>): AppendOnlyFiles {
  const placeOf = (name: string) => path.join(root, requireName(name));
  const turns = new Map<string, Promise<unknown>>();

  /** One append after the other to each file. */
  function inTurn<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const mine = (turns.get(name) ?? Promise.resolve()).then(work, work);
    turns.set(name, mine);
    void mine.catch(() => undefined).finally(() => turns.get(name) === mine && turns.delete(name));
    return mine;
  }

  async function append(name: string, bytes: Uint8Array, at?: number): Promise<number> {
    const place = placeOf(name);
    await ensureFolder(path.dirname(place));
    const handle = await open(place, constants.O_RDWR | constants.O_CREAT, 0o600);
    try {
      const { size } = await handle.stat();
      const start = at ?? size;
      const there = await bytesThere(handle, { name, bytes, start, size });
      if (there === bytes.length) return size;
      await writeWhole(handle, bytes.subarray(there), size);
      if (size === 0) await syncFolder(path.dirname(place));
      return start + bytes.length;
    } finally {
      await handle.close();
    }
  }

  return {
    append: async (name, bytes, at) => inTurn(requireName(name), () => append(name, bytes, at)),
    readFrom: async (name, offset, limit) => {
      const handle = await open(placeOf(name), "r").catch(ignoreMissing);
      if (!handle) return Buffer.alloc(0);
      try {
        const { size } = await handle.stat();
        return await readWhole(handle, offset, Math.max(0, Math.min(limit, size - offset)));
      } finally {
        await handle.close();
      }
    },
    size: async (name) => (await stat(placeOf(name)).catch(ignoreMissing))?.size ?? 0,
    remove: async (name) => rm(placeOf(name), { recursive: true, force: true }),
    list: async (folder, { after = "", limit }) => {
      const found = await readdir(placeOf(folder), { recursive: true, withFileTypes: true }).catch(
        ignoreMissing,
      );
      const names = (found ?? [])
        .filter((entry) => entry.isFile())
        .map((entry) =>
          path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"),
        )
        .filter((name) => name > after)
        .sort();
      const items: { name: string; bytes: number }[] = [];
      for (const name of names.slice(0, limit)) {
        const stats = await stat(placeOf(name)).catch(ignoreMissing);
        if (stats) items.push({ name, bytes: stats.size });
      }
      return { items, next: names.length > limit ? names[limit - 1]! : null };
    },
  };
}

type Place = { name: string; bytes: Uint8Array; start: number; size: number };

/**
 * How many of the bytes are in the file already.
 * @throws {AppError} CONFLICT where they do not continue it
 */
async function bytesThere(handle: FileHandle, { name, bytes, start, size }: Place): Promise<number> {
  if (start > size) throw new AppError("CONFLICT", `${name} has ${size} bytes; byte ${start} comes later.`);
  const there = Math.min(size - start, bytes.length);
  if (there === 0) return 0;
  const before = await readWhole(handle, start, there);
  if (!before.equals(bytes.subarray(0, there)))
    throw new AppError("CONFLICT", `${name} holds other bytes at ${start}.`);
  return there;
}

/** Writes all or nothing, and waits for the disk. */
async function writeWhole(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  try {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
    await handle.datasync();
  } catch (error) {
    await handle.truncate(position).catch(() => undefined);
    throw error;
  }
}

async function readWhole(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}
