import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { effectsOf, type AllJobEffects } from "./effects";
import { canBeRetried, retriedFrom } from "./kinds";
import { requireRoom } from "./queue";
import { jobSubject } from "./subject";

type Retry = { projectId: string; jobId: string };

/**
 * Puts a job that failed or was stopped back into the queue, from now on for whoever asks. Its attempts are
 * counted anew as far as lost workers go; those it had stay with it.
 *
 * @throws {AppError} NOT_FOUND when the project has no such job; CONFLICT when it has not failed, when its
 * kind is not tried again, or when what it works on is gone; FORBIDDEN where they may not do what it does;
 * TOO_MANY when too many wait
 */
export async function retryJob(
  db: Db,
  effects: AllJobEffects,
  actor: Actor & { id: string },
  { projectId, jobId }: Retry,
): Promise<void> {
  const job = await db.job.findFirst({ where: { id: jobId, projectId } });
  if (!job) throw new AppError("NOT_FOUND", "There is no such job in this project.");
  const failed = retriedFrom.find((status) => status === job.status);
  if (!failed) throw new AppError("CONFLICT", "Only a job that failed or was stopped can be tried again.");
  if (!canBeRetried(job))
    throw new AppError("CONFLICT", "What this job was asked for is not kept. Start it anew.");
  const { ready, retried } = effectsOf(effects, job.kind);
  await ready(job);
  await db.$transaction(async (tx) => {
    await requireRoom(tx, projectId);
    const { count } = await tx.job.updateMany({
      where: { id: jobId, status: failed, attempts: job.attempts },
      data: {
        status: "QUEUED",
        createdBy: actor.id,
        attemptsBefore: job.attempts,
        endedAt: null,
        cancelRequestedAt: null,
        error: null,
        report: null,
        done: 0,
        total: 0,
        message: "It is tried again",
      },
    });
    if (count === 0) throw new AppError("CONFLICT", "Somebody else has asked for another try already.");
    await retried(tx, job, actor);
    const { subject, run } = await jobSubject(tx, jobId);
    record(tx, actor, { name: "job.retry", projectId, subject, detail: { attempts: job.attempts, run } });
  });
}
