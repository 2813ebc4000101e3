import { createHash } from "node:crypto";
import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import { releaseBuffer } from "./release-buffer";
import type { Blob } from "./storage";
import { hashOf } from "./verify";

/** Chunks of a stream are written together, because each write is a way to another thread and back. */
const pieceBytes = 2 ** 20;

/**
 * Writes a new file and waits until the disk has it; with `spend`,
 * each chunk's memory is given back once it is written.
 */
export async function writeSynced(
  file: string,
  content: AsyncIterable<Uint8Array> | Uint8Array,
  spend: boolean,
): Promise<Blob> {
  const hash = createHash("sha256");
  let bytes = 0;
  let waiting: Uint8Array[] = [];
  let size = 0;
  const handle = await open(file, "wx", 0o600);
  const flush = async () => {
    const piece = waiting;
    [waiting, size] = [[], 0];
    for (const chunk of piece) hash.update(chunk);
    if (piece.length > 0) await handle.writev(piece);
    if (spend) piece.forEach(releaseBuffer);
  };
  try {
    for await (const chunk of content instanceof Uint8Array ? [content] : content) {
      bytes += chunk.byteLength;
      size = size + chunk.byteLength;
      waiting.push(chunk);
      if (size >= pieceBytes) await flush();
    }
    await flush();
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest("hex"), bytes };
}

/** Waits until the disk has a file that somebody else wrote, and reads what it is. */
export async function hashSynced(file: string): Promise<Blob> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
    return await hashOf(handle.createReadStream({ autoClose: false, highWaterMark: pieceBytes }));
  } finally {
    await handle.close();
  }
}

/** Makes folders below `root` once; one that was made is itself on disk before what lies in it counts. */
export function folderMaker(root: string): (folder: string) => Promise<void> {
  const made = new Set<string>();
  return async (folder) => {
    if (made.has(folder)) return;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (let parent = path.dirname(folder); parent.length >= root.length; parent = path.dirname(parent))
      await syncFolder(parent);
    made.add(folder);
  };
}

/** Waits until the disk knows what lies in a folder. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
