import { createHash } from "node:crypto";
import type { Actor } from "@/lib/auth/actor";
import { requireStillMay } from "@/lib/auth/still-may";
import {
  recipeOrigin,
  syntheticOrigin,
  uploadOrigin,
  writeVersion,
  type Origin,
  type WrittenTable,
} from "@/lib/datasets/write-version";
import { throughOf } from "@/lib/datasets/second-tables";
import { failedCellBytes } from "@/lib/datasets/failed-cells";
import { importedWith, readingOf } from "@/lib/datasets/imported-with";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { Storage } from "@/lib/storage/storage";
import { jobEffects, type JobEffects, type JobRef } from "./effects";
import type { ResultOf } from "./kinds";
import { importFile, type ImportSpec } from "./kinds/import";
import { recipe, type RecipeSpec } from "./kinds/recipe";
import { synthetic, type SyntheticSpec } from "./kinds/synthetic";
import type { MadeVersion } from "./made-version";

type Made = ResultOf<"import"> | ResultOf<"recipe"> | ResultOf<"synthetic">;

/** What an import does at its end: the version of its rows comes to be with it, or not at all. */
export function importEffects(storage: Storage): JobEffects {
  return jobEffects(importFile, {
    check: async ({ sha256, failed }, job) => {
      await requireStored(storage, sha256);
      if (failed?.length) await storage.put(failedCellBytes(failed));
      await storage.keep(importSpecOf(job).sha256);
    },
    ended: async (tx, job, { result }) => {
      if (!result) return null;
      const { fileName, sha256, options } = importSpecOf(job);
      const dataset = await nameNow(tx, job, importSpecOf(job));
      const read = importedWith(readingOf(fileName, options), result.used);
      const origin = uploadOrigin({ fileName, sha256 });
      const failedSha256 = result.failed?.length ? hashOf(failedCellBytes(result.failed)) : null;
      return saveMade(tx, job, { dataset, made: result, origin, importedWith: read, failedSha256 });
    },
    ready: (job) => requireUpload(storage, importSpecOf(job).sha256),
    retried: async (tx, job, { id: userId }) => {
      await requireWriter(tx, job, { userId, dataset: await nameNow(tx, job, importSpecOf(job)) });
    },
  });
}

/** What a recipe does at its end: as an import does, from the version that it read. */
export function recipeEffects(storage: Storage): JobEffects {
  return jobEffects(recipe, {
    check: ({ sha256 }) => requireStored(storage, sha256),
    ended: async (tx, job, { result }) => {
      if (!result) return null;
      const { steps, table, seconds = [] } = recipeSpecOf(job);
      const dataset = await nameNow(tx, job, recipeSpecOf(job));
      const origin = recipeOrigin(await readVersion(tx, job), steps, await readOthers(tx, job));
      const through = throughOf([table, ...seconds]);
      return saveMade(tx, job, { dataset, made: result, origin, through });
    },
    retried: async (tx, job, { id: userId }) => {
      const { projectId } = job;
      for (const { dataset } of [await readVersion(tx, job), ...(await readOthers(tx, job))])
        await requireStillMay(tx, "dataset:read", { projectId, userId, dataset: dataset.name });
      await requireWriter(tx, job, { userId, dataset: await nameNow(tx, job, recipeSpecOf(job)) });
    },
  });
}

/** What making synthetic rows does at its end: as a recipe does, and the version is marked for ever. */
export function syntheticEffects(storage: Storage): JobEffects {
  return jobEffects(synthetic, {
    check: ({ sha256 }) => requireStored(storage, sha256),
    ended: async (tx, job, { result }) => {
      if (!result) return null;
      const { through } = syntheticSpecOf(job).table;
      const dataset = await nameNow(tx, job, syntheticSpecOf(job));
      const origin = syntheticOrigin(await readVersion(tx, job));
      return saveMade(tx, job, { dataset, made: result, origin, through, synthesis: result.synthesis });
    },
    retried: async (tx, job, { id: userId }) => {
      const { projectId } = job;
      const { dataset } = await readVersion(tx, job);
      await requireStillMay(tx, "dataset:read", { projectId, userId, dataset: dataset.name });
      await requireWriter(tx, job, { userId, dataset: await nameNow(tx, job, syntheticSpecOf(job)) });
    },
  });
}

