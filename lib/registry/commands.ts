import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { findRunHead, hasRunFile, type RunHead } from "@/lib/runs/queries";
import { lockModel } from "./lock-model";
import { findModelVersion } from "./queries";
import { registerVersion } from "./register-version";
import type { Stage } from "./stage";

type Person = Actor & { id: string };

/**
 * Registers a run's model as the next version of a name; `check` may refuse its files.
 *
 * @throws {AppError} CONFLICT when the run has not finished or made no model
 */
export async function registerModel(
  db: Db,
  actor: Person,
  {
    projectId,
    name,
    runUid,
    check,
  }: { projectId: string; name: string; runUid: string; check: (source: string) => Promise<void> },
) {
  const run = await findRunHead(db, projectId, runUid);
  if (run.status !== "FINISHED")
    throw new AppError(
      "CONFLICT",
      `${run.name} is ${run.status.toLowerCase()}; only a finished run can be registered.`,
    );
  const { source, loggedModelId } = await modelOf(db, run);
  const request = {
    projectId,
    name,
    source,
    runUid: run.uid,
    runLink: "",
    description: "",
    modelId: loggedModelId ?? "",
    tags: [],
  };
  const number = await registerVersion(db, actor, request, { check, makesModel: true });
  return { name, number, stage: "None" as Stage };
}

/** Where a run's model is: among its files, or logged apart from it as clients since MLflow 3 do. */
async function modelOf(db: Db, run: RunHead): Promise<{ source: string; loggedModelId: string | null }> {
  if (await hasRunFile(db, run.id, "model/MLmodel"))
    return {
      source: `mlflow-artifacts:/${run.experiment.number}/${run.uid}/artifacts/model`,
      loggedModelId: null,
    };
  const model = await db.loggedModel.findFirst({
    where: { sourceRunUid: run.uid, status: "LOGGED_MODEL_READY", deletedAt: null },
    orderBy: { createdTime: "desc" },
    select: { id: true },
  });
  if (!model) throw new AppError("CONFLICT", `${run.name} holds no model.`);
  return { source: `models:/${model.id}`, loggedModelId: model.id };
}

/**
 * Moves a version to a stage. What was in Production is archived in the same step; what else stands in the
 * stage, only when `archive` says so.
 */
export async function setStage(
  db: Db,
  actor: Person,
  {
    projectId,
    name,
    number,
    stage,
    archive = false,
    now,
  }: { projectId: string; name: string; number: number; stage: Stage; archive?: boolean; now: Date },
) {
  return db.$transaction(async (tx) => {
    const version = await findModelVersion(tx, projectId, name, number);
    await lockModel(tx, version.modelId);
    const before = await tx.modelVersion.findUniqueOrThrow({
      where: { id: version.id },
      select: { stage: true },
    });
    const moved = { stageAt: now, stageBy: actor.id };
    const archived =
      stage === "Production" || archive
        ? await tx.modelVersion.findMany({
            where: { modelId: version.modelId, stage, id: { not: version.id } },
          })
        : [];
    await tx.modelVersion.updateMany({
      where: { id: { in: archived.map(({ id }) => id) } },
      data: { stage: "Archived", updatedAt: now, ...moved },
    });
    await tx.modelVersion.update({ where: { id: version.id }, data: { stage, updatedAt: now, ...moved } });
    record(tx, actor, {
      name: "model.stage",
      projectId,
      subject: { kind: "model", id: version.modelId, name, version: { id: version.id, number } },
      detail: { before: before.stage, after: stage, archived: archived.map((other) => other.number) },
    });
    return { name, number, stage, archived: archived.map((other) => other.number) };
  });
}
