import { isAllowedBy, type AccessFilter } from "@/lib/auth/access-filter";
import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { AppError } from "@/lib/errors";
import { findExperiment } from "@/lib/experiments/queries";
import { firstMetrics, firstPairs, namedMetrics, namedPairs, type Metric, type Pair } from "./cells";
import { findRuns, type FoundRuns } from "./find-runs";
import type { RunsQuery } from "./schema";

const select = {
  id: true,
  uid: true,
  name: true,
  status: true,
  parentId: true,
  createdBy: true,
  datasetVersionId: true,
  synthetic: true,
  jobId: true,
  startTime: true,
  endTime: true,
  deletedAt: true,
  provenance: true,
  experiment: { select: { id: true, number: true, name: true } },
} as const;

/** Facts about a run that the product writes itself. */
export type Provenance = {
  algorithm?: string;
  dataset?: { name: string; version: number; sha256: string };
  split?: { train: number; test: number; by: string };
  seed?: number;
  code?: string;
  environment?: Record<string, string>;
  fitMilliseconds?: number;
  millisecondsPerRow?: number;
  modelBytes?: number;
  modelSha256?: string;
  features?: string[];
  left?: { column: string; why: string }[];
  by?: { name: string; via: string };
};

/** Params, tags and metrics that an answer carries, of a page of runs together. */
const cellsAtMost = 20_000;
/** Of one run, where it stands alone. */
export const firstOfRun = 200;
const nameCharacters = 200;

type Stored = { startTime: bigint; endTime: bigint | null; provenance: string };

/** A run without what it logged. */
function toHead<Row extends Stored>({ startTime, endTime, provenance, ...run }: Row) {
  return {
    ...run,
    startedAt: new Date(Number(startTime)),
    endedAt: endTime === null ? null : new Date(Number(endTime)),
    provenance: JSON.parse(provenance) as Provenance,
  };
}
export type RunHead = Awaited<ReturnType<typeof findRunHead>>;

/** What a list says of a run: long names are cut, and of where it comes from only what a row shows. */
export type ListedRun = Omit<RunHead, "provenance"> & { provenance: ListedProvenance };
type ListedProvenance = Pick<
  Provenance,
  "algorithm" | "dataset" | "split" | "seed" | "fitMilliseconds" | "millisecondsPerRow"
>;
/** A run in a list, with those of its params, tags and metrics that the list carries. */
export type RunRow = ListedRun & {
  params: Record<string, string>;
  tags: Record<string, string>;
  metrics: Metric[];
};

/** How many names of each kind an answer carries of each run: fewer where there are many runs. */
export function namesEach(runs: number): number {
  return Math.min(firstOfRun, Math.max(10, Math.floor(cellsAtMost / Math.max(1, runs))));
}

