import { createReadStream, createWriteStream, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { Readable, type Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { filesInOrder, tablesIn } from "@/lib/datasets/archive-files";
import type { FileFormat } from "@/lib/datasets/engine";
import { contentOf, formatOf, type Content } from "@/lib/datasets/file-format";
import { AppError } from "@/lib/errors";
import { swellGuard } from "./swell-guard";
import { openZip, type Zip } from "./zip";
import { ownName } from "./own-name";

const headBytes = 1 << 20;
const [zstdMagic, skippableMagic] = [0xfd2fb528, 0x184d2a5];

/** A file to read; `name` is empty where it was uploaded as it is. */
export type Part = { file: string; name: string };
/** What was found in an upload: files of one format, read one behind the other as one table. */
export type Source = { format: FileFormat; parts: Part[]; said: string[] };
type Fresh = () => string;

/**
 * Finds out what an uploaded file is, and unpacks it into the working directory where it is packed: what lies
 * there is gone when `act` has ended.
 *
 * @param named what its name says, asked only where its bytes leave two readings open
 * @throws {AppError} INVALID by name for what cannot be read; TOO_LARGE for what swells too much
 */
export async function withUnpacked<Result>(
  file: string,
  named: FileFormat,
  act: (source: Source) => Promise<Result>,
  asked: { folders?: boolean } = {},
): Promise<Result> {
  const made: string[] = [];
  const fresh = () => {
    made.push(ownName("unpacked"));
    return made.at(-1)!;
  };
  try {
    return await act(await unpack(file, named, fresh, asked));
  } finally {
    for (const one of made) rmSync(one, { force: true });
  }
}

async function unpack(
  file: string,
  named: FileFormat,
  fresh: Fresh,
  asked: { folders?: boolean },
): Promise<Source> {
  const content = await look(file, named);
  if (content === "zip") return fromZip(file, named, fresh, asked);
  if (content !== "gzip" && content !== "zstd")
    return { format: content, parts: [{ file, name: "" }], said: [] };
  const inner = fresh();
  await (content === "gzip" ? gunzip(file, inner) : unzstd(file, inner));
  const inside = await look(inner, named);
  const source: Source = { format: "xlsx", parts: [{ file: inner, name: "" }], said: [] };
  if (inside === "zip" && (await isWorkbook(inner))) return source;
  return { ...source, format: requireUnpacked(inside, "The file") };
}

async function look(file: string, named: FileFormat): Promise<Content> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    if (size === 0) throw new AppError("INVALID", "The file is empty.");
    const head = new Uint8Array(Math.min(size, headBytes));
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return contentOf(head.subarray(0, bytesRead), bytesRead === size, named);
  } finally {
    await handle.close();
  }
}

function requireUnpacked(content: Content, what: string): FileFormat {
  if (content === "gzip" || content === "zip" || content === "zstd")
    throw new AppError("INVALID", `${what} holds an archive inside of the archive. Unpack it once.`);
  return content;
}

async function gunzip(file: string, out: string): Promise<void> {
  await through(createReadStream(file), createGunzip(), file, createWriteStream(out), "gzip");
}

/** Node reads the first frame of several and leaves the others: each is read by a stream of its own. */
async function unzstd(file: string, out: string): Promise<void> {
  const { size } = statSync(file);
  const guard = swellGuard(size);
  for (let start = 0; start < size;) {
    const skipped = await skippable(file, start);
    if (skipped !== null) {
      start += skipped;
      continue;
    }
    const frame = createZstdDecompress();
    await through(
      createReadStream(file, { start }),
      frame,
      file,
      createWriteStream(out, { flags: "a" }),
      "zstd",
      guard,
    );
    start += frame.bytesWritten;
  }
}

/** The length of a frame that holds no data; null for one that does. */
async function skippable(file: string, start: number): Promise<number | null> {
  const handle = await open(file, "r");
  try {
    const head = Buffer.alloc(8);
    const { bytesRead } = await handle.read(head, 0, 8, start);
    if (bytesRead >= 4 && head.readUInt32LE(0) === zstdMagic) return null;
    if (bytesRead === 8 && head.readUInt32LE(0) >>> 4 === skippableMagic) return 8 + head.readUInt32LE(4);
    throw broken("zstd");
  } finally {
    await handle.close();
  }
}

async function through(
  from: Readable,
  unpacking: Transform & { bytesWritten: number },
  file: string,
  to: NodeJS.WritableStream,
  kind: "gzip" | "zstd",
  guard = swellGuard(statSync(file).size),
): Promise<void> {
  try {
    await pipeline(
      from,
      unpacking,
      async function* (pieces: AsyncIterable<Buffer>) {
        for await (const piece of pieces) {
          guard(piece.length);
          yield piece;
        }
      },
      to,
    );
  } catch (error) {
    if (error instanceof AppError || !/^(Z_|ZSTD_|ERR_ZLIB)/.test(String((error as { code?: string }).code)))
      throw error;
    throw broken(kind);
  }
}

function broken(kind: string): AppError {
  return new AppError("INVALID", `The ${kind} archive is cut off or damaged. Pack it again and upload it.`);
}

/** Whether a zip archive is a workbook of Excel. @throws {AppError} INVALID for other documents, by name */
async function isWorkbook(file: string): Promise<boolean> {
  const zip = await openZip(file);
  zip.close();
  return tablesIn(zip.names).kind === "workbook";
}

async function fromZip(
  file: string,
  named: FileFormat,
  fresh: Fresh,
  asked: { folders?: boolean },
): Promise<Source> {
  const zip = await openZip(file);
  try {
    const found = tablesIn(zip.names, { ...asked, inOrder: zip.comment === filesInOrder });
    if (found.kind === "workbook") return { format: "xlsx", parts: [{ file, name: "" }], said: [] };
    const parts: Part[] = [];
    let format: FileFormat | null = null;
    for (const name of found.tables) {
      const part = { file: await extracted(zip, name, fresh()), name };
      const own = await formatInside(part, named);
      if (format && own !== format)
        throw new AppError(
          "INVALID",
          `The archive holds files of several formats: ${parts[0]!.name} (${format}) and ${name} (${own}). ` +
            "Upload them one by one.",
        );
      format = own;
      parts.push(part);
    }
    if (format === "xlsx" && parts.length > 1)
      throw new AppError("INVALID", "The archive holds several workbooks. Upload them one by one.");
    return { format: format!, parts, said: found.said };
  } finally {
    zip.close();
  }
}

async function extracted(zip: Zip, name: string, out: string): Promise<string> {
  await pipeline(Readable.from(zip.read(name)), createWriteStream(out));
  return out;
}

async function formatInside({ file, name }: Part, named: FileFormat): Promise<FileFormat> {
  const said = formatOf(name);
  try {
    const content = await look(file, said === "csv" ? named : said);
    if (content === "zip" && (await isWorkbook(file))) return "xlsx";
    return requireUnpacked(content, name);
  } catch (error) {
    throw error instanceof AppError ? new AppError(error.code, `${name}: ${error.message}`) : error;
  }
}
