import { rmSync } from "node:fs";
import { open } from "node:fs/promises";
import type { Imported } from "@/lib/datasets/engine";
import { noteOf } from "@/lib/datasets/import-note";
import type { ndjsonCells } from "@/lib/datasets/ndjson-cells";
import { literal, sqlTypes } from "@/lib/datasets/steps/step";
import { identifier, withDuckDb } from "./duckdb";
import { writeVersion } from "./version-file";

/** The most bytes of one record of JSON. */
export const recordBytes = 16 << 20;
const flushCharacters = 4 << 20;
let copies = 0;

/** Writes records that were cut into cells, with the type that the cells of each key have. */
export async function importRecords(
  cells: Pick<ReturnType<typeof ndjsonCells>, "columns">,
  records: AsyncIterable<string>,
  out: string,
): Promise<Imported> {
  const copy = `cells-${(copies += 1)}.csv`;
  try {
    const rows = await writeRecords(records, copy);
    const columns = cells.columns();
    const source = columns.map((_, i) => `c${i}: 'VARCHAR'`).join(", ");
    // A record ends behind its last key: what comes later is missing. Quoted line ends need one thread then.
    const relation = `read_csv(${literal(copy)}, auto_detect = false, header = false, delim = ',',
      quote = '"', escape = '"', new_line = '\\n', columns = {line: 'VARCHAR', ${source}},
      strict_mode = true, null_padding = true, parallel = false, allow_quoted_nulls = false,
      max_line_size = ${2 * recordBytes},
      buffer_size = ${4 * recordBytes})`;
    const query = columns.map(
      ({ name, type }, i) => `CAST(c${i} AS ${sqlTypes[type]}) AS ${identifier(name)}`,
    );
    const missing = columns.map((column) => column.missing);
    const written = await withDuckDb({ files: [copy, out] }, (connection) =>
      writeVersion(connection, `SELECT ${query.join(", ")} FROM ${relation}`, out, {
        columns: columns.map(({ name, type }) => ({ name, type })),
        expected: { rows, missing },
      }),
    );
    return { ...written, note: noteOf(columns.map(({ note }) => note)) };
  } finally {
    rmSync(copy, { force: true });
  }
}

async function writeRecords(records: AsyncIterable<string>, copy: string): Promise<number> {
  const handle = await open(copy, "w");
  let [ready, rows] = ["", 0];
  try {
    for await (const record of records) {
      // Something stands on every line: an empty one would be no record.
      ready += `1,${record}\n`;
      rows += 1;
      if (ready.length < flushCharacters) continue;
      await handle.write(ready);
      ready = "";
    }
    await handle.write(ready);
  } finally {
    await handle.close();
  }
  return rows;
}
