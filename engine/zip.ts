import { statSync } from "node:fs";
import type { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import { swellGuard } from "./swell-guard";

const linkMode = 0o120000;
const typeMask = 0o170000;

/** A zip archive that is open: its files in the order of its directory, folders left out. */
export type Zip = {
  names: string[];
  /** The bytes of a file, unpacked and checked against its sum. @throws {AppError} INVALID, TOO_LARGE */
  read: (name: string) => AsyncGenerator<Buffer>;
  /** What is said of the archive as a whole. */
  comment: string;
  /** The length of a file as the directory states it, in bytes. */
  bytes: (name: string) => number;
  close: () => void;
};

/** Opens a zip archive. @throws {AppError} INVALID when it is damaged, holds odd paths or has a password */
export async function openZip(file: string): Promise<Zip> {
  const zip = await openPromise(file, { autoClose: false, lazyEntries: true }).catch(damaged);
  const guard = swellGuard(statSync(file).size);
  try {
    const entries = await listed(zip);
    const entryOf = (name: string) => {
      const entry = entries.get(name);
      if (!entry) throw new AppError("INVALID", `The archive lacks the file ${name}. It is damaged.`);
      return entry;
    };
    return {
      names: [...entries.keys()],
      comment: zip.comment,
      read: (name) => contentOf(zip, entryOf(name), guard),
      bytes: (name) => entryOf(name).uncompressedSize,
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function listed(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.archiveFiles)
    throw new AppError(
      "TOO_LARGE",
      `The archive holds ${integer(zip.entryCount)} files; at most ${integer(limits.archiveFiles)} are read.`,
    );
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/")) continue;
      requireReadable(entry);
      if (entries.has(entry.fileName))
        throw new AppError("INVALID", `The archive holds the file ${entry.fileName} twice.`);
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    damaged(error);
  }
  return entries;
}

function requireReadable(entry: Entry): void {
  const { fileName } = entry;
  if (entry.isEncrypted())
    throw new AppError("INVALID", `${fileName} in the archive has a password. Pack it without one.`);
  if (((entry.externalFileAttributes >>> 16) & typeMask) === linkMode)
    throw new AppError(
      "INVALID",
      `${fileName} in the archive is a link to another file. Pack the file itself.`,
    );
  if (!entry.canDecodeFileData())
    throw new AppError(
      "INVALID",
      `${fileName} in the archive is packed by a method that is not known (${entry.compressionMethod}). ` +
        "Pack it as an ordinary zip archive.",
    );
}

async function* contentOf(zip: ZipFile, entry: Entry, guard: (bytes: number) => void) {
  try {
    const packed: Readable = await zip.openReadStreamPromise(entry);
    let sum = 0;
    for await (const piece of packed as AsyncIterable<Buffer>) {
      guard(piece.length);
      sum = crc32(piece, sum);
      yield piece;
    }
    if (sum !== entry.crc32) throw new Error("its sum is another");
  } catch (error) {
    damaged(error);
  }
}

/** What the reader of zip archives says, in our words. */
function damaged(error: unknown): never {
  if (error instanceof AppError || !(error instanceof Error)) throw error;
  const outside = /^(?:invalid relative path|absolute path|invalid characters in fileName): (.*)/.exec(
    error.message,
  )?.[1];
  if (outside !== undefined)
    throw new AppError(
      "INVALID",
      `The archive holds the path ${JSON.stringify(outside.slice(0, 200))}, which leads out of it. ` +
        "Nothing was read.",
    );
  if (/encrypt/i.test(error.message))
    throw new AppError("INVALID", "The archive has a password. Pack it without one.");
  if (/multi-disk/i.test(error.message))
    throw new AppError("INVALID", "The archive is one part of several. Pack it as one.");
  throw new AppError("INVALID", "The zip archive is cut off or damaged. Pack it again and upload it.");
}
