import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readFile, rename, stat, unlink } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/errors";
import { giveBack } from "./give-back";
import type { Blob, Storage } from "./storage";

/** Storage in a folder of this machine or of a mounted share: temp file, fsync, rename, fsync of the folder. */
export function folderStorage(root: string): Storage {
  const placeOf = (sha256: string) => path.join(root, sha256.slice(0, 2), sha256);
  const made = new Set<string>();

  /** A folder that was made must itself be on disk before what lies in it counts. */
  async function ensureFolder(folder: string): Promise<void> {
    if (made.has(folder)) return;
    await mkdir(folder, { recursive: true });
    await syncFolder(root);
    made.add(folder);
  }

  async function settle(file: string, sha256: string): Promise<void> {
    const place = placeOf(sha256);
    await ensureFolder(path.dirname(place));
    await rename(file, place);
    await syncFolder(path.dirname(place));
  }

  async function put(
    content: AsyncIterable<Uint8Array> | Uint8Array,
    { spend } = { spend: false },
  ): Promise<Blob> {
    await ensureFolder(path.join(root, "tmp"));
    const file = path.join(root, "tmp", randomUUID());
    try {
      const blob = await writeSynced(file, content, spend);
      await settle(file, blob.sha256);
      return blob;
    } catch (error) {
      await unlink(file).catch(() => undefined);
      throw error;
    }
  }

  return {
    put,
    read: async (sha256) => readFile(placeOf(sha256)).catch((error: unknown) => missing(error, sha256)),
    stream: async (sha256) => {
      await stat(placeOf(sha256)).catch((error: unknown) => missing(error, sha256));
      return createReadStream(placeOf(sha256));
    },
    localPath: async (sha256) => {
      await stat(placeOf(sha256)).catch((error: unknown) => missing(error, sha256));
      return placeOf(sha256);
    },
    adopt: async (file) => {
      const blob = await hashSynced(file);
      await settle(file, blob.sha256);
      return blob;
    },
  };
}

/** Chunks of a stream are written together, because each write is a way to another thread and back. */
const pieceBytes = 2 ** 20;

async function writeSynced(
  file: string,
  content: AsyncIterable<Uint8Array> | Uint8Array,
  spend: boolean,
): Promise<Blob> {
  const hash = createHash("sha256");
  let bytes = 0;
  let waiting: Uint8Array[] = [];
  let size = 0;
  const handle = await open(file, "wx");
  const flush = async () => {
    const piece = waiting;
    [waiting, size] = [[], 0];
    for (const chunk of piece) hash.update(chunk);
    if (piece.length > 0) await handle.writev(piece);
    if (spend) piece.forEach(giveBack);
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

async function hashSynced(file: string): Promise<Blob> {
  const handle = await open(file, "r+");
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    await handle.sync();
    for await (const chunk of handle.createReadStream({ autoClose: false }) as AsyncIterable<Uint8Array>) {
      hash.update(chunk);
      bytes += chunk.byteLength;
    }
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest("hex"), bytes };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function missing(error: unknown, sha256: string): never {
  if (error instanceof Error && "code" in error && error.code === "ENOENT")
    throw new AppError("NOT_FOUND", `No file ${sha256} is kept here.`);
  throw error;
}
