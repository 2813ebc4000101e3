import type { Actor } from "@/lib/auth/actor";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { endJob } from "./attempts";
import type { AllJobEffects } from "./effects";
import { jobSubject } from "./subject";

/** Where and when somebody asks for jobs to stop. */
type Where = { projectId: string; now: Date };

/**
 * Asks for a job to stop: one that waits is killed at once, one that runs is told at its next heartbeat.
 *
 * @throws {AppError} NOT_FOUND when the project has no such job; CONFLICT when it has ended
 */
export async function cancelJob(
  db: Db,
  effects: AllJobEffects,
  actor: Actor,
  { projectId, now, jobId }: Where & { jobId: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const job = await tx.job.findFirst({ where: { id: jobId, projectId } });
    if (!job) throw new AppError("NOT_FOUND", "There is no such job in this project.");
    const stopped = await stopJob(tx, effects, job, now);
    if (!stopped) throw new AppError("CONFLICT", `The job has ended: it is ${job.status.toLowerCase()}.`);
    const { subject, run } = await jobSubject(tx, jobId);
    record(tx, actor, { name: "job.cancel", projectId, subject, detail: { outcome: stopped, run } });
  });
}

type Stoppable = NonNullable<Awaited<ReturnType<Tx["job"]["findFirst"]>>>;

/** Kills a job that waits, or asks one that runs; null when it has ended. */
async function stopJob(
  tx: Tx,
  effects: AllJobEffects,
  job: Stoppable,
  now: Date,
): Promise<"killed" | "asked" | null> {
  const killed = await endJob(tx, effects, {
    job,
    outcome: { status: "KILLED", error: null, result: null, now },
    from: ["QUEUED"],
  });
  if (killed) {
    await tx.job.update({ where: { id: job.id }, data: { cancelRequestedAt: now } });
    return "killed";
  }
  const { count } = await tx.job.updateMany({
    where: { id: job.id, status: "RUNNING" },
    data: { cancelRequestedAt: now },
  });
  return count === 1 ? "asked" : null;
}

/**
 * Takes jobs for this transaction before their runs and what these share: a job that ends meanwhile takes its
 * own row, its run and then their parent, and would wait for the one whom it keeps waiting.
 */
async function lockJobs(tx: Tx, jobs: readonly { id: string }[]): Promise<void> {
  for (const id of jobs.map((job) => job.id).sort())
    await tx.$executeRaw`UPDATE "Job" SET "status" = "status" WHERE "id" = ${id}`;
}

const patient = { timeout: 30_000 };
/** So many jobs of a group are stopped in one transaction, so that others come in between. */
const groupBatch = 20;

/**
 * Asks for all jobs that were started together, such as a sweep's, to stop: those that wait first, so that
 * none of them starts meanwhile.
 *
 * @returns how many there were to stop
 * @throws {AppError} NOT_FOUND when the project has no such jobs; CONFLICT when all have ended
 */
export async function cancelJobGroup(
  db: Db,
  effects: AllJobEffects,
  actor: Actor,
  { projectId, now, groupId }: Where & { groupId: string },
): Promise<number> {
  const run = await db.run.findFirst({
    where: { projectId, uid: groupId },
    select: { name: true, experimentId: true },
  });
  if (!run) throw new AppError("NOT_FOUND", "There is no such sweep in this project.");
  const subject = { kind: "run" as const, id: groupId, name: run.name, experiment: run.experimentId };
  const open = { projectId, groupId, cancelRequestedAt: null, status: { in: ["QUEUED", "RUNNING"] } };
  let stopped = 0;
  for (;;) {
    const batch = await db.$transaction(async (tx) => {
      const jobs = await tx.job.findMany({ where: open, orderBy: { status: "asc" }, take: groupBatch });
      await lockJobs(tx, jobs);
      for (const job of jobs) await stopJob(tx, effects, job, now);
      if (jobs.length > 0)
        record(tx, actor, { name: "sweep.cancel", projectId, subject, detail: { jobs: jobs.length } });
      return jobs.length;
    }, patient);
    stopped += batch;
    if (batch < groupBatch) break;
  }
  if (stopped === 0) throw new AppError("CONFLICT", "All of its jobs have ended or are stopping.");
  return stopped;
}