/** Runs in the order of their inner ids, without what they logged; those that are gone are left out. */
export async function listedRuns(db: Db, ids: readonly number[]): Promise<ListedRun[]> {
  const rows = await db.run.findMany({ where: { id: { in: [...ids] } }, select });
  const byId = new Map(rows.map((row) => [row.id, toListed(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function toListed<Row extends Stored & { name: string }>(row: Row) {
  const { provenance, name, ...run } = toHead(row);
  const { algorithm, dataset, split, seed, fitMilliseconds, millisecondsPerRow } = provenance;
  return {
    ...run,
    name: name.length > nameCharacters ? `${name.slice(0, nameCharacters)}…` : name,
    provenance: { algorithm, dataset, split, seed, fitMilliseconds, millisecondsPerRow } as ListedProvenance,
  };
}

/** An experiment by its name, where somebody may see it. @throws {AppError} NOT_FOUND where not */
export async function seenExperiment(
  db: Db,
  projectId: string,
  access: AccessFilter,
  name: string,
): Promise<number> {
  const { id } = await findExperiment(db, projectId, name);
  if (!isAllowedBy(access, String(id)))
    throw new AppError("NOT_FOUND", `There is no experiment ${name} in this project.`);
  return id;
}

/** The page of runs that a query finds, by their ids. */
export async function findRunsPage(
  db: Db,
  projectId: string,
  access: AccessFilter,
  query: RunsQuery,
): Promise<FoundRuns> {
  const experimentId = query.experiment
    ? await seenExperiment(db, projectId, access, query.experiment)
    : null;
  return findRuns(directOf(db), { projectId, access, experimentId }, query);
}

/**
 * A page of runs with the first of their params, tags and metrics;
 * `more` names the kinds of which a run has others.
 */
export async function listRuns(db: Db, projectId: string, access: AccessFilter, query: RunsQuery) {
  const { ids, ...page } = await findRunsPage(db, projectId, access, query);
  const each = namesEach(ids.length);
  const sql = directOf(db);
  const [runs, metrics, params, tags] = [
    await listedRuns(db, ids),
    await firstMetrics(sql, ids, each),
    await firstPairs(sql, "RunParam", ids, each),
    await firstPairs(sql, "RunTag", ids, each),
  ];
  const kinds = { params, tags, metrics };
  return {
    ...page,
    runs: runs.map((run) => ({
      ...run,
      params: recordOf(params.get(run.id)?.items),
      tags: recordOf(tags.get(run.id)?.items),
      metrics: metrics.get(run.id)?.items ?? [],
      more: Object.entries(kinds).flatMap(([kind, firsts]) => (firsts.get(run.id)?.more ? [kind] : [])),
    })),
  };
}

/** Runs with those params, tags and metrics that are named. */
export async function runsWith(
  db: Db,
  projectId: string,
  ids: readonly number[],
  names: { params: readonly string[]; tags: readonly string[]; metrics: readonly string[] },
): Promise<RunRow[]> {
  const sql = directOf(db);
  const params = await namedPairs(sql, "RunParam", ids, names.params);
  const tags = await namedPairs(sql, "RunTag", ids, names.tags);
  const metrics = await namedMetrics(sql, projectId, ids, names.metrics);
  return (await listedRuns(db, ids)).map((run) => ({
    ...run,
    params: recordOf(params.get(run.id)),
    tags: recordOf(tags.get(run.id)),
    metrics: metrics.get(run.id) ?? [],
  }));
}

function recordOf(pairs: readonly Pair[] = []): Record<string, string> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}

/** A run without what it logged. @throws {AppError} NOT_FOUND when the project has no such run */
export async function findRunHead(db: Db, projectId: string, uid: string) {
  const run = await db.run.findFirst({ where: { projectId, uid }, select });
  if (!run) throw new AppError("NOT_FOUND", "There is no such run in this project.");
  return toHead(run);
}

/** Runs by their ids, in the order given, without what they logged; those of other projects are left out. */
export async function findRunHeads(db: Db, projectId: string, uids: readonly string[]): Promise<RunHead[]> {
  const rows = await db.run.findMany({ where: { projectId, uid: { in: [...uids] } }, select });
  const byUid = new Map(rows.map((row) => [row.uid, toHead(row)]));
  return uids.flatMap((uid) => byUid.get(uid) ?? []);
}

/**
 * A run with the first of its params, tags, metrics and files; `more` names the kinds of which it has others.
 *
 * @throws {AppError} NOT_FOUND when the project has no such run
 */
export async function findRun(db: Db, projectId: string, uid: string) {
  const run = await findRunHead(db, projectId, uid);
  const sql = directOf(db);
  const metrics = (await firstMetrics(sql, [run.id], firstOfRun)).get(run.id);
  const params = (await firstPairs(sql, "RunParam", [run.id], firstOfRun)).get(run.id);
  const tags = (await firstPairs(sql, "RunTag", [run.id], firstOfRun)).get(run.id);
  const files = await db.runArtifact.findMany({
    where: { runId: run.id },
    select: { path: true, sha256: true, bytes: true },
    orderBy: { path: "asc" },
    take: firstOfRun + 1,
  });
  const more = Object.entries({ params, tags, metrics }).flatMap(([kind, first]) =>
    first?.more ? [kind] : [],
  );
  return {
    ...run,
    params: recordOf(params?.items),
    tags: recordOf(tags?.items),
    metrics: metrics?.items ?? [],
    artifacts: files.slice(0, firstOfRun),
    more: files.length > firstOfRun ? [...more, "artifacts"] : more,
  };
}
export type RunDetail = Awaited<ReturnType<typeof findRun>>;

/** A file of a run. @throws {AppError} NOT_FOUND when the run has none of that path */
export async function findRunFile(db: Db, runId: number, path: string) {
  const file = await db.runArtifact.findUnique({
    where: { runId_path: { runId, path } },
    select: { path: true, sha256: true, bytes: true },
  });
  if (!file) throw new AppError("NOT_FOUND", `The run has no file ${path}.`);
  return file;
}

/** Whether a run has a file of that path. */
export async function hasRunFile(db: Db, runId: number, path: string): Promise<boolean> {
  return (await db.runArtifact.count({ where: { runId, path } })) > 0;
}
