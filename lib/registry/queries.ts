import { toTextIdFilter, type AccessFilter } from "@/lib/auth/access-filter";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { numberAfter, toPage, type PageQuery } from "@/lib/page";
import { readSource } from "./source";

const versionSelect = {
  id: true,
  modelId: true,
  number: true,
  runId: true,
  synthetic: true,
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

/** How many of a model's versions stand in a list of models. */
const versionsListed = 20;

/**
 * A page of registered models by name, with their newest versions, how many there are, and that in
 * Production.
 */
export async function listModels(db: Tx, projectId: string, access: AccessFilter, page: PageQuery) {
  const where = { projectId, id: toTextIdFilter(access) };
  const found = await db.registeredModel.findMany({
    where: page.after === undefined ? where : { ...where, name: { gt: page.after } },
    select: {
      id: true,
      name: true,
      description: true,
      createdAt: true,
      versions: { select: versionSelect, orderBy: { number: "desc" }, take: versionsListed },
      _count: { select: { versions: true } },
    },
    orderBy: { name: "asc" },
    take: page.limit + 1,
  });
  const { rows, next } = toPage(found, page.limit, ({ name }) => name);
  const production = await db.modelVersion.findMany({
    where: { modelId: { in: rows.map(({ id }) => id) }, stage: "Production" },
    select: { modelId: true, number: true },
  });
  const numberOf = new Map(production.map(({ modelId, number }) => [modelId, number]));
  const models = rows.map(({ _count, ...model }) => ({
    ...model,
    versionCount: _count.versions,
    production: numberOf.get(model.id) ?? null,
  }));
  return { rows: models, next, total: await db.registeredModel.count({ where }) };
}
export type ModelRow = Awaited<ReturnType<typeof listModels>>["rows"][number];

/** Model versions in Production by their model's name, `limit` at most. */
export async function inProduction(db: Tx, projectId: string, access: AccessFilter, limit: number) {
  const versions = await db.modelVersion.findMany({
    where: { projectId, stage: "Production", model: { id: toTextIdFilter(access) } },
    select: { number: true, model: { select: { name: true } } },
    orderBy: { model: { name: "asc" } },
    take: limit,
  });
  return versions.map(({ number, model }) => ({ name: model.name, number }));
}

/**
 * A registered model with a page of its versions, newest first.
 *
 * @throws {AppError} NOT_FOUND when the project has no such model
 */
export async function findModel(db: Tx, projectId: string, name: string, page: PageQuery) {
  const after = numberAfter(page.after);
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
      versions: {
        ...(after === null ? {} : { where: { number: { lt: after } } }),
        select: versionSelect,
        orderBy: { number: "desc" },
        take: page.limit + 1,
      },
      _count: { select: { versions: true } },
    },
  });
  if (!model) throw new AppError("NOT_FOUND", `There is no model ${name} in this project.`);
  const { _count, ...rest } = model;
  const { rows, next } = toPage(model.versions, page.limit, ({ number }) => String(number));
  return { ...rest, versions: rows, next, total: _count.versions };
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
