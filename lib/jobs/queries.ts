import { toIdFilter, type AccessFilter } from "@/lib/auth/access-filter";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";

const select = {
  id: true,
  kind: true,
  title: true,
  status: true,
  runId: true,
  createdBy: true,
  createdAt: true,
  startedAt: true,
  endedAt: true,
  attempts: true,
  worker: true,
  done: true,
  total: true,
  message: true,
  error: true,
  report: true,
  cancelRequestedAt: true,
} as const;

/** Jobs of a project, newest first; those of runs beyond the access are left out. */
export async function listJobs(
  db: Tx,
  projectId: string,
  access: AccessFilter,
  { limit = limits.pageSize, status }: { limit?: number; status?: string[] } = {},
) {
  const jobs = await db.job.findMany({
    where: { projectId, ...(status ? { status: { in: status } } : {}) },
    select,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  if (access.all && access.but.length === 0) return jobs;
  const runs = await db.run.findMany({
    where: {
      projectId,
      id: { in: jobs.flatMap(({ runId }) => runId ?? []) },
      experimentId: toIdFilter(access),
    },
    select: { id: true },
  });
  const seen = new Set(runs.map(({ id }) => id));
  return jobs.filter(({ runId }) => (runId === null ? access.all : seen.has(runId)));
}
export type JobRow = Awaited<ReturnType<typeof listJobs>>[number];

/** @throws {AppError} NOT_FOUND when the project has no such job */
export async function findJob(db: Tx, projectId: string, jobId: string) {
  const job = await db.job.findFirst({ where: { id: jobId, projectId }, select });
  if (!job) throw new AppError("NOT_FOUND", "There is no such job in this project.");
  return job;
}
