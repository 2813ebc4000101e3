import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { csvScan } from "@/lib/datasets/csv-scan";
import { csvShape } from "@/lib/datasets/csv-shape";
import { requireText, requireUtf8 } from "@/lib/datasets/dialect";
import type { CsvOptions } from "@/lib/datasets/import-options";
import { requireFree } from "@/lib/datasets/file-columns";
import { planJoin, rowsByFile, type FileHead } from "@/lib/datasets/join-files";
import { dropHeader, placeCells } from "./csv-columns";
import { inPart } from "./in-part";
import type { Part } from "./unpack";

const headerBytes = 1 << 20;

type Asked = Pick<CsvOptions, "delimiter" | "fileColumn">;

/**
 * Writes the records of several CSV files behind one header, each with LF at its end; their columns are found
 * by their names, and one with the file's name is added where that is asked.
 *
 * @returns what has to be said of the files
 * @throws {AppError} INVALID where columns cannot be told, or with file and line when one cannot be read
 */
export async function joinCsv(parts: readonly Part[], out: string, asked: Asked = {}): Promise<string[]> {
  const heads: FileHead[] = [];
  for (const part of parts)
    heads.push(
      await inPart(part, async () => {
        const dialect = dialectOf(await headOf(part.file), asked.delimiter);
        return { name: part.name, ...dialect };
      }),
    );
  const plan = planJoin(heads);
  const { fileColumn } = asked;
  if (fileColumn !== undefined)
    requireFree(plan.header, [{ name: fileColumn, type: "text", values: parts.map(({ name }) => name) }]);
  const names = [...plan.header, ...(fileColumn === undefined ? [] : [fileColumn])];
  const to = heads[0]!.delimiter;
  const counts: { name: string; rows: number }[] = [];
  const handle = await open(out, "w");
  try {
    await handle.write(`${names.map(quotedText).join(to)}\n`);
    for (const [i, part] of parts.entries()) {
      const last = fileColumn === undefined ? "" : `${to}${quotedText(part.name)}`;
      const cells =
        plan.isPlain && last === ""
          ? dropHeader()
          : placeCells({ from: heads[i]!.delimiter, to }, plan.places[i]!, Buffer.from(last));
      await inPart(part, async () => {
        for await (const bytes of recordsOf(part.file, heads[i]!, cells.push)) await handle.write(bytes);
      });
      counts.push({ name: part.name, rows: cells.rows() });
    }
  } finally {
    await handle.close();
  }
  return [...plan.said, rowsByFile(counts)];
}

const quotedText = (text: string) => `"${text.replaceAll('"', '""')}"`;

type Dialect = Pick<FileHead, "delimiter" | "header">;

/** The delimiter and the names of columns of a file whose first line is its header. */
function dialectOf(head: Uint8Array, delimiter: string | undefined): Dialect {
  requireText(head);
  requireUtf8(head);
  const text = new TextDecoder("utf-8").decode(head, { stream: true });
  const asked = { format: "csv" as const, skipLines: 0, delimiter };
  const shape = csvShape(text, asked, head.length < headerBytes);
  return { delimiter: shape.delimiter, header: shape.names };
}

async function* recordsOf(
  file: string,
  dialect: Dialect,
  place: (bytes: Uint8Array) => Uint8Array,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const walk = csvScan({ delimiter: dialect.delimiter, columns: dialect.header.length }, (bytes) =>
    ready.push(place(bytes)),
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
