import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";

const versionSelect = { id: true, modelId: true, number: true, runId: true, stage: true, stageAt: true, stageBy: true, createdBy: true, createdAt: true } as const;

/** Registered models with their versions, newest first. */
export function listModels(db: Tx, projectId: string) {
  return db.registeredModel.findMany({ where: { projectId }, select: { id: true, name: true, description: true, createdAt: true, versions: { select: versionSelect, orderBy: { number: "desc" }, take: 100 } }, orderBy: { name: "asc" }, take: limits.pageSizeMax });
}

/** @throws {AppError} NOT_FOUND when the project has no such model */
export async function findModel(db: Tx, projectId: string, name: string) {
  const model = await db.registeredModel.findUnique({ where: { projectId_name: { projectId, name } }, select: { id: true, name: true, description: true, createdAt: true, versions: { select: versionSelect, orderBy: { number: "desc" }, take: limits.pageSizeMax } } });
  if (!model) throw new AppError("NOT_FOUND", `There is no model ${name} in this project.`);
  return model;
}

/** @throws {AppError} NOT_FOUND when the project has no such version */
export async function findModelVersion(db: Tx, projectId: string, name: string, number: number) {
  const version = await db.modelVersion.findFirst({ where: { projectId, number, model: { projectId, name } }, select: versionSelect });
  if (!version) throw new AppError("NOT_FOUND", `There is no version ${number} of the model ${name} in this project.`);
  return version;
}

/** The files of a version's model folder, with names inside it. */
export async function modelFiles(db: Tx, runId: number) {
  const artifacts = await db.runArtifact.findMany({ where: { runId, path: { startsWith: "model/" } }, orderBy: { path: "asc" } });
  return artifacts.map(({ path, sha256, bytes }) => ({ name: path.slice("model/".length), sha256, bytes }));
}
