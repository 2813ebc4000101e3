import type { AccessFilter } from "@/lib/auth/access-filter";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { findExperiment } from "@/lib/experiments/queries";
import { latestMetrics, type LatestMetric } from "./latest-metrics";
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
  startTime: true,
  endTime: true,
  deletedAt: true,
  provenance: true,
  experiment: { select: { id: true, number: true, name: true } },
  params: { select: { key: true, value: true } },
  tags: { select: { key: true, value: true } },
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

type Stored = {
  id: number;
  startTime: bigint;
  endTime: bigint | null;
  provenance: string;
  params: KeyValue[];
  tags: KeyValue[];
};
type KeyValue = { key: string; value: string };

function shown<Row extends Stored>(
  { startTime, endTime, ...run }: Row,
  metrics: ReadonlyMap<number, LatestMetric[]>,
) {
  return {
    ...run,
    startedAt: new Date(Number(startTime)),
    endedAt: endTime === null ? null : new Date(Number(endTime)),
    provenance: JSON.parse(run.provenance) as Provenance,
    params: Object.fromEntries(run.params.map(({ key, value }) => [key, value])),
    tags: Object.fromEntries(run.tags.map(({ key, value }) => [key, value])),
    metrics: metrics.get(run.id) ?? [],
  };
}

async function allShown<Row extends Stored>(db: Db, rows: readonly Row[]) {
  const metrics = await latestMetrics(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => shown(row, metrics));
}

/** A page of runs with params and metrics, in the order that the search found them. */
export async function listRuns(db: Db, projectId: string, access: AccessFilter, query: RunsQuery) {
  const experiment = query.experiment ? await findExperiment(db, projectId, query.experiment) : null;
  const { ids, ...page } = await searchRuns(db, projectId, query, {
    experimentId: experiment?.id ?? null,
    access,
  });
  const rows = await db.run.findMany({ where: { id: { in: ids } }, select });
  const byId = new Map((await allShown(db, rows)).map((row) => [row.id, row]));
  return { runs: ids.flatMap((id) => byId.get(id) ?? []), ...page };
}
export type RunRow = Awaited<ReturnType<typeof listRuns>>["runs"][number];

/** @throws {AppError} NOT_FOUND when the project has no such run */
export async function findRun(db: Db, projectId: string, uid: string) {
  const run = await db.run.findFirst({
    where: { projectId, uid },
    select: {
      ...select,
      artifacts: { select: { path: true, sha256: true, bytes: true }, orderBy: { path: "asc" } },
    },
  });
  if (!run) throw new AppError("NOT_FOUND", "There is no such run in this project.");
  return shown(run, await latestMetrics(db, [run.id]));
}
export type RunDetail = Awaited<ReturnType<typeof findRun>>;

/** Runs by their ids, in the order given, for a comparison; those of other projects are left out. */
export async function findRuns(db: Db, projectId: string, uids: readonly string[]) {
  const rows = await db.run.findMany({
    where: { projectId, uid: { in: [...uids] } },
    select: { ...select, artifacts: { select: { path: true, sha256: true, bytes: true } } },
  });
  const byUid = new Map((await allShown(db, rows)).map((row) => [row.uid, row]));
  return uids.flatMap((uid) => byUid.get(uid) ?? []);
}

/** Children of a sweep's parent, in the order they were made. */
export async function listChildren(db: Db, projectId: string, parentId: number) {
  const rows = await db.run.findMany({
    where: { projectId, parentId },
    select,
    orderBy: { id: "asc" },
    take: 1_000,
  });
  return allShown(db, rows);
}
