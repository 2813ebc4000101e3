import { toIdFilter, toTextIdFilter, type AccessFilter } from "@/lib/auth/access-filter";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { dependentTexts, type Dependent, type Dependents } from "./dependent-words";
import type { Reader } from "./reader";

/** What somebody may be told of by name. */
export type Readable = {
  experiments: AccessFilter;
  models: AccessFilter;
  datasets: AccessFilter;
  /** Whose masks hold. */
  reader: Reader;
};

/** A dataset, or one version of it. */
export type Scope = { datasetId: string; versionId: string | null };

/** So many are named of each kind. */
const named = 5;
/** So many are looked at for names that the asker may read. */
const lookedAt = 200;

type Row = { id: string };

/** Runs (deleted ones too, which can come back), their models, jobs under way, and versions made of it. */
export async function dependentsOf(
  tx: Tx,
  projectId: string,
  scope: Scope,
  readable: Readable,
): Promise<Dependents> {
  return {
    runs: await runsOf(tx, projectId, scope, readable),
    models: await modelsOf(tx, projectId, scope, readable),
    jobs: await jobsOf(tx, projectId, scope, readable),
    versions: await versionsOf(tx, projectId, scope, readable),
    tasks: await tasksOf(tx, projectId, scope),
  };
}

/**
 * Refuses to delete what something depends on, with what that is.
 *
 * @throws {AppError} CONFLICT
 */
export function requireUnused(what: string, dependents: Dependents): void {
  const parts = dependentTexts(dependents);
  if (parts.length === 0) return;
  throw new AppError(
    "CONFLICT",
    `${what} is in use and stays: ${parts.join(", ")}. Delete those first; runs have to be removed for good.`,
  );
}

async function runsOf(tx: Tx, projectId: string, { datasetId, versionId }: Scope, { experiments }: Readable) {
  const [{ total }] = await tx.$queryRaw<[{ total: number | bigint }]>`
    SELECT count(DISTINCT e."toId") AS "total" FROM "LineageEdge" e
    JOIN "DatasetVersion" v ON v."id" = e."fromId"
    WHERE e."projectId" = ${projectId} AND e."fromKind" = 'dataset' AND e."toKind" = 'run'
      AND v."datasetId" = ${datasetId} AND (${versionId ?? ""} = '' OR v."id" = ${versionId ?? ""})`;
  const uids = await tx.$queryRaw<Row[]>`
    SELECT DISTINCT e."toId" AS "id" FROM "LineageEdge" e JOIN "DatasetVersion" v ON v."id" = e."fromId"
    WHERE e."projectId" = ${projectId} AND e."fromKind" = 'dataset' AND e."toKind" = 'run'
      AND v."datasetId" = ${datasetId} AND (${versionId ?? ""} = '' OR v."id" = ${versionId ?? ""})
    LIMIT ${lookedAt}`;
  const runs = await tx.run.findMany({
    where: { projectId, uid: { in: uids.map(({ id }) => id) }, experimentId: toIdFilter(experiments) },
    select: { name: true },
    orderBy: { id: "desc" },
    take: named,
  });
  return { total: Number(total), named: runs.map(({ name }) => name) };
}

async function modelsOf(tx: Tx, projectId: string, { datasetId, versionId }: Scope, { models }: Readable) {
  const found = await tx.$queryRaw<(Row & { total: number | bigint })[]>`
    SELECT m."id" AS "id", count(*) OVER () AS "total" FROM "ModelVersion" m
    JOIN "Run" r ON r."id" = m."runId"
    WHERE m."projectId" = ${projectId} AND EXISTS (
      SELECT 1 FROM "LineageEdge" e JOIN "DatasetVersion" v ON v."id" = e."fromId"
      WHERE e."toKind" = 'run' AND e."toId" = r."uid" AND e."fromKind" = 'dataset'
        AND v."datasetId" = ${datasetId} AND (${versionId ?? ""} = '' OR v."id" = ${versionId ?? ""}))
    LIMIT ${lookedAt}`;
  const versions = await tx.modelVersion.findMany({
    where: { projectId, id: { in: found.map(({ id }) => id) }, modelId: toTextIdFilter(models) },
    select: { number: true, model: { select: { name: true } } },
    orderBy: { createdAt: "desc" },
    take: named,
  });
  const names = versions.map(({ model, number }) => `${model.name} v${number}`);
  return { total: Number(found[0]?.total ?? 0), named: names };
}

/** Jobs that read the rows, and jobs that are about to make a version of the dataset. */
async function jobsOf(tx: Tx, projectId: string, { datasetId, versionId }: Scope, readable: Readable) {
  const versions = { select: { id: true }, where: { datasetId }, take: lookedAt } as const;
  const ids = versionId ? [versionId] : (await tx.datasetVersion.findMany(versions)).map(({ id }) => id);
  // A recipe's steps read versions beside its own, whose ids stand in what it is to do.
  const beside = ids.map((id) => ({ kind: "recipe", spec: { contains: id } }));
  const reads = [{ datasetVersionId: { in: ids } }, ...beside];
  const where = {
    projectId,
    status: { in: ["QUEUED", "RUNNING"] },
    OR: versionId ? reads : [...reads, { datasetId }],
  };
  const mayRead = { OR: [{ experimentId: null }, { experimentId: toIdFilter(readable.experiments) }] };
  const jobs = await tx.job.findMany({
    where: { AND: [where, mayRead] },
    select: { title: true },
    orderBy: { createdAt: "desc" },
    take: named,
  });
  return { total: await tx.job.count({ where }), named: jobs.map(({ title }) => title) };
}

/** Versions made from it; those that go with the dataset itself do not count. */
async function versionsOf(tx: Tx, projectId: string, scope: Scope, { datasets }: Readable) {
  const { datasetId, versionId } = scope;
  const found = await tx.$queryRaw<(Row & { total: number | bigint })[]>`
    SELECT w."id" AS "id", count(*) OVER () AS "total" FROM "DatasetVersion" w
    WHERE w."projectId" = ${projectId} AND (${versionId ?? ""} <> '' OR w."datasetId" <> ${datasetId})
      AND EXISTS (
        SELECT 1 FROM "LineageEdge" e JOIN "DatasetVersion" v ON v."id" = e."fromId"
        WHERE e."toKind" = 'dataset' AND e."toId" = w."id" AND e."fromKind" = 'dataset'
          AND v."datasetId" = ${datasetId} AND (${versionId ?? ""} = '' OR v."id" = ${versionId ?? ""}))
    LIMIT ${lookedAt}`;
  const versions = await tx.datasetVersion.findMany({
    where: { projectId, id: { in: found.map(({ id }) => id) }, dataset: { id: toTextIdFilter(datasets) } },
    select: { number: true, dataset: { select: { name: true } } },
    orderBy: { createdAt: "desc" },
    take: named,
  });
  const names = versions.map(({ dataset, number }) => `${dataset.name} v${number}`);
  return { total: Number(found[0]?.total ?? 0), named: names };
}

/** Labelling tasks on its rows. */
async function tasksOf(tx: Tx, projectId: string, { datasetId, versionId }: Scope): Promise<Dependent> {
  const where = { projectId, datasetId, ...(versionId ? { versionId } : {}) };
  const tasks = await tx.labelTask.findMany({
    where,
    select: { name: true },
    orderBy: { createdAt: "desc" },
    take: named,
  });
  return { total: await tx.labelTask.count({ where }), named: tasks.map(({ name }) => name) };
}
