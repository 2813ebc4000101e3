import { toTextIdFilter, type AccessFilter } from "@/lib/auth/access-filter";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { readSource } from "./source";

const versionSelect = {
  id: true,
  modelId: true,
  number: true,
  runId: true,
  loggedModelId: true,
  source: true,
  resolvedSource: true,
  description: true,
  stage: true,
  stageAt: true,
  stageBy: true,
  createdBy: true,
  createdAt: true,
} as const;

/** Registered models with their versions, newest first. */
export function listModels(db: Tx, projectId: string, access: AccessFilter) {
  return db.registeredModel.findMany({
    where: { projectId, id: toTextIdFilter(access) },
    select: {
      id: true,
      name: true,
      description: true,
      createdAt: true,
      versions: { select: versionSelect, orderBy: { number: "desc" }, take: 100 },
    },
    orderBy: { name: "asc" },
    take: limits.pageSizeMax,
  });
}

/**
 * A registered model with its newest versions.
 * @throws {AppError} NOT_FOUND when the project has no such model
 */
export async function findModel(db: Tx, projectId: string, name: string) {
  const model = await db.registeredModel.findUnique({
    where: { projectId_name: { projectId, name } },
    select: {
      id: true,
      name: true,
      description: true,
      createdAt: true,
      updatedAt: true,
      createdBy: true,
      aliases: { select: { alias: true, number: true } },
      tags: { select: { key: true, value: true } },
      versions: { select: versionSelect, orderBy: { number: "desc" }, take: limits.pageSizeMax },
    },
  });
  if (!model) throw new AppError("NOT_FOUND", `There is no model ${name} in this project.`);
  return model;
}

/**
 * A version by its model's name and its number.
 * @throws {AppError} NOT_FOUND when the project has no such version
 */
export async function findModelVersion(db: Tx, projectId: string, name: string, number: number) {
  const version = await db.modelVersion.findFirst({
    where: { projectId, number, model: { projectId, name } },
    select: versionSelect,
  });
  if (!version)
    throw new AppError("NOT_FOUND", `There is no version ${number} of the model ${name} in this project.`);
  return version;
}

/**
 * The files of a run or of a logged model that a source means now; null when they are not kept here. Asked
 * once, when a version is made: names change later, and might come to mean the version itself.
 *
 * @throws {AppError} NOT_FOUND when the source is a version that is not there
 */
export async function resolveSource(db: Tx, projectId: string, source: string): Promise<string | null> {
  const folder = readSource(source);
  if (folder?.kind !== "version") return folder ? source : null;
  return (await findModelVersion(db, projectId, folder.name, folder.number)).resolvedSource;
}

/**
 * The files of a model folder, with names inside it.
 *
 * @param source as `resolveSource` answers it
 * @throws {AppError} NOT_FOUND when they are not kept here
 */
export async function modelFiles(db: Tx, projectId: string, source: string | null): Promise<ModelFile[]> {
  const folder = source === null ? null : readSource(source);
  if (!folder || folder.kind === "version")
    throw new AppError("NOT_FOUND", "The files of this version are not kept here.");
  const prefix = folder.folder === "" ? "" : `${folder.folder}/`;
  const artifacts =
    folder.kind === "run"
      ? await db.runArtifact.findMany({
          where: { run: { projectId, uid: folder.uid }, path: { startsWith: prefix } },
          orderBy: { path: "asc" },
          take: limits.modelFiles,
        })
      : await loggedModelFiles(db, projectId, folder.id, prefix);
  return artifacts.map(({ path, sha256, bytes }) => ({ name: path.slice(prefix.length), sha256, bytes }));
}
export type ModelFile = { name: string; sha256: string; bytes: number };

async function loggedModelFiles(db: Tx, projectId: string, modelId: string, prefix: string) {
  if (!(await db.loggedModel.findFirst({ where: { projectId, id: modelId }, select: { id: true } })))
    return [];
  return db.loggedModelArtifact.findMany({
    where: { modelId, path: { startsWith: prefix } },
    orderBy: { path: "asc" },
    take: limits.modelFiles,
  });
}
