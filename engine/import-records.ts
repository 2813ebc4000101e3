import { rmSync } from "node:fs";
import { open } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Imported } from "@/lib/datasets/engine";
import { requireFree } from "@/lib/datasets/file-columns";
import type { ColumnOptions } from "@/lib/datasets/import-options";
import { noteOf } from "@/lib/datasets/import-note";
import type { ndjsonCells, NdjsonColumn } from "@/lib/datasets/ndjson-cells";
import { literal, sqlTypes } from "@/lib/datasets/steps/step";
import { countRows, identifier, withDuckDb } from "./duckdb";
import { lineColumn } from "./failed-cells";
import { settleTexts } from "./settle-table";
import { writeVersion } from "./version-file";
import { ownName } from "./own-name";

/** The most bytes of one record of JSON. */
export const recordBytes = 16 << 20;
const flushCharacters = 4 << 20;

/** A record of cells as CSV, the line where it begins, and the file that it stands in. */
export type CellRecord = { cells: string; line: number; file: string };
type Asked = { columns?: readonly ColumnOptions[] | undefined; fileColumn?: string | undefined };

/**
 * Writes records that were cut into cells, each key with the type of its cells or the one that is asked;
 * behind them a column that names the file of each row, where that is asked.
 *
 * @throws {AppError} INVALID where a key is called as that column is
 */
export async function importRecords(
  cells: Pick<ReturnType<typeof ndjsonCells>, "columns">,
  records: AsyncIterable<CellRecord>,
  out: string,
  { columns: asked = [], fileColumn }: Asked = {},
): Promise<Imported> {
  const copy = `${ownName("cells")}.csv`;
  try {
    const rows = await writeRecords(records, copy, fileColumn !== undefined);
    const keys = cells.columns();
    const columns = [...keys, ...fileColumnOf(fileColumn, keys)];
    const relation = relationOf(copy, keys.length, fileColumn !== undefined);
    return await withDuckDb({ files: [copy, out] }, (connection) =>
      asked.length === 0
        ? writeAs(connection, { relation, rows, columns }, out)
        : writeSettled(connection, { relation, columns }, out, asked),
    );
  } finally {
    rmSync(copy, { force: true });
  }
}

function fileColumnOf(name: string | undefined, keys: readonly NdjsonColumn[]): NdjsonColumn[] {
  if (name === undefined) return [];
  const names = keys.map((key) => key.name);
  requireFree(names, [{ name, type: "text", values: [] }]);
  return [{ name, type: "text", missing: 0, note: { column: name } }];
}

/** The cells of all keys, of which the last may lack; so the file's name stands before them. */
function relationOf(copy: string, keys: number, withFile: boolean): string {
  const places = [...(withFile ? [keys] : []), ...Array.from({ length: keys }, (_, i) => i)];
  const source = places.map((i) => `c${i}: 'VARCHAR'`).join(", ");
  // A record ends behind its last key: what comes later is missing. Quoted line ends need one thread then.
  return `read_csv(${literal(copy)}, auto_detect = false, header = false, delim = ',',
      quote = '"', escape = '"', new_line = '\\n', columns = {${lineColumn}: 'BIGINT', ${source}},
      strict_mode = true, null_padding = true, parallel = false, allow_quoted_nulls = false,
      max_line_size = ${2 * recordBytes},
      buffer_size = ${4 * recordBytes})`;
}

type Written = NdjsonColumn & { sql?: string };

async function writeAs(
  connection: DuckDBConnection,
  { relation, rows, columns }: { relation: string; rows: number; columns: readonly Written[] },
  out: string,
  sentences: readonly string[] = [],
): Promise<Imported> {
  const query = columns.map(
    ({ name, type, sql }, i) => `CAST(${sql ?? `c${i}`} AS ${sqlTypes[type]}) AS ${identifier(name)}`,
  );
  const written = await writeVersion(connection, `SELECT ${query.join(", ")} FROM ${relation}`, out, {
    columns: columns.map(({ name, type }) => ({ name, type })),
    expected: { rows, missing: columns.map(({ missing }) => missing) },
  });
  return {
    ...written,
    note: noteOf(
      columns.map(({ note }) => note),
      sentences,
    ),
  };
}

/** The same where some columns are read as was asked. */
async function writeSettled(
  connection: DuckDBConnection,
  { relation, columns }: { relation: string; columns: readonly NdjsonColumn[] },
  out: string,
  asked: readonly ColumnOptions[],
): Promise<Imported> {
  const names = columns.map(({ name }) => name);
  const found = columns.map(({ type }) => type);
  // Each row stands behind its line.
  const lineOf = () => Promise.resolve(new Map<number, number>());
  const settled = await settleTexts(connection, { relation, names, found }, asked, lineOf);
  const rows = await countRows(connection, settled.relation);
  const counts = columns.map((_, i) => `(count(*) - count(c${i}))::DOUBLE`).join(", ");
  const reader = await connection.runAndReadAll(`SELECT ${counts} FROM ${settled.relation}`);
  const empty = reader.getRowsJson()[0]!.map(Number);
  const all = columns.map((column, i) => ({ ...column, missing: empty[i]!, ...settled.columns.get(i) }));
  const table = { relation: settled.relation, rows, columns: all };
  const written = await writeAs(connection, table, out, settled.sentences);
  const used = asked.map((column) => settled.columns.get(names.indexOf(column.name))?.used ?? column);
  return { ...written, failed: settled.failed, used: { format: "ndjson", columns: used } };
}

async function writeRecords(
  records: AsyncIterable<CellRecord>,
  copy: string,
  withFile: boolean,
): Promise<number> {
  const handle = await open(copy, "w");
  let [ready, rows] = ["", 0];
  try {
    for await (const { cells, line, file } of records) {
      const name = withFile ? `"${file.replaceAll('"', '""')}",` : "";
      // Its line stands before each record: an empty one would be none.
      ready += `${line},${name}${cells}\n`;
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
