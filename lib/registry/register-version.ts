import type { Actor } from "@/lib/auth/actor";
import { record } from "@/lib/events/record";
import { retryOnUniqueViolation } from "@/lib/db/retry-on-conflict";
import type { Db, Tx } from "@/lib/db/client";
import { addEdge } from "@/lib/projects/lineage";
import { refusal } from "@/lib/refusals";
import { requireModel } from "./client-models";
import { lockModel } from "./lock-model";
import { findModelVersion } from "./queries";
import { readSource } from "./source";

type Person = Actor & { id: string };
type KeyValue = { key: string; value: string };
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
 * Registers files that are kept here as the next version of a model, whoever asks: `check` may refuse
 * them by the project's rules, and `makesModel` makes the name where there is none.
 *
 * @throws {AppError} NOT_FOUND for an unknown model, run or logged model; INVALID for files kept elsewhere
 */
export async function registerVersion(
  db: Db,
  actor: Person,
  request: NewVersion,
  { check, makesModel }: { check: (source: string) => Promise<void>; makesModel: boolean },
): Promise<number> {
  const { projectId, name } = request;
  await check(request.source);
  const write = () =>
    db.$transaction(async (tx) => {
      const model = makesModel
        ? await ensureModel(tx, actor, projectId, name)
        : await requireModel(tx, projectId, name);
      await lockModel(tx, model.id);
      const { runId, runUid, loggedModelId, resolvedSource, synthetic } = await originOf(tx, request);
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
          synthetic,
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
  return retryOnUniqueViolation(write);
}

async function ensureModel(tx: Tx, actor: Person, projectId: string, name: string) {
  return tx.registeredModel.upsert({
    where: { projectId_name: { projectId, name } },
    create: { projectId, name, createdBy: actor.name },
    update: { updatedAt: new Date() },
    select: { id: true },
  });
}

/**
 * The run and the logged model that a version comes from, as named or as its files tell,
 * and where the files are.
 */
async function originOf(
  tx: Tx,
  { projectId, source, runUid, modelId }: NewVersion,
): Promise<{
  runId: number | null;
  runUid: string | null;
  loggedModelId: string | null;
  resolvedSource: string | null;
  /** Whether what is registered learned from synthetic rows. */
  synthetic: boolean;
}> {
  const folder = readSource(source);
  if (!folder) throw refusal("source not kept", { source: source.slice(0, 200) });
  if (folder.kind === "version") {
    const { runId, loggedModelId, resolvedSource, synthetic } = await findModelVersion(
      tx,
      projectId,
      folder.name,
      folder.number,
    );
    return { runId, runUid: null, loggedModelId, resolvedSource, synthetic };
  }
  const loggedModelId = modelId || (folder.kind === "logged-model" ? folder.id : null);
  const model = loggedModelId
    ? await tx.loggedModel.findFirst({ where: { projectId, id: loggedModelId } })
    : null;
  if (loggedModelId && !model) throw refusal("logged model missing", { id: loggedModelId });
  const uid = runUid || (folder.kind === "run" ? folder.uid : model?.sourceRunUid) || null;
  const select = { id: true, synthetic: true } as const;
  const run = uid ? await tx.run.findFirst({ where: { projectId, uid }, select }) : null;
  if (uid && !run) throw refusal("run missing", { uid });
  if (folder.kind === "run" && folder.uid !== uid)
    throw refusal("source of another run", { source: source.slice(0, 200) });
  const synthetic = run?.synthetic ?? false;
  return {
    runId: run?.id ?? null,
    runUid: run ? uid : null,
    loggedModelId,
    resolvedSource: source,
    synthetic,
  };
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
