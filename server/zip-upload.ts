import { crc32 } from "node:zlib";
import { filesInOrder } from "@/lib/datasets/archive-files";

/** A file to be put into an archive. */
export type Packed = { name: string; bytes: number; pieces: () => Promise<AsyncIterable<Buffer>> };

/** Names and sizes are in UTF-8 and stand behind the bytes, which are only known once they were read. */
const flags = 0x808;
const version = 20;

/**
 * A zip archive of files as they are, in the order given, which it says; nothing is held but a piece.
 *
 * @param files of less than 4 GiB together
 */
export async function* zipOf(files: readonly Packed[]): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const name = Buffer.from(file.name);
    const local = header(
      Buffer.from("PK\x03\x04"),
      [version, flags, 0, 0, 0x21],
      [0, 0, 0],
      [name.length, 0],
    );
    yield Buffer.concat([local, name]);
    let sum = 0;
    for await (const piece of await file.pieces()) {
      sum = crc32(piece, sum);
      yield piece;
    }
    const figures = [sum, file.bytes, file.bytes];
    yield header(Buffer.from("PK\x07\x08"), [], figures, []);
    const first = [version, version, flags, 0, 0, 0x21];
    const entry = header(Buffer.from("PK\x01\x02"), first, figures, [name.length, 0, 0, 0, 0, 0, 0]);
    const place = Buffer.alloc(4);
    place.writeUInt32LE(offset);
    directory.push(Buffer.concat([entry, place, name]));
    offset += local.length + name.length + file.bytes + 16;
  }
  const central = Buffer.concat(directory);
  const comment = Buffer.from(filesInOrder);
  const counts = [0, 0, files.length, files.length];
  yield Buffer.concat([
    central,
    header(Buffer.from("PK\x05\x06"), counts, [central.length, offset], [comment.length]),
    comment,
  ]);
}

/** Numbers of two, of four and of two bytes behind a signature, the smallest byte first. */
function header(
  signature: Buffer,
  before: readonly number[],
  long: readonly number[],
  after: readonly number[],
): Buffer {
  const made = Buffer.alloc(4 + 2 * (before.length + after.length) + 4 * long.length);
  let at = signature.copy(made);
  for (const value of before) at = made.writeUInt16LE(value, at);
  for (const value of long) at = made.writeUInt32LE(value, at);
  for (const value of after) at = made.writeUInt16LE(value, at);
  return made;
}
