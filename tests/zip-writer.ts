import { crc32, deflateRawSync } from "node:zlib";

export type ZipFileOf = {
  name: string;
  content: string | Uint8Array;
  /** 8 is deflate, 0 stored; any other number is claimed and the bytes are stored. */
  method?: number;
  encrypted?: boolean;
  link?: boolean;
  crc?: number;
};

/** A zip archive of small files, with whatever is wrong that a test wants to be wrong. */
export function zipOf(files: readonly (ZipFileOf | readonly [string, string | Uint8Array])[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const given of files) {
    const {
      name,
      content,
      method = 8,
      encrypted,
      link,
      crc,
    }: ZipFileOf = "name" in given ? given : { name: given[0], content: given[1] };
    const bytes = Buffer.from(content as Uint8Array);
    const packed = method === 8 ? deflateRawSync(bytes) : bytes;
    const nameBytes = Buffer.from(name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x800 | (encrypted ? 1 : 0), 2);
    shared.writeUInt16LE(method, 4);
    shared.writeUInt32LE(crc ?? crc32(bytes), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), shared, nameBytes, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(link ? (0o120777 << 16) >>> 0 : 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x03"), shared, tail, nameBytes]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}
