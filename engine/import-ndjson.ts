import { createReadStream, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { TextDecoder } from "node:util";
import type { Imported } from "@/lib/datasets/engine";
import { noteOf } from "@/lib/datasets/import-note";
import { ndjsonCells } from "@/lib/datasets/ndjson-cells";
import { literal, sqlTypes } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { identifier, withDuckDb } from "./duckdb";
import { inPart } from "./in-part";
import type { Part } from "./unpack";
import { writeVersion } from "./version-file";

const lineBytes = 16 << 20;
const flushCharacters = 4 << 20;
let copies = 0;

/** Reads files with a JSON object on each line: we read the values, DuckDB writes them. */
export async function importNdjson(parts: readonly Part[], out: string): Promise<Imported> {
  const copy = `cells-${(copies += 1)}.csv`;
  try {
    const { columns, rows } = await writeCells(parts, copy);
    const source = columns.map((_, i) => `c${i}: 'VARCHAR'`).join(", ");
    // A record ends behind its last key: what comes later is missing. Quoted line ends need one thread then.
    const relation = `read_csv(${literal(copy)}, auto_detect = false, header = false, delim = ',',
      quote = '"', escape = '"', new_line = '\\n', columns = {line: 'VARCHAR', ${source}},
      strict_mode = true, null_padding = true, parallel = false, allow_quoted_nulls = false,
      max_line_size = ${2 * lineBytes},
      buffer_size = ${4 * lineBytes})`;
    const cells = columns.map(
      ({ name, type }, i) => `CAST(c${i} AS ${sqlTypes[type]}) AS ${identifier(name)}`,
    );
    const missing = columns.map((column) => column.missing);
    const written = await withDuckDb({ files: [copy, out] }, (connection) =>
      writeVersion(connection, `SELECT ${cells.join(", ")} FROM ${relation}`, out, {
        columns: columns.map(({ name, type }) => ({ name, type })),
        expected: { rows, missing },
      }),
    );
    return { ...written, note: noteOf(columns.map(({ note }) => note)) };
  } finally {
    rmSync(copy, { force: true });
  }
}

async function writeCells(parts: readonly Part[], copy: string) {
  const cells = ndjsonCells();
  const handle = await open(copy, "w");
  let [ready, rows] = ["", 0];
  try {
    const readPart = async ({ file }: Part) => {
      for await (const { text, line } of linesOf(file)) {
        const record = cells.record(text, line);
        if (record === null) continue;
        // Something stands on every line: an empty one would be no record.
        ready += `1,${record}\n`;
        rows += 1;
        if (ready.length < flushCharacters) continue;
        await handle.write(ready);
        ready = "";
      }
    };
    for (const part of parts) await inPart(part, () => readPart(part));
    await handle.write(ready);
  } finally {
    await handle.close();
  }
  return { columns: cells.columns(), rows };
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
    if (rest.length > lineBytes)
      throw new AppError("TOO_LARGE", `Line ${integer(line + 1)} is longer than ${lineBytes >> 20} MB.`);
  }
  if (rest.length > 0) yield read(rest);
}
