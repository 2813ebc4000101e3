import { createReadStream } from "node:fs";
import { TextDecoder } from "node:util";
import type { Imported } from "@/lib/datasets/engine";
import { withFileNotes } from "@/lib/datasets/import-note";
import type { NdjsonOptions } from "@/lib/datasets/import-options";
import { saidOf } from "@/lib/datasets/join-files";
import { ndjsonCells } from "@/lib/datasets/ndjson-cells";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { importRecords, recordBytes } from "./import-records";
import { eachInPart, type Counted } from "./in-part";
import type { Part } from "./unpack";

/** Reads files with a JSON object on each line: we read the values, DuckDB writes them. */
export async function importNdjson(
  parts: readonly Part[],
  out: string,
  { columns, fileColumn }: Pick<NdjsonOptions, "columns" | "fileColumn"> = {},
): Promise<Imported> {
  const cells = ndjsonCells();
  async function* records({ file, name }: Part) {
    for await (const { text, line } of linesOf(file)) {
      const record = cells.record(text, line);
      if (record !== null) yield { cells: record, line, file: name };
    }
  }
  const counts: Counted[] = [];
  const items = eachInPart(parts, records, counts);
  const imported = await importRecords(cells, items, out, { columns, fileColumn });
  const used = { ...imported.used, format: "ndjson" as const, ...(fileColumn ? { fileColumn } : {}) };
  return { ...imported, used, note: withFileNotes(imported.note ?? null, saidOf(counts)) };
}

async function* linesOf(file: string): AsyncGenerator<{ text: string; line: number }> {
  let [line, rest] = [0, Buffer.alloc(0)];
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const read = (bytes: Uint8Array) => {
    line += 1;
    try {
      return { text: decoder.decode(bytes), line };
    } catch {
      const message = `Line ${integer(line)} is not UTF-8. Save the file as UTF-8 and upload it again.`;
      throw new AppError("INVALID", message);
    }
  };
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    let start = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      yield read(bytes.subarray(start, end));
      start = end + 1;
    }
    rest = Buffer.from(bytes.subarray(start));
    if (rest.length > recordBytes)
      throw new AppError("TOO_LARGE", `Line ${integer(line + 1)} is longer than ${recordBytes >> 20} MB.`);
  }
  if (rest.length > 0) yield read(rest);
}
