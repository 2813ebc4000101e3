import { inList } from "@/lib/db/group-commit";
import type { Sql } from "@/lib/db/direct";

type Column = { table: string; column: string };

/**
 * Columns that name a blob by its SHA-256; each has an index. A column that is missing here loses its files.
 */
export const blobColumns: readonly Column[] = [
  { table: "DatasetVersion", column: "sha256" },
  { table: "DatasetVersion", column: "sourceHash" },
  { table: "DatasetVersion", column: "fileSha256" },
  { table: "DatasetVersion", column: "failedSha256" },
  { table: "MaskedVersion", column: "sha256" },
  { table: "MaskedVersion", column: "fileSha256" },
  { table: "Upload", column: "sha256" },
  { table: "DatasetProfile", column: "sha256" },
  { table: "Source", column: "fileSha256" },
  { table: "NotebookFile", column: "sha256" },
  { table: "NotebookOutput", column: "sha256" },
  { table: "NotebookRun", column: "sha256" },
  { table: "RunArtifact", column: "sha256" },
  { table: "LoggedModelArtifact", column: "sha256" },
  { table: "LineageEdge", column: "fromId" },
  { table: "LineageEdge", column: "toId" },
];

/**
 * Columns of JSON in which a blob may be named; what looks like a SHA-256 is taken for one. `only` says which
 * rows count: a job that has ended keeps what it was asked for, but no file for it.
 * Whoever has it tried again keeps the file first.
 */
export const textColumns: readonly (Column & { key: string; only?: string })[] = [
  { table: "Job", column: "spec", key: "id", only: `"status" IN ('QUEUED', 'RUNNING')` },
  { table: "Job", column: "report", key: "id" },
];

/** Columns whose edges name a blob only where their kind says so. */
const kindOf: Record<string, string> = { "LineageEdge.fromId": "fromKind", "LineageEdge.toId": "toKind" };
const rowsAtOnce = 200;

/** Which of these blobs an indexed column names. */
export async function namedInColumns(sql: Sql, sha256s: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  if (sha256s.length === 0) return found;
  for (const one of blobColumns) {
    const rows = await sql.all<{ name: string }>(
      `SELECT DISTINCT "${one.column}" AS "name" FROM "${one.table}"
       WHERE ${isFile(one)}"${one.column}" IN ${inList(sql, "$1")}`,
      [JSON.stringify(sha256s)],
    );
    for (const { name } of rows) found.add(name);
  }
  return found;
}

/** Which of these blobs any row names, be it inside of a text. Reads all texts, a few at a time. */
export async function namedAnywhere(sql: Sql, sha256s: readonly string[]): Promise<Set<string>> {
  const found = await namedInColumns(sql, sha256s);
  const wanted = new Set(sha256s);
  if (found.size === wanted.size) return found;
  for (const column of textColumns)
    for await (const name of namesInTexts(sql, column)) if (wanted.has(name)) found.add(name);
  return found;
}

async function* namesInTexts(
  sql: Sql,
  { table, column, key, only }: (typeof textColumns)[number],
): AsyncGenerator<string> {
  const where = `"${key}" > $1${only ? ` AND ${only}` : ""}`;
  for (let after = ""; ;) {
    const rows = await sql.all<{ key: string; text: string | null }>(
      `SELECT "${key}" AS "key", "${column}" AS "text" FROM "${table}" WHERE ${where} ORDER BY "${key}"
       LIMIT ${rowsAtOnce}`,
      [after],
    );
    for (const { text } of rows) for (const [name] of text?.matchAll(/[0-9a-f]{64}/g) ?? []) yield name;
    if (rows.length < rowsAtOnce) return;
    after = rows.at(-1)!.key;
  }
}

/** Blobs that a column names, by their address, at most `limit`, after `after`. */
export async function namesAfter(sql: Sql, one: Column, after: string, limit: number): Promise<string[]> {
  const collate = sql.provider === "postgresql" ? ` COLLATE "C"` : "";
  const name = `"${one.column}"${collate}`;
  const rows = await sql.all<{ name: string }>(
    `SELECT DISTINCT ${name} AS "name" FROM "${one.table}" WHERE ${isFile(one)}${name} > $1 ORDER BY ${name}
     LIMIT ${limit}`,
    [after],
  );
  return rows.map(({ name }) => name);
}

function isFile({ table, column }: Column): string {
  const kind = kindOf[`${table}.${column}`];
  return kind ? `"${kind}" = 'file' AND ` : "";
}
