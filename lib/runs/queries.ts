import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { findExperiment } from "@/lib/experiments/queries";
import type { RunsQuery } from "./schema";
import { searchRuns } from "./search";

const select = {
  id: true,
  uid: true,
  name: true,
  status: true,
  parentId: true,
  createdBy: true,
  datasetVersionId: true,
  jobId: true,
  startedAt: true,
  endedAt: true,
  deletedAt: true,
  provenance: true,
  experiment: { select: { id: true, name: true } },
  params: { select: { key: true, value: true } },
  metrics: { select: { key: true, split: true, value: true } },
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

function shown<T extends { provenance: string; params: { key: string; value: string }[] }>(run: T) {
  return { ...run, provenance: JSON.parse(run.provenance) as Provenance, params: Object.fromEntries(run.params.map(({ key, value }) => [key, value])) };
}

/** A page of runs with params and metrics, in the order that the search found them. */
export async function listRuns(db: Db, projectId: string, query: RunsQuery) {
  const experiment = query.experiment ? await findExperiment(db, projectId, query.experiment) : null;
  const { ids, ...page } = await searchRuns(db, projectId, query, experiment?.id ?? null);
  const rows = await db.run.findMany({ where: { id: { in: ids } }, select });
  const byId = new Map(rows.map((row) => [row.id, shown(row)]));
  return { runs: ids.flatMap((id) => byId.get(id) ?? []), ...page };
}
export type RunRow = Awaited<ReturnType<typeof listRuns>>["runs"][number];

/** @throws {AppError} NOT_FOUND when the project has no such run */
export async function findRun(db: Tx, projectId: string, uid: string) {
  const run = await db.run.findFirst({ where: { projectId, uid }, select: { ...select, artifacts: { select: { path: true, sha256: true, bytes: true }, orderBy: { path: "asc" } } } });
  if (!run) throw new AppError("NOT_FOUND", "There is no such run in this project.");
  return shown(run);
}
export type RunDetail = Awaited<ReturnType<typeof findRun>>;

/** Runs by their ids, in the order given, for a comparison; those of other projects are left out. */
export async function findRuns(db: Tx, projectId: string, uids: readonly string[]) {
  const rows = await db.run.findMany({ where: { projectId, uid: { in: [...uids] } }, select: { ...select, artifacts: { select: { path: true, sha256: true, bytes: true } } } });
  const byUid = new Map(rows.map((row) => [row.uid, shown(row)]));
  return uids.flatMap((uid) => byUid.get(uid) ?? []);
}

/** Children of a sweep's parent, in the order they were made. */
export async function listChildren(db: Tx, projectId: string, parentId: number) {
  const rows = await db.run.findMany({ where: { projectId, parentId }, select, orderBy: { id: "asc" }, take: 1_000 });
  return rows.map(shown);
}
