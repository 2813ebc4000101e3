import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { notKept, requireAddress } from "./address";
import { requireInside } from "./folder";
import { memoryFiles } from "./memory-files";
import type { Blob, ByteRange, Storage } from "./storage";
import { requireWhole, verified } from "./verify";

type Kept = { content: Buffer; writtenAt: Date };

/**
 * Storage in this process's memory, for tests; `blobs` holds what is kept.
 * Only what an engine opens becomes a file.
 */
export function memoryStorage(blobs = new Map<string, Kept>()): Storage {
  let folder: string | null = null;
  const find = (sha256: string) => {
    const kept = blobs.get(requireAddress(sha256));
    if (!kept) throw notKept(sha256);
    return kept.content;
  };
  const whole = (sha256: string) => {
    const content = find(sha256);
    requireWhole(content, sha256);
    return content;
  };
  const putWhole = (content: Buffer): Blob => {
    const sha256 = createHash("sha256").update(content).digest("hex");
    blobs.set(sha256, { content, writtenAt: new Date() });
    return { sha256, bytes: content.length };
  };

  return {
    put: async (content) => putWhole(await joined(content)),
    adopt: async (file) => {
      const blob = putWhole(await readFile(file));
      await rm(file);
      return blob;
    },
    has: async (sha256) => blobs.has(requireAddress(sha256)),
    keep: async (sha256) => void blobs.set(sha256, { content: find(sha256), writtenAt: new Date() }),
    read: async (sha256) => whole(sha256),
    stream: async (sha256) => {
      const bytes = find(sha256).length;
      return { bytes, pieces: verified(piecesOf(find(sha256)), { sha256, bytes }) };
    },
    range: async (sha256, range) => {
      requireInside(range, find(sha256).length);
      return piecesOf(whole(sha256), range);
    },
    localPath: async (sha256) => {
      folder ??= temporaryFolder();
      const file = path.join(folder, requireAddress(sha256));
      await writeFile(file, whole(sha256));
      return file;
    },
    check: async (sha256) => {
      const content = blobs.get(sha256)?.content;
      if (!content) return "missing";
      return createHash("sha256").update(content).digest("hex") === sha256 ? null : "damaged";
    },
    list: async ({ after = "", limit }) => {
      const addresses = [...blobs.keys()].filter((sha256) => sha256 > after).sort();
      const items = addresses
        .slice(0, limit)
        .map((sha256) => ({ sha256, bytes: find(sha256).length, writtenAt: blobs.get(sha256)!.writtenAt }));
      return { items, next: addresses.length > limit ? items.at(-1)!.sha256 : null };
    },
    remove: async (sha256s, { before, named }) => {
      const used = await named(sha256s);
      const unused = sha256s.filter(
        (sha256) => !used.has(sha256) && (blobs.get(sha256)?.writtenAt ?? before) < before,
      );
      const out = unused.map((sha256) => ({ sha256, bytes: find(sha256).length }));
      for (const sha256 of unused) blobs.delete(sha256);
      return out;
    },
    sweep: async () => 0,
    files: memoryFiles(),
  };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-memory-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function joined(content: AsyncIterable<Uint8Array> | Uint8Array): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content instanceof Uint8Array ? [content] : content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* piecesOf(content: Buffer, { start, end }: ByteRange = { start: 0, end: content.length }) {
  for (let at = start; at < end; at += 2 ** 16)
    yield Buffer.from(content.subarray(at, Math.min(end, at + 2 ** 16)));
}
