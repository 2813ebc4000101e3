import { createHash, randomBytes } from "node:crypto";
import type { Vault } from "@/lib/auth/vault";
import { retryOnUniqueViolation } from "@/lib/db/retry-on-conflict";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import type { Storage } from "@/lib/storage/storage";
import type { DataEngine, EngineOptions, NamedTable } from "./engine";
import { masksOfVersion } from "./mask-lineage";
import type { Reader } from "./reader";
import type { ShownColumn } from "./mask";
import { shownTo, type Shown } from "./shown";

/** What is needed to read a version. */
export type TableDeps = { db: Db; storage: Storage; engine: DataEngine; vault: Vault };
type Asking = Pick<EngineOptions, "asker" | "signal">;

/** The file of a version as a reader sees it, and how: files of one key have the same masks. */
export type ShownFile = {
  sha256: string;
  bytes: number;
  rows: number;
  columns: ColumnSchema[];
  /** Columns of which the reader sees masked cells. */
  masked: string[];
  /** Masks through which the reader reads, by their keys. */
  through: string[];
  /** The id under which figures of this file are kept. */
  figuresId: string;
  /** Whether the file is a masked one. */
  maskedId: string | null;
};

/**
 * The file of a version for a reader: the version's own, or a copy without what is masked for them. It is the
 * only way to a version's rows, so that no query, however it is written, runs where masked values are.
 *
 * @throws {AppError} NOT_FOUND when the version is gone
 */
export async function fileFor(
  deps: TableDeps,
  reader: Reader,
  versionId: string,
  asking: Asking,
): Promise<ShownFile> {
  const { version, shown } = await viewOf(deps.db, reader, versionId);
  const { rows } = version;
  const columns = shown.columns.map(({ name, type }) => ({ name, type }));
  const masked = shown.columns.filter(({ mask }) => mask !== null).map(({ name }) => name);
  const whole = { rows, columns, masked, through: shown.through };
  if (masked.length === 0) {
    const { sha256, bytes } = version;
    return { ...whole, sha256, bytes, figuresId: versionId, maskedId: null };
  }
  const { id, sha256, bytes } = await maskedCopy(deps, reader.projectId, { version, shown, asking });
  return { ...whole, sha256, bytes, figuresId: id, maskedId: id };
}

/** A table with the masks through which its reader reads it, by their keys. */
export type ShownTable = NamedTable & { through: string[] };

/** A version as the data process opens it for a reader, under the name that queries use. */
export async function tableOf(
  deps: TableDeps,
  reader: Reader,
  { id }: { id: string },
  asking: Asking,
  name = "rows",
): Promise<ShownTable> {
  const { sha256, columns, rows, masked, through } = await fileFor(deps, reader, id, asking);
  return { name, file: await deps.storage.localPath(sha256), columns, rows, masked, through };
}

type Raw = {
  id: string;
  datasetId: string;
  sha256: string;
  bytes: number;
  rows: number;
  columns: ColumnSchema[];
};

async function viewOf(db: Tx, reader: Reader, id: string): Promise<{ version: Raw; shown: Shown }> {
  const { projectId } = reader;
  const row = await db.datasetVersion.findFirst({
    where: { id, projectId },
    select: { datasetId: true, sha256: true, bytes: true, rows: true, columns: true },
  });
  if (!row) throw new AppError("NOT_FOUND", "The version is gone.");
  const columns = JSON.parse(row.columns) as ColumnSchema[];
  const masks = await masksOfVersion(db, projectId, id);
  const shown = shownTo({ id: row.datasetId, columns }, masks, reader);
  return { version: { id, ...row, columns }, shown };
}

/**
 * Under which id figures of a version are kept for a reader, and what is masked for them; null where their
 * masked copy was never made. Makes nothing.
 *
 * @throws {AppError} NOT_FOUND when the version is gone
 */
export async function figuresFor(
  deps: TableDeps,
  reader: Reader,
  versionId: string,
): Promise<{ figuresId: string; masked: string[] } | null> {
  const { shown } = await viewOf(deps.db, reader, versionId);
  const masked = shown.columns.filter(({ mask }) => mask !== null).map(({ name }) => name);
  if (masked.length === 0) return { figuresId: versionId, masked };
  const { key } = await maskKey(deps, reader.projectId, shown);
  const copy = await deps.db.maskedVersion.findUnique({ where: { versionId_key: { versionId, key } } });
  return copy && { figuresId: copy.id, masked };
}

async function maskKey(deps: TableDeps, projectId: string, { columns }: Shown) {
  const secret = columns.some(({ mask }) => mask === "hash") ? await hashKeyOf(deps, projectId) : null;
  return { secret, key: keyOf(columns, secret) };
}

async function maskedCopy(
  deps: TableDeps,
  projectId: string,
  { version, shown, asking }: { version: Raw; shown: Shown; asking: Asking },
): Promise<{ id: string; sha256: string; bytes: number }> {
  const { db, storage, engine } = deps;
  const { secret, key } = await maskKey(deps, projectId, shown);
  const where = { versionId_key: { versionId: version.id, key } };
  const kept = await db.maskedVersion.findUnique({ where });
  if (kept) return kept;
  const { columns, rows } = version;
  const out = engine.scratch();
  const table = { name: "rows", file: await storage.localPath(version.sha256), columns, rows, masked: [] };
  const options = { ...asking, timeout: limits.importMilliseconds };
  await engine.run("mask", { table, shown: shown.columns, secret, out }, options);
  const blob = await storage.adopt(out);
  const made = { projectId, versionId: version.id, key, ...blob };
  return retryOnUniqueViolation(() => db.maskedVersion.upsert({ where, create: made, update: {} }));
}

/** Says how columns are masked; hashes of another key are another mask. */
function keyOf(columns: readonly ShownColumn[], secret: string | null): string {
  const hash = createHash("sha256").update(JSON.stringify(columns.map(({ name, mask }) => [name, mask])));
  return hash.update(secret ? createHash("sha256").update(`mask ${secret}`).digest("hex") : "").digest("hex");
}

/** What the key of a project's hashes is sealed for. */
export function maskKeyPurpose(projectId: string): string {
  return `masks of project ${projectId}`;
}

/** The key of a project's hashes, made when it is first needed; as hexadecimal digits. */
async function hashKeyOf({ db, vault }: TableDeps, projectId: string): Promise<string> {
  const read = () => db.project.findUniqueOrThrow({ where: { id: projectId }, select: { maskKey: true } });
  const purpose = maskKeyPurpose(projectId);
  const { maskKey } = await read();
  if (maskKey) return vault.open(maskKey, purpose);
  const sealed = vault.seal(randomBytes(32).toString("hex"), purpose);
  // of two that make it at once, the first wins
  await db.project.updateMany({ where: { id: projectId, maskKey: null }, data: { maskKey: sealed } });
  return vault.open((await read()).maskKey!, purpose);
}
