import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll } from "vitest";
import { importFile } from "@/engine/import";
import { readRows } from "@/engine/query";
import { formatOf } from "@/lib/datasets/file-format";
import type { ImportOptions } from "@/lib/datasets/import-options";
import { AppError } from "@/lib/errors";
import { rowsOf } from "@/lib/frame/frame";

/** Reads files by their names and bytes as an upload does, in a folder that is gone after the tests. */
export function byteImporter() {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-formats-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let files = 0;
  const fresh = () => path.join(folder, String(files++));

  async function imported(name: string, content: string | Uint8Array, options?: ImportOptions) {
    const [file, out] = [fresh(), fresh()];
    writeFileSync(file, content);
    const {
      columns,
      rows,
      note,
      questions = [],
      failed = [],
    } = await importFile({
      file,
      format: formatOf(name),
      ...(options && { options }),
      out,
    });
    const table = { name: "rows", file: out, columns, rows, masked: [] };
    const frame = await readRows({ table, offset: 0, limit: Math.min(rows, 1_000) });
    return {
      names: columns.map((column) => column.name),
      types: columns.map((column) => column.type),
      rows: rowsOf(frame),
      count: rows,
      questions,
      failed,
      file: note?.file ?? [],
      notes: new Map(note?.columns.map((column) => [column.column, column]) ?? []),
    };
  }

  /** The message with which a file is refused; an error if it is read. */
  async function refusal(name: string, content: string | Uint8Array, options?: ImportOptions) {
    try {
      await imported(name, content, options);
    } catch (error) {
      if (error instanceof AppError) return error.message;
      throw error;
    }
    throw new Error(`${name} was read`);
  }

  async function parquetOf(select: string): Promise<Buffer> {
    const file = fresh();
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet)`);
    connection.closeSync();
    return readFileSync(file);
  }
  return { imported, refusal, parquetOf };
}
