import type { Actor } from "@/lib/auth/actor";
import { writeAudit } from "@/lib/auth/audit";
import type { Db, Tx } from "@/lib/db/client";
import { AppError, isUniqueViolation } from "@/lib/errors";
import { announce } from "./events";
import { findModelVersion } from "./queries";

type Person = Actor & { id: string };
type KeyValue = { key: string; value: string };
type Named = { projectId: string; name: string };

/** @throws {AppError} NOT_FOUND, in MLflow's words */
export async function requireModel(tx: Tx, projectId: string, name: string) {
  const model = await tx.registeredModel.findUnique({ where: { projectId_name: { projectId, name } } });
  if (!model) throw new AppError("NOT_FOUND", `Registered Model with name=${name} not found`);
  return model;
}

/** Takes a name for a model that has no version yet. @throws {AppError} EXISTS when it is taken */
export async function createModel(
  db: Db,
  actor: Person,
  { projectId, name, description, tags }: Named & { description: string; tags: readonly KeyValue[] },
): Promise<void> {
  try {
    await db.$transaction(async (tx) => {
      const unique = [...new Map(tags.map((tag) => [tag.key, tag])).values()];
      const model = await tx.registeredModel.create({
        data: { projectId, name, description, createdBy: actor.name, tags: { create: unique } },
      });
      await writeAudit(tx, actor, {
        projectId,
        action: "model.create",
        target: { kind: "model", id: model.id, name },
      });
      await announce(tx, projectId, "REGISTERED_MODEL.CREATED", {
        name,
        tags: Object.fromEntries(unique.map(({ key, value }) => [key, value])),
        description: description || null,
      });
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError("EXISTS", `Registered Model (name=${name}) already exists.`);
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
      await writeAudit(tx, actor, {
        projectId,
        action: "model.edit",
        target: { kind: "model", id: model.id, name },
        detail: change,
      });
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError("EXISTS", `Registered Model (name=${change.name}) already exists.`);
    throw error;
  }
}

/** Takes a model and all its versions out of the registry; the reason stays in the audit. @throws {AppError} NOT_FOUND */
export async function deleteModel(
  db: Db,
  actor: Person,
  { projectId, name, reason }: Named & { reason: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const model = await requireModel(tx, projectId, name);
    const versions = await tx.modelVersion.findMany({
      where: { modelId: model.id },
      select: { number: true, source: true, stage: true },
    });
    await tx.registeredModel.delete({ where: { id: model.id } });
    await writeAudit(tx, actor, {
      projectId,
      action: "model.delete",
      target: { kind: "model", id: model.id, name },
      detail: { reason, versions },
    });
  });
}

/** @throws {AppError} NOT_FOUND */
export async function setModelTag(db: Db, { projectId, name, key, value }: Named & KeyValue): Promise<void> {
  const model = await requireModel(db, projectId, name);
  await db.registeredModelTag.upsert({
    where: { modelId_key: { modelId: model.id, key } },
    create: { modelId: model.id, key, value },
    update: { value },
  });
}

/** @throws {AppError} NOT_FOUND for an unknown model; a tag that is not there is as good as gone */
export async function deleteModelTag(
  db: Db,
  { projectId, name, key }: Named & { key: string },
): Promise<void> {
  const model = await requireModel(db, projectId, name);
  await db.registeredModelTag.deleteMany({ where: { modelId: model.id, key } });
}

/** Points an alias at a version; it points at no other from then on. @throws {AppError} NOT_FOUND */
export async function setAlias(
  db: Db,
  actor: Person,
  { projectId, name, alias, number }: Named & { alias: string; number: number },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const version = await findModelVersion(tx, projectId, name, number);
    await tx.modelAlias.upsert({
      where: { modelId_alias: { modelId: version.modelId, alias } },
      create: { modelId: version.modelId, alias, number },
      update: { number },
    });
    await writeAudit(tx, actor, {
      projectId,
      action: "model.alias",
      target: { kind: "model", id: version.id, name: `${name} v${number}` },
      detail: { alias },
    });
    await announce(tx, projectId, "MODEL_VERSION_ALIAS.CREATED", { name, alias, version: String(number) });
  });
}

/** @throws {AppError} NOT_FOUND for an unknown model; an alias that is not there is as good as gone */
export async function deleteAlias(
  db: Db,
  actor: Person,
  { projectId, name, alias }: Named & { alias: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const model = await requireModel(tx, projectId, name);
    const { count } = await tx.modelAlias.deleteMany({ where: { modelId: model.id, alias } });
    if (count === 0) return;
    await writeAudit(tx, actor, {
      projectId,
      action: "model.alias",
      target: { kind: "model", id: model.id, name },
      detail: { alias, removed: true },
    });
    await announce(tx, projectId, "MODEL_VERSION_ALIAS.DELETED", { name, alias });
  });
}
