import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { Page, StoredBlob } from "./storage";
import { ignoreMissing } from "./system-error";

/** Names in a folder, sorted by their characters; none where there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => (ignoreMissing(error), []));
  return names.sort();
}

/** Blobs of a folder by their address, one page of them. */
export async function listBlobs(
  root: string,
  { after = "", limit }: { after?: string; limit: number },
): Promise<Page<StoredBlob>> {
  const items: StoredBlob[] = [];
  const heads = (await namesIn(root)).filter((name) => /^[0-9a-f]{2}$/.test(name));
  for (const head of heads) {
    if (head < after.slice(0, 2)) continue;
    for (const sha256 of await namesIn(path.join(root, head))) {
      if (sha256 <= after || !/^[0-9a-f]{64}$/.test(sha256)) continue;
      if (items.length === limit) return { items, next: items.at(-1)!.sha256 };
      const stats = await stat(path.join(root, head, sha256)).catch(ignoreMissing);
      if (stats) items.push({ sha256, bytes: stats.size, writtenAt: stats.mtime });
    }
  }
  return { items, next: null };
}
