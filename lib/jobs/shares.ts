import type { Tx } from "@/lib/db/client";
import { Prisma } from "@/prisma/generated/sqlite/client";
import type { Share } from "./fair-share";

/** Slots in use, by project and by who asked for the jobs. */
export type Running = { projects: ReadonlyMap<string, number>; people: ReadonlyMap<string, number> };

/** Slots that running jobs take. */
export async function runningSlots(tx: Tx): Promise<Running> {
  const jobs = await tx.job.findMany({
    where: { status: "RUNNING" },
    select: { projectId: true, createdBy: true, slots: true },
  });
  const [projects, people] = [new Map<string, number>(), new Map<string, number>()];
  for (const { projectId, createdBy, slots } of jobs) {
    projects.set(projectId, (projects.get(projectId) ?? 0) + slots);
    people.set(createdBy, (people.get(createdBy) ?? 0) + slots);
  }
  return { projects, people };
}

/**
 * What a worker may be given: at most so many slots, one of these sets of labels, nothing of these people.
 */
export type Fit = {
  slots: number;
  labelSets: readonly string[];
  kinds: readonly string[];
  notBy: readonly string[];
};
export type Head = Share & { jobId: string; slots: number };

/**
 * The first job of each project that fits. It steps from project to project and reads each one's first job
 * by the index, so its time goes with the number of projects, not of jobs.
 */
export async function waitingHeads(tx: Tx, running: Running, fit: Fit): Promise<Head[]> {
  const rows = await tx.$queryRaw<{ jobId: string | null; lastAttempt: number | bigint }[]>(Prisma.sql`
    WITH RECURSIVE ${waitingProjects}
    SELECT
      (SELECT j."id" FROM "Job" j
       WHERE j."status" = 'QUEUED' AND j."projectId" = p."projectId" AND j."slots" <= ${fit.slots}
         AND j."labels" IN (${Prisma.join([...fit.labelSets])})
         AND j."kind" IN (${Prisma.join([...fit.kinds])})
         AND j."createdBy" NOT IN (${Prisma.join(["", ...fit.notBy])})
       ORDER BY j."priority" DESC, j."createdAt", j."id" LIMIT 1) AS "jobId",
      (SELECT COALESCE(MAX(a."id"), 0) FROM "Attempt" a WHERE a."projectId" = p."projectId") AS "lastAttempt"
    FROM p WHERE p."projectId" IS NOT NULL`);
  const lastAttempts = new Map(rows.map(({ jobId, lastAttempt }) => [jobId, Number(lastAttempt)]));
  const jobs = await tx.job.findMany({
    where: { id: { in: rows.flatMap(({ jobId }) => jobId ?? []) } },
    select: { id: true, projectId: true, slots: true, createdAt: true },
  });
  return jobs.map(({ id, projectId, slots, createdAt }) => ({
    jobId: id,
    projectId,
    slots,
    running: running.projects.get(projectId) ?? 0,
    lastAttempt: lastAttempts.get(id) ?? 0,
    oldest: createdAt.getTime(),
  }));
}

/** Projects in which something waits, one step of an index each; ends with a row of NULL. */
const waitingProjects = Prisma.sql`p("projectId") AS (
  SELECT MIN("projectId") FROM "Job" WHERE "status" = 'QUEUED'
  UNION ALL
  SELECT (SELECT MIN(n."projectId") FROM "Job" n
          WHERE n."status" = 'QUEUED' AND n."projectId" > p."projectId")
  FROM p WHERE p."projectId" IS NOT NULL)`;

/** Where every project in which something waits stands, with how many of its jobs wait. */
export async function waitingShares(tx: Tx, running: Running): Promise<(Share & { waiting: number })[]> {
  const counts = await tx.job.groupBy({
    by: ["projectId"],
    where: { status: "QUEUED" },
    _count: true,
    _min: { createdAt: true },
  });
  const attempts = await tx.$queryRaw<{ projectId: string; lastAttempt: number | bigint }[]>(Prisma.sql`
    WITH RECURSIVE ${waitingProjects}
    SELECT p."projectId",
      (SELECT COALESCE(MAX(a."id"), 0) FROM "Attempt" a WHERE a."projectId" = p."projectId") AS "lastAttempt"
    FROM p WHERE p."projectId" IS NOT NULL`);
  const lastAttempts = new Map(
    attempts.map(({ projectId, lastAttempt }) => [projectId, Number(lastAttempt)]),
  );
  return counts.map(({ projectId, _count, _min }) => ({
    projectId,
    waiting: _count,
    running: running.projects.get(projectId) ?? 0,
    lastAttempt: lastAttempts.get(projectId) ?? 0,
    oldest: _min.createdAt?.getTime() ?? 0,
  }));
}
