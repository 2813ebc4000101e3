import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db/client";
import { record } from "@/lib/events/record";
import { requireVersionsUnused } from "./behind";
import { lockVersion } from "./lock-model";
import { findModelVersion } from "./queries";

type Person = Actor & { id: string };
type KeyValue = { key: string; value: string };
type Version = { projectId: string; name: string; number: number };
/** Gives a version another description. @throws {AppError} NOT_FOUND */
export async function describeVersion(
  db: Db,
  actor: Person,
  { projectId, name, number, description }: Version & { description: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const version = await findModelVersion(tx, projectId, name, number);
    await tx.modelVersion.update({ where: { id: version.id }, data: { description, updatedAt: new Date() } });
    const subject = subjectOf(name, version);
    record(tx, actor, { name: "model.edit", projectId, subject, detail: { description } });
  });
}

/**
 * Takes a version out of the registry with the aliases that point at it; the reason stays in the audit.
 * @throws {AppError} NOT_FOUND
 */
export async function deleteVersion(
  db: Db,
  actor: Person,
  { projectId, name, number, reason, confirmed }: Version & { reason: string; confirmed: boolean },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const version = await lockVersion(tx, projectId, name, number);
    if (!confirmed) await requireVersionsUnused(tx, projectId, { modelId: version.modelId, number });
    await tx.modelAlias.deleteMany({ where: { modelId: version.modelId, number } });
    await tx.modelVersion.delete({ where: { id: version.id } });
    const { source, stage } = version;
    record(tx, actor, {
      name: "model.delete",
      projectId,
      subject: subjectOf(name, version),
      detail: { reason, versions: [{ number, source, stage }] },
    });
  });
}

/** Sets a tag of a version, in place of one of that name. @throws {AppError} NOT_FOUND */
export async function setVersionTag(
  db: Db,
  actor: Person,
  { projectId, name, number, key, value }: Version & KeyValue,
): Promise<void> {
  await db.$transaction(async (tx) => {
    const version = await findModelVersion(tx, projectId, name, number);
    await tx.modelVersionTag.upsert({
      where: { versionId_key: { versionId: version.id, key } },
      create: { versionId: version.id, key, value },
      update: { value },
    });
    const subject = subjectOf(name, version);
    record(tx, actor, { name: "model.tag", projectId, subject, detail: { key, value } });
  });
}

/**
 * Takes a tag off a version.
 * @throws {AppError} NOT_FOUND for an unknown version; a tag that is not there is as good as gone
 */
export async function deleteVersionTag(
  db: Db,
  actor: Person,
  { projectId, name, number, key }: Version & { key: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const version = await findModelVersion(tx, projectId, name, number);
    const { count } = await tx.modelVersionTag.deleteMany({ where: { versionId: version.id, key } });
    const subject = subjectOf(name, version);
    if (count > 0) record(tx, actor, { name: "model.tag", projectId, subject, detail: { key, value: null } });
  });
}

function subjectOf(name: string, { id, modelId, number }: { id: string; modelId: string; number: number }) {
  return { kind: "model" as const, id: modelId, name, version: { id, number } };
}
