import { isSameName } from "./mask";
import { ownReader } from "./reader";
import type { Actor } from "@/lib/auth/actor";
import { retryOnUniqueViolation } from "@/lib/db/retry-on-conflict";
import type { Db, Tx } from "@/lib/db/client";
import { AppError, isUniqueViolation } from "@/lib/errors";
import { record } from "@/lib/events/record";
import type { Storage } from "@/lib/storage/storage";
import { limits } from "@/lib/limits";
import { dependentsOf, requireUnused, type Readable } from "./dependents";
import { withEntry, type Dictionary } from "./dictionary";
import { lockDataset, lockVersions } from "./lock-dataset";
import { dictionaryOf, findVersion } from "./queries";
import type { Fitted } from "./steps/step";
import { writeVersion } from "./write-version";

type Person = Actor & { id: string };
type Named = { projectId: string; name: string };

/**
 * Renames a dataset or describes it; its versions, runs and grants stay with it.
 *
 * @returns its name from now on
 * @throws {AppError} EXISTS when another has the name; CONFLICT while a job is to make a version of it
 */
export async function editDataset(
  db: Db,
  actor: Person,
  { projectId, name, change }: Named & { change: { name?: string; description?: string } },
): Promise<{ name: string; description: string }> {
  try {
    return await db.$transaction(async (tx) => {
      const { id } = await findDataset(tx, projectId, name);
      await lockDataset(tx, id);
      if (change.name !== undefined && change.name !== name) await requireNoJob(tx, projectId, id, name);
      const { description, name: now } = await tx.dataset.update({ where: { id, projectId }, data: change });
      record(tx, actor, {
        name: "dataset.edit",
        projectId,
        subject: { kind: "dataset", id, name: now },
        detail: {
          ...(now === name ? {} : { before: name }),
          ...(change.description === undefined ? {} : { description }),
        },
      });
      return { name: now, description };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError(
      "EXISTS",
      `Another dataset of this project is called ${change.name}. Choose another name.`,
    );
  }
}

/** So many columns are named in the audit of a change of the dictionary. */
const columnsNamed = 50;

/**
 * Says what columns of a dataset mean and what is expected of them: of all (`whole`), or of some, whose
 * former entries go.
 *
 * @returns the dictionary from now on
 * @throws {AppError} INVALID where it would say more than may be said of a dataset
 */
export async function setDictionary(
  db: Db,
  actor: Person,
  {
    projectId,
    name,
    entries,
    whole,
    masked,
  }: Named & {
    entries: Dictionary;
    whole: boolean;
    /** Columns that are masked for the actor: what is said of them stays. */
    masked: readonly string[];
  },
): Promise<Dictionary> {
  return db.$transaction(async (tx) => {
    const { id } = await findDataset(tx, projectId, name);
    await lockDataset(tx, id);
    const before = await dictionaryOf(tx, projectId, name);
    const kept = whole ? before.filter((entry) => masked.some((one) => isSameName(one, entry.name))) : before;
    const dictionary = entries.reduce(withEntry, kept);
    const text = JSON.stringify(dictionary);
    if (dictionary.length > limits.datasetColumns || text.length > limits.dictionaryBytes)
      throw new AppError(
        "INVALID",
        "The dictionary would be too large. Shorten descriptions or lists of values.",
      );
    await tx.dataset.update({ where: { id, projectId }, data: { dictionary: text } });
    record(tx, actor, {
      name: "dataset.edit",
      projectId,
      subject: { kind: "dataset", id, name },
      detail: { columns: entries.slice(0, columnsNamed).map((entry) => entry.name) },
    });
    return dictionary;
  });
}

/** A job knows the dataset that it makes a version of by name: under a new one it would begin another. */
async function requireNoJob(tx: Tx, projectId: string, datasetId: string, name: string): Promise<void> {
  const where = { projectId, datasetId, status: { in: ["QUEUED", "RUNNING"] } };
  const job = await tx.job.findFirst({ where, select: { title: true } });
  if (job)
    throw new AppError(
      "CONFLICT",
      `${job.title} is about to make a version of ${name}. Wait until it has ended, or stop it.`,
    );
}

/**
 * Deletes a dataset with all its versions; what it was made from stays, and the files go with the next
 * collection of what nothing names.
 *
 * @throws {AppError} CONFLICT with what depends on it
 */
export async function deleteDataset(
  db: Db,
  actor: Person,
  { projectId, name, reason, readable }: Named & { reason: string; readable: Readable },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const { id } = await findDataset(tx, projectId, name);
    await lockDataset(tx, id);
    await lockVersions(tx, id, null);
    requireUnused(name, await dependentsOf(tx, projectId, { datasetId: id, versionId: null }, readable));
    const versions = await tx.datasetVersion.findMany({
      where: { projectId, datasetId: id },
      select: { id: true },
    });
    await forgetVersions(
      tx,
      projectId,
      versions.map((version) => version.id),
    );
    await tx.grant.deleteMany({ where: { projectId, scopeKind: "dataset", scopeId: id } });
    await tx.dataset.delete({ where: { id, projectId } });
    record(tx, actor, {
      name: "dataset.delete",
      projectId,
      subject: { kind: "dataset", id, name },
      detail: { reason, versions: versions.length },
    });
  });
}

