import type { Actor } from "@/lib/auth/actor";
import { retryOnUniqueViolation } from "@/lib/db/retry-on-conflict";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { Frame } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { readJson } from "@/lib/storage/json";
import type { Blob, Storage } from "@/lib/storage/storage";
import type { Dictionary } from "./dictionary";
import type { DataEngine, EngineOptions, Imported } from "./engine";
import { failedCellBytes } from "./failed-cells";
import type { ColumnOptions, ImportOptions } from "./import-options";
import { importedWith, readingOf } from "./imported-with";
import type { Profile } from "./profile";
import { dictionaryOf, findVersion, tableOf, type Version } from "./queries";
import { columnsAfterAll, type Step } from "./recipe";
import { recipeOrigin, uploadOrigin, writeVersion, type Origin, type WrittenTable } from "./write-version";

export type DataDeps = { db: Db; storage: Storage; engine: DataEngine };
type Person = Actor & { id: string };
/** Where the engine writes a new version, and what is expected of it. */
type Making = { out: string; expect: Dictionary };

/**
 * Stores an uploaded file and reads it into a new version: of a new dataset, or of the one of that name.
 *
 * @param blob the file as it was sent, kept before anything was read
 * @throws {AppError} INVALID with the line when the file cannot be read; then no version is made
 */
export async function importUpload(
  deps: DataDeps,
  actor: Person,
  input: {
    projectId: string;
    name: string;
    fileName: string;
    blob: Blob;
    options?: ImportOptions | undefined;
    /** How columns of the version before were read. */
    before?: ColumnOptions[] | undefined;
    signal: AbortSignal;
  },
) {
  const { fileName, blob, options, before } = input;
  const file = await deps.storage.localPath(blob.sha256);
  const reading = readingOf(fileName, options);
  const make = async (made: Making) => {
    const request = { file, bytes: blob.bytes, ...reading, ...(before ? { before } : {}), ...made };
    const imported = await deps.engine.run("import", request, asking(actor, input));
    return { ...imported, importedWith: importedWith(reading, imported.used) };
  };
  return addVersion(deps, actor, input, make, uploadOrigin({ fileName, sha256: blob.sha256 }));
}

/**
 * Refuses a workbook of several sheets while none is said, before a job is made of it that could only fail.
 *
 * @throws {AppError} INVALID with the sheets as `choices`
 */
export async function requireChosen(
  { storage, engine }: DataDeps,
  actor: Person,
  input: {
    projectId: string;
    fileName: string;
    blob: Blob;
    options?: ImportOptions | undefined;
    signal: AbortSignal;
  },
): Promise<void> {
  const { format, options } = readingOf(input.fileName, input.options);
  if (format !== "xlsx") return;
  const file = await storage.localPath(input.blob.sha256);
  const sheet = options?.format === "xlsx" ? options.sheet : undefined;
  await engine.run("choices", { file, bytes: input.blob.bytes, format, sheet }, asking(actor, input));
}

/** Makes a version from a table in memory: the sample, the catalogue, or what a notebook saved. */
export async function saveFrame(
  deps: DataDeps,
  actor: Person,
  input: { projectId: string; name: string; frame: Frame; signal: AbortSignal },
  origin: Origin,
) {
  const make = (made: Making) =>
    deps.engine.run("write", { frame: input.frame, ...made }, asking(actor, input));
  return addVersion(deps, actor, input, make, origin);
}

/** How long work on all rows may take, and for whom it is done. */
export function asking(actor: Person, { projectId, signal }: { projectId: string; signal: AbortSignal }) {
  return { asker: { projectId, personId: actor.id }, signal, timeout: limits.importMilliseconds };
}

/** Runs a recipe on all rows of a version and makes the next version of it, or another dataset. */
export async function applyRecipe(
  deps: DataDeps,
  actor: Person,
  input: { projectId: string; version: Version; steps: Step[]; name: string; signal: AbortSignal },
) {
  columnsAfterAll(input.version.columns, input.steps);
  await deps.storage.keep(input.version.sha256);
  const table = await tableOf(deps.storage, input.version);
  const make = (made: Making) =>
    deps.engine.run("recipe", { table, steps: input.steps, ...made }, asking(actor, input));
  return addVersion(deps, actor, input, make, recipeOrigin(input.version, input.steps));
}

/** Makes a table in a data process, stores it, and writes the next version of a dataset of it. */
export async function addVersion(
  { db, storage, engine }: DataDeps,
  actor: Person,
  { projectId, name, signal }: { projectId: string; name: string; signal: AbortSignal },
  make: (made: Making) => Promise<Imported & Pick<WrittenTable, "fitted" | "importedWith">>,
  origin: Origin,
) {
  const out = engine.scratch();
  const expect = await dictionaryOf(db, projectId, name);
  const { columns, rows, fitted, note, importedWith, validation, failed } = await make({ out, expect });
  const blob = await storage.adopt(out);
  if (signal.aborted) throw new AppError("CONFLICT", "Stopped. No version was made.");
  const failedSha256 = failed?.length ? (await storage.put(failedCellBytes(failed))).sha256 : null;
  const table = { blob, columns, rows, fitted, note, importedWith, failedSha256, validation };
  const write = () => db.$transaction((tx) => writeVersion(tx, actor, { projectId, name }, table, origin));
  const number = await retryOnUniqueViolation(write);
  return findVersion(db, projectId, name, number);
}

/** The profile of a version, worked out once for each target and kept. */
export async function profileOf(
  { db, storage, engine }: DataDeps,
  version: Version,
  target: string | null,
  options: Pick<EngineOptions, "asker" | "signal" | "progress" | "waiting">,
): Promise<Profile> {
  if (target && !version.columns.some(({ name }) => name === target))
    throw new AppError("INVALID", `There is no column ${target}.`);
  const key = { versionId: version.id, target: target ?? "" };
  const kept = await db.datasetProfile.findUnique({ where: { versionId_target: key } });
  if (kept) return readJson<Profile>(storage, kept.sha256);

  const profile = await engine.run(
    "profile",
    { table: await tableOf(storage, version), target },
    { timeout: limits.profileMilliseconds, ...options },
  );
  const { sha256 } = await storage.put(new TextEncoder().encode(JSON.stringify(profile)));
  await retryOnUniqueViolation(() =>
    db.datasetProfile.upsert({
      where: { versionId_target: key },
      create: { ...key, sha256 },
      update: { sha256 },
    }),
  );
  return profile;
}

/**
 * The rows of a version as a Parquet file for other programs, without the row numbers of the stored one: made
 * when first asked for, and kept.
 *
 * @returns its SHA-256 and its length in bytes
 */
export async function parquetFileOf(
  { db, storage, engine }: DataDeps,
  projectId: string,
  version: Version,
  options: Pick<EngineOptions, "asker" | "signal">,
): Promise<{ sha256: string; bytes: number }> {
  const kept = await db.datasetVersion.findUnique({
    where: { id: version.id, projectId },
    select: { fileSha256: true, fileBytes: true },
  });
  if (kept?.fileSha256) return { sha256: kept.fileSha256, bytes: kept.fileBytes! };

  const out = engine.scratch();
  const table = await tableOf(storage, version);
  await engine.run("export", { table, out }, { timeout: limits.importMilliseconds, ...options });
  const { sha256, bytes } = await storage.adopt(out);
  await db.datasetVersion.updateMany({
    where: { id: version.id, projectId },
    data: { fileSha256: sha256, fileBytes: bytes },
  });
  return { sha256, bytes };
}
