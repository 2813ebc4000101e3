import type { Actor } from "@/lib/auth/actor";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { activeExperiment } from "@/lib/experiments/commands";
import type * as z from "zod";
import type { createLoggedModelInput } from "./logged-model-schema";

type Person = Actor & { id: string };
type KeyValue = { key: string; value: string };
type Ref = { projectId: string; modelId: string };

/**
 * Notes a model that a client is about to log; its files follow.
 * @throws {AppError} NOT_FOUND or INVALID for the experiment
 */
export async function createLoggedModel(
  db: Db,
  actor: Person,
  {
    projectId,
    id,
    name,
    request,
    now,
  }: {
    projectId: string;
    id: string;
    name: string;
    request: z.output<typeof createLoggedModelInput>;
    now: Date;
  },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const experiment = await activeExperiment(tx, projectId, request.experiment_id);
    const time = BigInt(now.getTime());
    await tx.loggedModel.create({
      data: {
        id,
        projectId,
        experimentId: experiment.id,
        name,
        type: request.model_type || null,
        status: "LOGGED_MODEL_PENDING",
        sourceRunUid: request.source_run_id || null,
        createdTime: time,
        updatedTime: time,
      },
    });
    await tx.loggedModelParam.createMany({
      data: unique(request.params).map((param) => ({ modelId: id, ...param })),
    });
    await tx.loggedModelTag.createMany({
      data: unique(request.tags).map((tag) => ({ modelId: id, ...tag })),
    });
    const subject = { kind: "logged-model" as const, id, name, experiment: experiment.id };
    record(tx, actor, { name: "logged-model.create", projectId, subject, detail: {} });
  });
}

/** A logged model of a project by its id. @throws {AppError} NOT_FOUND, for a deleted model too */
export async function requireLoggedModel(tx: Tx, { projectId, modelId }: Ref) {
  const model = await tx.loggedModel.findFirst({ where: { projectId, id: modelId, deletedAt: null } });
  if (!model) throw new AppError("NOT_FOUND", `Logged model with ID '${modelId}' not found.`);
  return model;
}

/** Says whether a model's files have arrived. @throws {AppError} NOT_FOUND */
export async function finalizeLoggedModel(
  db: Db,
  actor: Person,
  { status, now, ...ref }: Ref & { status: string; now: Date },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const model = await requireLoggedModel(tx, ref);
    await tx.loggedModel.update({ where: { id: model.id }, data: { status, updatedTime: now.getTime() } });
    record(tx, actor, { name: "logged-model.finalize", ...about(model), detail: { status } });
  });
}

/** Moves a logged model out of sight. @throws {AppError} NOT_FOUND */
export async function deleteLoggedModel(
  db: Db,
  actor: Person,
  { now, ...ref }: Ref & { now: Date },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const model = await requireLoggedModel(tx, ref);
    await tx.loggedModel.update({
      where: { id: model.id },
      data: { deletedAt: now, updatedTime: now.getTime() },
    });
    record(tx, actor, { name: "logged-model.delete", ...about(model), detail: {} });
  });
}

/** Sets tags of a logged model, in place of those of their names. @throws {AppError} NOT_FOUND */
export async function setLoggedModelTags(
  db: Db,
  actor: Person,
  { tags, ...ref }: Ref & { tags: readonly KeyValue[] },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const model = await requireLoggedModel(tx, ref);
    const labels = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
    record(tx, actor, { name: "logged-model.tag", ...about(model), detail: { tags: labels } });
    for (const { key, value } of unique(tags))
      await tx.loggedModelTag.upsert({
        where: { modelId_key: { modelId: ref.modelId, key } },
        create: { modelId: ref.modelId, key, value },
        update: { value },
      });
  });
}

/** Takes a tag off a logged model. @throws {AppError} NOT_FOUND when there is no such tag */
export async function deleteLoggedModelTag(
  db: Db,
  actor: Person,
  { key, ...ref }: Ref & { key: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const model = await requireLoggedModel(tx, ref);
    const { count } = await tx.loggedModelTag.deleteMany({ where: { modelId: ref.modelId, key } });
    if (count === 0)
      throw new AppError("NOT_FOUND", `No tag with key '${key}' found for model with ID '${ref.modelId}'.`);
    record(tx, actor, { name: "logged-model.tag", ...about(model), detail: { tags: { [key]: null } } });
  });
}

/**
 * Adds params to a logged model; one that is there with the same value stays.
 * @throws {AppError} NOT_FOUND; INVALID for a param that has another value already
 */
export async function addLoggedModelParams(
  db: Db,
  actor: Person,
  { params, ...ref }: Ref & { params: readonly KeyValue[] },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const model = await requireLoggedModel(tx, ref);
    const names = params.map(({ key }) => key);
    record(tx, actor, { name: "logged-model.log", ...about(model), detail: { params: names } });
    const kept = new Map(
      (await tx.loggedModelParam.findMany({ where: { modelId: ref.modelId } })).map(({ key, value }) => [
        key,
        value,
      ]),
    );
    const changed = params.find(({ key, value }) => kept.has(key) && kept.get(key) !== value);
    if (changed)
      throw new AppError(
        "INVALID",
        `Changing param values is not allowed. Param with key='${changed.key}' was already logged with ` +
          `value='${kept.get(changed.key)}'.`,
      );
    await tx.loggedModelParam.createMany({
      data: unique(params)
        .filter(({ key }) => !kept.has(key))
        .map((param) => ({ modelId: ref.modelId, ...param })),
    });
  });
}

function about({ id, projectId, name, experimentId }: Row) {
  return { projectId, subject: { kind: "logged-model" as const, id, name, experiment: experimentId } };
}

type Row = { id: string; projectId: string; name: string; experimentId: number };

function unique(entries: readonly KeyValue[]): KeyValue[] {
  return [...new Map(entries.map((entry) => [entry.key, entry])).values()];
}
