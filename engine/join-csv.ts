import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { csvScan } from "@/lib/datasets/csv-scan";
import { csvShape } from "@/lib/datasets/csv-shape";
import { requireText, requireUtf8 } from "@/lib/datasets/dialect";
import type { CsvOptions } from "@/lib/datasets/import-options";
import { requireSameColumns } from "@/lib/datasets/same-columns";
import { inPart } from "./in-part";
import type { Part } from "./unpack";

const headerBytes = 1 << 20;
const [lf, quote] = [10, 34];

/**
 * Writes the records of several CSV files behind one header, each with LF at its end.
 *
 * @throws {AppError} INVALID when their columns differ, or with file and line when one cannot be read
 */
export async function joinCsv(
  parts: readonly Part[],
  out: string,
  options: Pick<CsvOptions, "delimiter"> = {},
): Promise<void> {
  const handle = await open(out, "w");
  try {
    let first: Dialect | null = null;
    for (const part of parts)
      await inPart(part, async () => {
        const dialect = dialectOf(await headOf(part.file), options.delimiter);
        if (first) requireSameColumns(parts[0]!.name, first.header, dialect.header);
        // One delimiter holds for all of the joined file.
        if (first && first.delimiter !== dialect.delimiter)
          requireSameColumns(parts[0]!.name, [first.delimiter], [dialect.delimiter], "delimiter");
        for await (const bytes of recordsOf(part.file, dialect, first !== null)) await handle.write(bytes);
        first ??= dialect;
      });
  } finally {
    await handle.close();
  }
}

type Dialect = { delimiter: string; header: string[] };

/** The delimiter and the names of columns of a file whose first line is its header. */
function dialectOf(head: Uint8Array, delimiter: string | undefined): Dialect {
  requireText(head);
  requireUtf8(head);
  const text = new TextDecoder("utf-8").decode(head, { stream: true });
  const asked = { format: "csv" as const, skipLines: 0, delimiter };
  const shape = csvShape(text, asked, head.length < headerBytes);
  return { delimiter: shape.delimiter, header: shape.names };
}

async function* recordsOf(file: string, dialect: Dialect, dropHeader: boolean): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const drop = dropHeader ? dropRecord() : (bytes: Uint8Array) => bytes;
  const walk = csvScan({ delimiter: dialect.delimiter, columns: dialect.header.length }, (bytes) =>
    ready.push(drop(bytes)),
  );
  let start = true;
  for await (const piece of createReadStream(file, { highWaterMark: headerBytes }) as AsyncIterable<Buffer>) {
    const marked = start && piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf;
    walk.push(marked ? piece.subarray(3) : piece);
    start = false;
    yield* ready.splice(0);
  }
  walk.end();
  yield* ready;
}

/** Leaves out the first record of a stream of records that end by LF. */
function dropRecord(): (bytes: Uint8Array) => Uint8Array {
  let [dropping, quoted] = [true, false];
  return (bytes) => {
    for (let i = 0; dropping && i < bytes.length; i++) {
      if (bytes[i] === quote) quoted = !quoted;
      if (bytes[i] !== lf || quoted) continue;
      dropping = false;
      return bytes.subarray(i + 1);
    }
    return dropping ? bytes.subarray(bytes.length) : bytes;
  };
}

async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file, "r");
  try {
    const buffer = new Uint8Array(headerBytes);
    const { bytesRead } = await handle.read(buffer, 0, headerBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
