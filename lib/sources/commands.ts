import type { Actor } from "@/lib/auth/actor";
import type { Vault } from "@/lib/auth/vault";
import type { Db, Tx } from "@/lib/db/client";
import { AppError, isUniqueViolation } from "@/lib/errors";
import type { Subject } from "@/lib/events/facts";
import { record } from "@/lib/events/record";
import { limits } from "@/lib/limits";
import type { Blob } from "@/lib/storage/storage";
import { parseConfig, sealPurpose, secretText } from "./parse";
import { requireSource, toSource, type Source, type StoredSource } from "./queries";
import type { CreateSource, EditSource } from "./schema";

type Person = Actor & { id: string };
type Named = { projectId: string; dataset: string };

/**
 * Says where a dataset's rows come from. The dataset may not be there yet: its first refresh makes it.
 *
 * @throws {z.ZodError} for settings that its kind does not know
 * @throws {AppError} EXISTS when the dataset has a source; TOO_MANY when the project has as many as it may
 */
export async function createSource(
  { db, vault }: { db: Db; vault: Vault },
  actor: Person,
  { projectId, input }: { projectId: string; input: CreateSource },
): Promise<Source> {
  const parsed = parseConfig(input.kind, input.config);
  const secret = secretText(parsed.kind, input.secret);
  const write = async (tx: Tx) => {
    await requireRoom(tx, projectId);
    const name = input.dataset;
    const where = { projectId_name: { projectId, name } };
    const { id: datasetId } = await tx.dataset.upsert({ where, create: { projectId, name }, update: {} });
    const made = await tx.source.create({
      data: {
        projectId,
        datasetId,
        kind: input.kind,
        config: JSON.stringify(parsed.config),
        keyColumns: JSON.stringify(input.key),
        createdBy: actor.id,
      },
      include: { dataset: { select: { id: true, name: true } } },
    });
    const sealed = secret === null ? null : vault.seal(secret, sealPurpose(made.id, parsed));
    if (sealed) await tx.source.update({ where: { id: made.id }, data: { secret: sealed } });
    const detail = { kind: input.kind, place: parsed.place };
    record(tx, actor, { name: "source.create", projectId, subject: subjectOf(made), detail });
    return toSource({ ...made, secret: sealed });
  };
  try {
    return await db.$transaction(write);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("EXISTS", `The dataset ${input.dataset} has a source already. Change that one.`);
  }
}

/**
 * Changes what is named of a source; the rest stays. A secret is good for the place that it was given for:
 * who
 * names another place gives it again, so that nobody has it sent to a place of their own.
 *
 * @throws {AppError} NOT_FOUND; INVALID when the secret must be given again
 */
export async function editSource(
  { db, vault }: { db: Db; vault: Vault },
  actor: Person,
  { projectId, dataset, change }: Named & { change: EditSource },
): Promise<Source> {
  return db.$transaction(async (tx) => {
    const source = await requireSource(tx, projectId, dataset);
    const before = parseConfig(source.kind, JSON.parse(source.config));
    const after = change.config ? parseConfig(source.kind, change.config) : before;
    const given = secretText(after.kind, change.secret);
    const purpose = sealPurpose(source.id, after);
    const keeps = change.secret === undefined;
    if (keeps && source.secret !== null && purpose !== sealPurpose(source.id, before))
      throw secretOfAnother(before);
    const data = {
      config: JSON.stringify(after.config),
      ...(keeps ? {} : { secret: given === null ? null : vault.seal(given, purpose) }),
      ...(change.key ? { keyColumns: JSON.stringify(change.key) } : {}),
      validators: null,
      updatedAt: new Date(),
    };
    const changed = await tx.source.update({
      where: { id: source.id, projectId },
      data,
      include: { dataset: { select: { id: true, name: true } } },
    });
    const detail = { place: after.place, secret: keeps ? "kept" : given === null ? "removed" : "replaced" };
    record(tx, actor, { name: "source.edit", projectId, subject: subjectOf(source), detail });
    return toSource(changed);
  });
}

/** Deletes a source. Its dataset, the versions and what was said of its refreshes stay. @throws NOT_FOUND */
export async function deleteSource(db: Db, actor: Person, { projectId, dataset }: Named): Promise<void> {
  await db.$transaction(async (tx) => {
    const source = await requireSource(tx, projectId, dataset);
    await tx.source.delete({ where: { id: source.id, projectId } });
    record(tx, actor, { name: "source.delete", projectId, subject: subjectOf(source), detail: {} });
  });
}

/**
 * Gives a source the file that it reads, in place of the one before. @throws {AppError} NOT_FOUND;
 * INVALID
 */
export async function setSourceFile(
  db: Db,
  actor: Person,
  { projectId, dataset, fileName, blob }: Named & { fileName: string; blob: Blob },
): Promise<Source> {
  return db.$transaction(async (tx) => {
    const source = await requireSource(tx, projectId, dataset);
    const { kind } = parseConfig(source.kind, JSON.parse(source.config));
    if (!kind.readsUpload)
      throw new AppError("INVALID", `A source of the kind ${kind.label} reads no upload.`);
    const changed = await tx.source.update({
      where: { id: source.id, projectId },
      data: { fileSha256: blob.sha256, fileName, fileBytes: blob.bytes, updatedAt: new Date() },
      include: { dataset: { select: { id: true, name: true } } },
    });
    const detail = { file: fileName.slice(0, 200) };
    record(tx, actor, { name: "source.file", projectId, subject: subjectOf(source), detail });
    return toSource(changed);
  });
}

/**
 * The secret of a source in clear, for whoever asks it; null where it has none. @throws {AppError}
 * CONFLICT
 */
export function openSecret(
  vault: Vault,
  source: Pick<StoredSource, "id" | "secret" | "kind">,
  config: unknown,
): Record<string, string> | null {
  if (source.secret === null) return null;
  const purpose = sealPurpose(source.id, parseConfig(source.kind, config));
  return JSON.parse(vault.open(source.secret, purpose)) as Record<string, string>;
}

/** A secret that was given for one place is not sent to another. */
function secretOfAnother({ place }: { place: string }): AppError {
  return new AppError("INVALID", `The kept secret is for ${place}. Give it again for another place.`);
}

function subjectOf({
  id,
  dataset,
}: {
  id: string;
  dataset: { id: string; name: string };
}): Subject<"source"> {
  return { kind: "source", id, name: dataset.name, dataset: dataset.id };
}

async function requireRoom(tx: Tx, projectId: string): Promise<void> {
  const count = await tx.source.count({ where: { projectId } });
  if (count >= limits.sourcesOfProject)
    throw new AppError("TOO_MANY", `A project has ${limits.sourcesOfProject} sources at most. Delete some.`);
}
