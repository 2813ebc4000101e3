import { createReadStream } from "node:fs";
import { rename, unlink } from "node:fs/promises";
import path from "node:path";
import type { Places } from "./folder-places";
import type { Blob, Storage } from "./storage";
import { hasCode } from "./system-error";
import type { WholeFiles } from "./whole-once";
import { hashSynced, syncFolder, writeSynced } from "./write-synced";
import type { Writers } from "./writers";

type Parts = {
  places: Places;
  ensureFolder: (folder: string) => Promise<void>;
  writers: Writers;
  whole: WholeFiles;
};

/**
 * How blobs come into a folder: half written elsewhere, on disk, then in their place,
 * then the folder on disk.
 */
export function folderWriting({
  places,
  ensureFolder,
  writers,
  whole,
}: Parts): Pick<Storage, "put" | "adopt"> {
  async function settle(file: string, blob: Blob): Promise<Blob> {
    const place = places.of(blob.sha256);
    await ensureFolder(path.dirname(place));
    await rename(file, place);
    await syncFolder(path.dirname(place));
    await whole.note(place, blob.sha256);
    return blob;
  }

  const put: Storage["put"] = async (content, { spend } = { spend: false }) => {
    const file = await writers.newFile();
    try {
      return await settle(file, await writeSynced(file, content, spend));
    } catch (error) {
      await unlink(file).catch(() => undefined);
      throw error;
    }
  };

  return {
    put,
    adopt: async (file) => {
      const blob = await hashSynced(file);
      try {
        return await settle(file, blob);
      } catch (error) {
        if (!hasCode(error, "EXDEV")) throw error;
        // it lies on another disk
        const copied = await put(createReadStream(file, { highWaterMark: 2 ** 20 }));
        await unlink(file);
        return copied;
      }
    },
  };
}
