import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/errors";
import { folderFiles } from "./folder-files";
import { listBlobs } from "./folder-listing";
import { placesIn } from "./folder-places";
import { removeFrom, returnLeaving } from "./folder-removal";
import { folderWriting } from "./folder-writing";
import type { ByteRange, Storage } from "./storage";
import { hasCode } from "./system-error";
import { hashOf, requireWhole, verified } from "./verify";
import { wholeFiles } from "./whole-once";
import { folderMaker } from "./write-synced";
import { writersIn } from "./writers";

/**
 * Storage in a folder of this machine or of a mounted share, which several servers may use at once:
 * temp file, fsync, rename, fsync of the folder. Beside the blobs, files that grow lie in `named/`,
 * what is half written in `tmp/`, and what is about to be removed, for a moment, in `leaving/`.
 */
export function folderStorage(root: string): Storage {
  const places = placesIn(root);
  const ensureFolder = folderMaker(root);
  const writers = writersIn(path.join(root, "tmp"));
  const whole = wholeFiles();
  return {
    ...folderWriting({ places, ensureFolder, writers, whole }),
    has: (sha256) => places.find(sha256).then(() => true, isNotFound),
    keep: async (sha256) => whole.touch(places.of(sha256), sha256, () => places.keep(sha256)),
    read: async (sha256) => {
      const content = await readFile((await places.find(sha256)).place);
      requireWhole(content, sha256);
      return content;
    },
    stream: async (sha256) => {
      const { place, stats } = await places.find(sha256);
      const pieces = piecesOf(place, { start: 0, end: stats.size });
      return { bytes: stats.size, pieces: verified(pieces, { sha256, bytes: stats.size }) };
    },
    range: async (sha256, range) => {
      const { place, stats } = await places.find(sha256);
      requireInside(range, stats.size);
      await whole.require(place, sha256);
      return piecesOf(place, range);
    },
    localPath: async (sha256) => {
      const { place } = await places.find(sha256);
      await whole.require(place, sha256);
      return place;
    },
    check: async (sha256) => {
      try {
        const { place } = await places.find(sha256);
        const found = await hashOf(createReadStream(place, { highWaterMark: 2 ** 20 }));
        return found.sha256 === sha256 ? null : "damaged";
      } catch (error) {
        return hasCode(error, "EIO") ? "damaged" : isNotFound(error) || "missing";
      }
    },
    list: (page) => listBlobs(root, page),
    remove: async (sha256s, when) => {
      await ensureFolder(places.leaving);
      return removeFrom(places, sha256s, when);
    },
    sweep: async () => {
      await returnLeaving(places);
      return writers.sweep();
    },
    files: folderFiles(path.join(root, "named"), ensureFolder),
  };
}

/**
 * Lets only bytes pass that a file of `size` bytes has, and at least one.
 * @throws {AppError} INVALID for bytes outside of a file
 */
export function requireInside({ start, end }: ByteRange, size: number): void {
  if (start < 0 || start >= end || end > size)
    throw new AppError("INVALID", `Bytes ${start} to ${end} are not in a file of ${size} bytes.`);
}

/** Larger pieces cost fewer ways through the event loop; beyond this there is nothing to gain. */
const pieceBytes = 2 ** 18;

/** The pieces of a file, which is opened only when the first is asked for. */
async function* piecesOf(place: string, { start, end }: ByteRange): AsyncGenerator<Buffer> {
  if (end > start) yield* createReadStream(place, { start, end: end - 1, highWaterMark: pieceBytes });
}

function isNotFound(error: unknown): false {
  if (error instanceof AppError && error.code === "NOT_FOUND") return false;
  throw error;
}
