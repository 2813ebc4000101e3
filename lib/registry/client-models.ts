import type { Actor } from "@/lib/auth/actor";
import { grantToCreator } from "@/lib/auth/creator-grant";
import type { Member } from "@/lib/auth/member";
import type { Db, Tx } from "@/lib/db/client";
import { isUniqueViolation } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { refusal } from "@/lib/refusals";
import { requireVersionsUnused } from "./behind";
import { lockModel, lockVersion } from "./lock-model";

type Person = Actor & { id: string };
type KeyValue = { key: string; value: string };
type Named = { projectId: string; name: string };

/** A registered model by its name. @throws {AppError} NOT_FOUND */
export async function requireModel(tx: Tx, projectId: string, name: string) {
  const model = await tx.registeredModel.findUnique({ where: { projectId_name: { projectId, name } } });
  if (!model) throw refusal("model missing", { name });
  return model;
}

/** Takes a name for a model that has no version yet. @throws {AppError} EXISTS when it is taken */
export async function createModel(
  db: Db,
  member: Member,
  { name, description, tags }: { name: string; description: string; tags: readonly KeyValue[] },
): Promise<void> {
  const projectId = member.project.id;
  try {
    await db.$transaction(async (tx) => {
      const unique = [...new Map(tags.map((tag) => [tag.key, tag])).values()];
      const model = await tx.registeredModel.create({
        data: { projectId, name, description, createdBy: member.actor.name, tags: { create: unique } },
      });
      const labels = Object.fromEntries(unique.map(({ key, value }) => [key, value]));
      await grantToCreator(tx, member, { kind: "model", id: model.id });
      record(tx, member.actor, {
        name: "model.create",
        projectId,
        subject: { kind: "model", id: model.id, name },
        detail: { tags: labels, description },
      });
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw refusal("name of model taken", { name });
    throw error;
  }
}

/** Renames a model or describes it anew. @throws {AppError} NOT_FOUND; EXISTS when the new name is taken */
export async function editModel(
  db: Db,
  actor: Person,
  { projectId, name, change }: Named & { change: { name?: string; description?: string } },
): Promise<void> {
  try {
    await db.$transaction(async (tx) => {
      const model = await requireModel(tx, projectId, name);
      await tx.registeredModel.update({
        where: { id: model.id },
        data: { ...change, updatedAt: new Date() },
      });
      const { description } = change;
      record(tx, actor, {
        name: "model.edit",
        projectId,
        subject: { kind: "model", id: model.id, name: change.name ?? name },
        detail: {
          ...(change.name ? { before: name } : {}),
          ...(description !== undefined ? { description } : {}),
        },
      });
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw refusal("name of model taken", { name: change.name ?? name });
    throw error;
  }
}

/**
 * Takes a model and all its versions out of the registry; the reason stays in the audit.
 * @throws {AppError} NOT_FOUND
 */
export async function deleteModel(
  db: Db,
  actor: Person,
  { projectId, name, reason, confirmed }: Named & { reason: string; confirmed: boolean },
): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockModel(tx, (await requireModel(tx, projectId, name)).id);
    const model = await requireModel(tx, projectId, name); // it may be gone by now
    if (!confirmed) await requireVersionsUnused(tx, projectId, { modelId: model.id });
    const versions = await tx.modelVersion.findMany({
      where: { modelId: model.id },
      select: { number: true, source: true, stage: true },
    });
    await tx.registeredModel.delete({ where: { id: model.id } });
    await tx.grant.deleteMany({ where: { projectId, scopeKind: "model", scopeId: model.id } });
    record(tx, actor, {
      name: "model.delete",
      projectId,
      subject: { kind: "model", id: model.id, name },
      detail: { reason, versions },
    });
  });
}

/** Sets a tag of a model, in place of one of that name. @throws {AppError} NOT_FOUND */
export async function setModelTag(
  db: Db,
  actor: Person,
  { projectId, name, key, value }: Named & KeyValue,
): Promise<void> {
  await db.$transaction(async (tx) => {
    const model = await requireModel(tx, projectId, name);
    await tx.registeredModelTag.upsert({
      where: { modelId_key: { modelId: model.id, key } },
      create: { modelId: model.id, key, value },
      update: { value },
    });
    const subject = { kind: "model" as const, id: model.id, name };
    record(tx, actor, { name: "model.tag", projectId, subject, detail: { key, value } });
  });
}

/**
 * Takes a tag off a model.
 * @throws {AppError} NOT_FOUND for an unknown model; a tag that is not there is as good as gone
 */
export async function deleteModelTag(
  db: Db,
  actor: Person,
  { projectId, name, key }: Named & { key: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const model = await requireModel(tx, projectId, name);
    const { count } = await tx.registeredModelTag.deleteMany({ where: { modelId: model.id, key } });
    if (count === 0) return;
    const subject = { kind: "model" as const, id: model.id, name };
    record(tx, actor, { name: "model.tag", projectId, subject, detail: { key, value: null } });
  });
}

/** Points an alias at a version; it points at no other from then on. @throws {AppError} NOT_FOUND */
export async function setAlias(
  db: Db,
  actor: Person,
  { projectId, name, alias, number }: Named & { alias: string; number: number },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const version = await lockVersion(tx, projectId, name, number);
    await tx.modelAlias.upsert({
      where: { modelId_alias: { modelId: version.modelId, alias } },
      create: { modelId: version.modelId, alias, number },
      update: { number },
    });
    record(tx, actor, {
      name: "model.alias",
      projectId,
      subject: { kind: "model", id: version.modelId, name, version: { id: version.id, number } },
      detail: { alias, removed: false },
    });
  });
}

/**
 * Takes an alias off a model; the version stays.
 * @throws {AppError} NOT_FOUND for an unknown model; an alias that is not there is as good as gone
 */
export async function deleteAlias(
  db: Db,
  actor: Person,
  { projectId, name, alias }: Named & { alias: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const model = await requireModel(tx, projectId, name);
    const { count } = await tx.modelAlias.deleteMany({ where: { modelId: model.id, alias } });
    if (count === 0) return;
    record(tx, actor, {
      name: "model.alias",
      projectId,
      subject: { kind: "model", id: model.id, name },
      detail: { alias, removed: true },
    });
  });
}
