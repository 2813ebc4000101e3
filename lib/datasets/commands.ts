import type { Actor } from "@/lib/auth/actor";
import { retryOnUniqueViolation } from "@/lib/db/retry-on-conflict";
import { AppError } from "@/lib/errors";
import type { Frame } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { readJson } from "@/lib/storage/json";
import type { Blob } from "@/lib/storage/storage";
import type { Dictionary } from "./dictionary";
import type { EngineOptions, Imported } from "./engine";
import { failedCellBytes } from "./failed-cells";
import type { ColumnOptions, ImportOptions } from "./import-options";
import { importedWith, readingOf } from "./imported-with";
import { toldValues } from "./few-rows";
import type { ColumnProfile, Profile } from "./profile";
import { figuresFor, fileFor, tableOf, type TableDeps } from "./masked-file";
import { dictionaryOf, findVersion, type Version } from "./queries";
import { ownReader, type Reader } from "./reader";
import type { Step } from "./recipe";
import { requireSteps } from "./require-steps";
import { secondTables, throughOf } from "./second-tables";
import type { SecondVersion } from "./second-versions";
import { recipeOrigin, uploadOrigin, writeVersion, type Origin, type WrittenTable } from "./write-version";

export type DataDeps = TableDeps;
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
  input: { projectId: string; name: string; frame: Frame; through?: readonly string[]; signal: AbortSignal },
  origin: Origin,
) {
  const { frame, through } = input;
  const make = async (made: Making) => ({
    ...(await deps.engine.run("write", { frame, ...made }, asking(actor, input))),
    through,
  });
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
  input: {
    reader: Reader;
    version: Version;
    steps: Step[];
    /** The versions that steps read beside their rows. */
    seconds: SecondVersion[];
    name: string;
    signal: AbortSignal;
  },
) {
  const { reader, version, steps, name, signal } = input;
  requireSteps(version, steps, input.seconds);
  const where = { projectId: reader.projectId, name, signal };
  const table = await tableOf(deps, reader, version, asking(actor, where));
  const seconds = await secondTables(deps, reader, input.seconds, asking(actor, where));
  const through = throughOf([table, ...seconds]);
  const make = async (made: Making) => ({
    ...(await deps.engine.run("recipe", { table, seconds, steps, ...made }, asking(actor, where))),
    through,
  });
  return addVersion(deps, actor, where, make, recipeOrigin(version, steps, input.seconds));
}

/** Makes a table in a data process, stores it, and writes the next version of a dataset of it. */
export async function addVersion(
  { db, storage, engine }: DataDeps,
  actor: Person,
  { projectId, name, signal }: { projectId: string; name: string; signal: AbortSignal },
  make: (made: Making) => Promise<Imported & Pick<WrittenTable, "fitted" | "importedWith" | "through">>,
  origin: Origin,
) {
  const out = engine.scratch();
  const expect = await dictionaryOf(db, projectId, name);
  const { failed, note, ...made } = await make({ out, expect });
  const blob = await storage.adopt(out);
  if (signal.aborted) throw new AppError("CONFLICT", "Stopped. No version was made.");
  const failedSha256 = failed?.length ? (await storage.put(failedCellBytes(failed))).sha256 : null;
  const table = { ...made, blob, note, failedSha256 };
  const write = () => db.$transaction((tx) => writeVersion(tx, actor, { projectId, name }, table, origin));
  const number = await retryOnUniqueViolation(write);
  return findVersion(db, ownReader(projectId), name, number);
}

/** Whether a profile that was kept lists values of a masked column that few rows have, as it once did. */
function tellsFew({ name, top }: ColumnProfile, masked: readonly string[]): boolean {
  const values = top ?? [];
  return toldValues(values, masked.includes(name)).length < values.length;
}

/**
 * The columns of a version's profile as a reader sees them, where it was worked out before; null where it was
 * not. Works out nothing.
 *
 * @throws {AppError} NOT_FOUND when the version is gone
 */
export async function keptColumns(
  deps: TableDeps,
  reader: Reader,
  version: Version,
): Promise<ColumnProfile[] | null> {
  const figures = await figuresFor(deps, reader, version.id);
  if (!figures) return null;
  const where = { versionId_target: { versionId: figures.figuresId, target: "" } };
  const kept = await deps.db.datasetProfile.findUnique({ where });
  const known = kept && (await readJson<Profile>(deps.storage, kept.sha256));
  return known?.columns.every((column) => !tellsFew(column, figures.masked)) ? known.columns : null;
}

/** The profile of a version as a reader sees it, worked out once for each target and kept. */
export async function profileOf(
  deps: TableDeps,
  reader: Reader,
  version: Version,
  target: string | null,
  options: Pick<EngineOptions, "asker" | "signal" | "progress" | "waiting">,
): Promise<Profile> {
  const { db, storage, engine } = deps;
  if (target && !version.columns.some(({ name }) => name === target))
    throw new AppError("INVALID", `There is no column ${target}.`);
  const { figuresId, masked } = await fileFor(deps, reader, version.id, options);
  const key = { versionId: figuresId, target: target ?? "" };
  const kept = await db.datasetProfile.findUnique({ where: { versionId_target: key } });
  const known = kept && (await readJson<Profile>(storage, kept.sha256));
  // Profiles were kept before associations with any column but one of two values were in them.
  const isWhole = known && (!target || known.target || known.against);
  if (isWhole && known.columns.every((column) => !tellsFew(column, masked))) return known;

  const profile = await engine.run(
    "profile",
    { table: await tableOf(deps, reader, version, options), target },
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
 * The rows of a version, as a reader sees them, as a Parquet file for other programs, without the row numbers
 * of the stored one: made when first asked for, and kept.
 *
 * @returns its SHA-256 and its length in bytes
 */
export async function parquetFileOf(
  deps: TableDeps,
  reader: Reader,
  version: Version,
  options: Pick<EngineOptions, "asker" | "signal">,
): Promise<{ sha256: string; bytes: number }> {
  const { db, storage, engine } = deps;
  const { projectId } = reader;
  const { maskedId } = await fileFor(deps, reader, version.id, options);
  const select = { fileSha256: true, fileBytes: true } as const;
  const where = { id: maskedId ?? version.id, projectId };
  const kept = maskedId
    ? await db.maskedVersion.findUnique({ where, select })
    : await db.datasetVersion.findUnique({ where, select });
  if (kept?.fileSha256) return { sha256: kept.fileSha256, bytes: kept.fileBytes! };

  const out = engine.scratch();
  const table = await tableOf(deps, reader, version, options);
  await engine.run("export", { table, out }, { timeout: limits.importMilliseconds, ...options });
  const { sha256, bytes } = await storage.adopt(out);
  const data = { fileSha256: sha256, fileBytes: bytes };
  if (maskedId) await db.maskedVersion.updateMany({ where, data });
  else await db.datasetVersion.updateMany({ where, data });
  return { sha256, bytes };
}