/**
 * Deletes one version of a dataset; its number is not given again.
 *
 * @throws {AppError} CONFLICT with what depends on it, and for the only version there is
 */
export async function deleteVersion(
  db: Db,
  actor: Person,
  {
    projectId,
    name,
    number,
    reason,
    readable,
  }: Named & { number: number; reason: string; readable: Readable },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const { id: datasetId } = await findDataset(tx, projectId, name);
    await lockDataset(tx, datasetId);
    const { id, sha256 } = await findVersion(tx, ownReader(projectId), name, number);
    await lockVersions(tx, datasetId, id);
    requireUnused(
      `${name} v${number}`,
      await dependentsOf(tx, projectId, { datasetId, versionId: id }, readable),
    );
    if ((await tx.datasetVersion.count({ where: { projectId, datasetId } })) === 1)
      throw new AppError(
        "CONFLICT",
        `v${number} is the only version of ${name}. Delete the dataset instead.`,
      );
    await forgetVersions(tx, projectId, [id]);
    await tx.datasetVersion.delete({ where: { id, projectId } });
    record(tx, actor, {
      name: "dataset.delete-version",
      projectId,
      subject: { kind: "dataset", id: datasetId, name, version: { id, number } },
      detail: { reason, sha256 },
    });
  });
}

/** A statement takes so many names at once. */
const namesAtOnce = 500;

/** Removes what names versions beside their own rows. */
async function forgetVersions(tx: Tx, projectId: string, versionIds: readonly string[]): Promise<void> {
  for (let start = 0; start < versionIds.length; start += namesAtOnce) {
    const ids = { in: versionIds.slice(start, start + namesAtOnce) };
    const masked = await tx.maskedVersion.findMany({ where: { versionId: ids }, select: { id: true } });
    const figures = [...ids.in, ...masked.map(({ id }) => id)];
    await tx.datasetProfile.deleteMany({ where: { versionId: { in: figures } } });
    await tx.maskedVersion.deleteMany({ where: { projectId, versionId: ids } });
    const ends = [
      { fromKind: "dataset", fromId: ids },
      { toKind: "dataset", toId: ids },
    ];
    await tx.lineageEdge.deleteMany({ where: { projectId, OR: ends } });
  }
}

/**
 * Makes the next version with the rows of an older one, and what is known of them.
 *
 * @returns the new version's number
 * @throws {AppError} CONFLICT when the newest version holds the same rows
 */
export async function restoreVersion(
  { db, storage }: { db: Db; storage: Storage },
  actor: Person,
  { projectId, name, number }: Named & { number: number },
): Promise<number> {
  const { sha256: held } = await findVersion(db, ownReader(projectId), name, number);
  await storage.keep(held);
  const write = () => db.$transaction((tx) => writeRestored(tx, actor, { projectId, name, number }));
  return retryOnUniqueViolation(write);
}

async function writeRestored(
  tx: Tx,
  actor: Person,
  { projectId, name, number }: Named & { number: number },
): Promise<number> {
  const { id: datasetId } = await findDataset(tx, projectId, name);
  await lockDataset(tx, datasetId);
  const version = await findVersion(tx, ownReader(projectId), name, number);
  const newest = await findVersion(tx, ownReader(projectId), name);
  if (newest.sha256 === version.sha256)
    throw new AppError(
      "CONFLICT",
      `v${newest.number} is the newest version and holds the rows of v${number}.`,
    );
  const { fitted, ...kept } = await tx.datasetVersion.findUniqueOrThrow({
    where: { id: version.id, projectId },
    select: { fitted: true, fileSha256: true, fileBytes: true },
  });
  const { sha256, bytes, columns, rows, importNote: note, importedWith, simulated, synthesis } = version;
  const learned = fitted ? (JSON.parse(fitted) as (Fitted | null)[]) : undefined;
  const next = await writeVersion(
    tx,
    actor,
    { projectId, name },
    { blob: { sha256, bytes }, columns, rows, note, importedWith, fitted: learned, synthesis },
    {
      origin: "restore",
      source: `${name} v${number}`,
      sourceHash: sha256,
      simulated,
      recipe: null,
      from: [{ node: { kind: "dataset", id: version.id }, how: `restored from v${number}` }],
    },
  );
  const made = await findVersion(tx, ownReader(projectId), name, next);
  await tx.datasetVersion.update({ where: { id: made.id, projectId }, data: kept });
  await keepProfiles(tx, version.id, made.id);
  return next;
}

/** The same rows have the same figures. */
async function keepProfiles(tx: Tx, from: string, to: string): Promise<void> {
  const profiles = await tx.datasetProfile.findMany({ where: { versionId: from }, take: 2_000 });
  await tx.datasetProfile.createMany({
    data: profiles.map(({ target, sha256 }) => ({ versionId: to, target, sha256 })),
  });
}

/** @throws {AppError} NOT_FOUND */
async function findDataset(tx: Tx, projectId: string, name: string): Promise<{ id: string }> {
  const dataset = await tx.dataset.findUnique({
    where: { projectId_name: { projectId, name } },
    select: { id: true },
  });
  if (!dataset) throw new AppError("NOT_FOUND", `There is no dataset ${name} in this project.`);
  return dataset;
}