function syntheticSpecOf({ spec }: JobRef): SyntheticSpec {
  return synthetic.spec.parse(JSON.parse(spec));
}

function importSpecOf({ spec }: JobRef): ImportSpec {
  return importFile.spec.parse(JSON.parse(spec));
}

function recipeSpecOf({ spec }: JobRef): RecipeSpec {
  return recipe.spec.parse(JSON.parse(spec));
}

/** The name of the dataset that a job makes a version of: a try after it was renamed makes no other one. */
async function nameNow(
  tx: Tx,
  { projectId }: JobRef,
  { dataset, datasetId }: Pick<ImportSpec, "dataset" | "datasetId">,
): Promise<string> {
  if (datasetId === undefined) return dataset;
  const known = await tx.dataset.findFirst({ where: { id: datasetId, projectId }, select: { name: true } });
  return known?.name ?? dataset;
}

const versionRead = {
  ...{ id: true, number: true, simulated: true },
  dataset: { select: { name: true } },
} as const;

/** The versions that steps of a recipe read beside its own, by step. */
async function readOthers(tx: Tx, job: JobRef) {
  const { seconds = [] } = recipeSpecOf(job);
  const ids = seconds.map(({ id }) => id);
  const where = { id: { in: ids }, projectId: job.projectId };
  const found = await tx.datasetVersion.findMany({ where, select: versionRead });
  return seconds.map(({ step, id }) => {
    const version = found.find((one) => one.id === id);
    if (!version) throw new AppError("CONFLICT", `The second table of step ${step + 1} is gone.`);
    return { ...version, step };
  });
}

/** The version that a recipe reads. */
async function readVersion(tx: Tx, { projectId, datasetVersionId }: JobRef) {
  const version = await tx.datasetVersion.findFirst({
    where: { id: datasetVersionId ?? "", projectId },
    select: versionRead,
  });
  if (!version) throw new AppError("CONFLICT", "The version that the recipe reads is gone.");
  return version;
}

function requireWriter(tx: Tx, { projectId }: JobRef, who: { userId: string; dataset: string }) {
  return requireStillMay(tx, "dataset:write", { projectId, ...who });
}

/** Keeps the table that a job says it has stored. @throws {AppError} INVALID where it has not */
export async function requireStored(storage: Storage, sha256: string): Promise<void> {
  await storage.keep(sha256).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    throw new AppError("INVALID", "The table that the job made was not uploaded.");
  });
}

/** The upload of a job that has ended is kept for a while only, unless a version was made of it. */
async function requireUpload(storage: Storage, sha256: string): Promise<void> {
  await storage.keep(sha256).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== "NOT_FOUND") throw error;
    throw new AppError("CONFLICT", "The uploaded file is no longer kept. Upload it again.");
  });
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function saveMade(
  tx: Tx,
  job: JobRef,
  {
    dataset,
    made,
    origin,
    ...read
  }: { dataset: string; made: Made; origin: Origin } & Pick<
    WrittenTable,
    "importedWith" | "failedSha256" | "through" | "synthesis"
  >,
): Promise<MadeVersion> {
  const { projectId } = job;
  const person = await requireWriter(tx, job, { userId: job.createdBy, dataset });
  const actor: Actor & { id: string } = { ...person, via: "job", viaId: job.id, from: null };
  const { sha256, bytes, rows, columns } = made;
  const fitted = "fitted" in made ? made.fitted : undefined;
  const note = "note" in made ? made.note : null;
  const { validation } = made;
  const table = { blob: { sha256, bytes }, columns, rows, fitted, note, ...read, validation };
  const version = await writeVersion(tx, actor, { projectId, name: dataset }, table, origin);
  return { dataset, version, rows, columns: columns.length };
}
