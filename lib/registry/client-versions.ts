import type { Actor } from "@/lib/auth/actor";
import { againWhenMadeMeanwhile } from "@/lib/db/again";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { addEdge } from "@/lib/projects/lineage";
import { requireModel } from "./client-models";
import { lockModel } from "./commands";
import { findModelVersion } from "./queries";
import { readSource } from "./source";

type Person = Actor & { id: string };
type KeyValue = { key: string; value: string };
type Version = { projectId: string; name: string; number: number };
export type NewVersion = {
  projectId: string;
  name: string;
  source: string;
  runUid: string;
  runLink: string;
  description: string;
  modelId: string;
  tags: readonly KeyValue[];
};

/**
 * Registers files that are kept here as the next version of a model.
 *
 * @throws {AppError} NOT_FOUND for an unknown model, run or logged model; INVALID for files kept elsewhere
 */
export async function createVersion(db: Db, actor: Person, request: NewVersion): Promise<number> {
  const { projectId, name } = request;
  const write = () =>
    db.$transaction(async (tx) => {
      const model = await requireModel(tx, projectId, name);
      await lockModel(tx, model.id);
      const { runId, runUid, loggedModelId, resolvedSource } = await originOf(tx, request);
      const { lastNumber: number } = await tx.registeredModel.update({
        where: { id: model.id },
        data: { lastNumber: { increment: 1 }, updatedAt: new Date() },
        select: { lastNumber: true },
      });
      const tags = [...new Map(request.tags.map((tag) => [tag.key, tag])).values()];
      const version = await tx.modelVersion.create({
        data: {
          projectId,
          modelId: model.id,
          number,
          runId,
          loggedModelId,
          source: request.source,
          resolvedSource,
          runLink: request.runLink,
          description: request.description,
          createdBy: actor.id,
          tags: { create: tags },
        },
      });
      if (runUid)
        await addEdge(tx, {
          projectId,
          from: { kind: "run", id: runUid },
          to: { kind: "model", id: version.id },
          how: "registered",
        });
      if (loggedModelId) await noteRegistration(tx, loggedModelId, { name, number });
      const labels = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
      record(tx, actor, {
        name: "model.register",
        projectId,
        subject: { kind: "model", id: model.id, name, version: { id: version.id, number } },
        detail: { source: request.source, run: runUid, tags: labels, description: request.description },
      });
      return number;
    });
  return againWhenMadeMeanwhile(write);
}

/** The run and the logged model that a version comes from, as named or as its files tell, and where the files are. */
async function originOf(
  tx: Tx,
  { projectId, source, runUid, modelId }: NewVersion,
): Promise<{
  runId: number | null;
  runUid: string | null;
  loggedModelId: string | null;
  resolvedSource: string | null;
}> {
  const folder = readSource(source);
  if (!folder)
    throw new AppError(
      "INVALID",
      `Invalid model version source: '${source.slice(0, 200)}'. Only files that this project keeps can be registered: runs:/<run>/<path>, models:/<model> or the artifact address of one of them.`,
    );
  if (folder.kind === "version") {
    const { runId, loggedModelId, resolvedSource } = await findModelVersion(
      tx,
      projectId,
      folder.name,
      folder.number,
    );
    return { runId, runUid: null, loggedModelId, resolvedSource };
  }
  const loggedModelId = modelId || (folder.kind === "logged-model" ? folder.id : null);
  const model = loggedModelId
    ? await tx.loggedModel.findFirst({ where: { projectId, id: loggedModelId } })
    : null;
  if (loggedModelId && !model)
    throw new AppError("NOT_FOUND", `Logged model with ID '${loggedModelId}' not found.`);
  const uid = runUid || (folder.kind === "run" ? folder.uid : model?.sourceRunUid) || null;
  const run = uid ? await tx.run.findFirst({ where: { projectId, uid }, select: { id: true } }) : null;
  if (uid && !run) throw new AppError("NOT_FOUND", `Run with id=${uid} not found`);
  if (folder.kind === "run" && folder.uid !== uid)
    throw new AppError(
      "INVALID",
      `Invalid model version source: '${source.slice(0, 200)}'. To use files of a run as a source, give that run's run_id.`,
    );
  return { runId: run?.id ?? null, runUid: run ? uid : null, loggedModelId, resolvedSource: source };
}

/** MLflow notes on a logged model where it was registered; its clients read it there. */
async function noteRegistration(
  tx: Tx,
  modelId: string,
  { name, number }: { name: string; number: number },
): Promise<void> {
  const key = "mlflow.modelVersions";
  const before = await tx.loggedModelTag.findUnique({ where: { modelId_key: { modelId, key } } });
  const value = JSON.stringify([
    ...(before ? (JSON.parse(before.value) as unknown[]) : []),
    { name, version: number },
  ]);
  await tx.loggedModelTag.upsert({
    where: { modelId_key: { modelId, key } },
    create: { modelId, key, value },
    update: { value },
  });
}

/** @throws {AppError} NOT_FOUND */
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

/** Takes a version out of the registry with the aliases that point at it; the reason stays in the audit. @throws {AppError} NOT_FOUND */
export async function deleteVersion(
  db: Db,
  actor: Person,
  { projectId, name, number, reason }: Version & { reason: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const version = await findModelVersion(tx, projectId, name, number);
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

/** @throws {AppError} NOT_FOUND */
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

/** @throws {AppError} NOT_FOUND for an unknown version; a tag that is not there is as good as gone */
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
