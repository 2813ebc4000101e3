import { speaksOfCells } from "./told";
import { system } from "@/lib/auth/actor";
import { hashOfSecret } from "@/lib/auth/secrets";
import { retryOnUniqueViolation } from "@/lib/db/retry-on-conflict";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { limits } from "@/lib/limits";
import { leaseFrom } from "./claim";
import { effectsOf, type AllJobEffects, type JobRef, type Outcome } from "./effects";
import { isJobKind, jobKinds } from "./kinds";
import { tellProgress, type Progress } from "./relay";
import { jobSubject } from "./subject";

const over = () =>
  new AppError("UNAUTHENTICATED", "This attempt is over: the job ended, or went to another worker.");

/**
 * The job whose running attempt a secret belongs to.
 *
 * @throws {AppError} UNAUTHENTICATED when the attempt has ended or lost its lease, is another job's, or is of
 *   a kind that is not declared
 */
export async function jobOfToken(db: Tx, secret: string, id: string) {
  const job = await db.job.findFirst({ where: { id, tokenHash: hashOfSecret(secret), status: "RUNNING" } });
  if (!job || !isJobKind(job.kind)) throw over();
  return job;
}
export type RunningJob = Awaited<ReturnType<typeof jobOfToken>>;

/** Keeps the lease and notes progress; whether somebody asked for the job to stop. */
export async function heartbeat(
  db: Db,
  job: RunningJob,
  progress: Progress,
  now: Date,
): Promise<{ cancel: boolean }> {
  const { count } = await db.job.updateMany({
    where: { id: job.id, tokenHash: job.tokenHash, status: "RUNNING" },
    data: { leaseUntil: leaseFrom(now), heartbeatAt: now, ...progress },
  });
  if (count === 0) throw over();
  const { cancelRequestedAt } = await db.job.findUniqueOrThrow({
    where: { id: job.id },
    select: { cancelRequestedAt: true },
  });
  await tellProgress(db, job.id, now, progress);
  return { cancel: cancelRequestedAt !== null };
}

/**
 * Ends a job with all that its kind writes of it, in one transaction: all of it is there, or none. What a
 * worker sends again after a lost answer changes nothing.
 *
 * @throws {AppError} INVALID for a result that is not its kind's; UNAUTHENTICATED when the attempt is over
 */
export async function finishAttempt(
  db: Db,
  effects: AllJobEffects,
  { job, outcome, exit = null }: { job: RunningJob; outcome: Outcome<unknown>; exit?: string | null },
): Promise<void> {
  if (outcome.status === "FINISHED") await effectsOf(effects, job.kind).check(outcome.result, job);
  const write = () =>
    db.$transaction(async (tx) => {
      const ended = await endJob(tx, effects, { job, outcome, from: ["RUNNING"] });
      if (!ended) throw over();
      await endAttempt(tx, job, { outcome: outcome.status, exit, reason: outcome.error, now: outcome.now });
    });
  await retryOnUniqueViolation(write);
}

type Endable = JobRef & { tokenHash: string | null; attempts: number; attemptsBefore: number };

type Ending = { job: Endable; outcome: Outcome<unknown>; from: ("QUEUED" | "RUNNING")[]; lapsed?: Date };

/**
 * Ends a job for good, with the effects of its kind; where `lapsed` is given,
 * only if its lease ran out before.
 *
 * @returns false when it was over before, so that nothing is counted twice
 */
export async function endJob(
  tx: Tx,
  effects: AllJobEffects,
  { job, outcome, from, lapsed }: Ending,
): Promise<boolean> {
  const { count } = await tx.job.updateMany({
    where: {
      id: job.id,
      tokenHash: job.tokenHash,
      status: { in: from },
      ...(lapsed ? { leaseUntil: { lt: lapsed } } : {}),
    },
    data: {
      status: outcome.status,
      error: outcome.error,
      endedAt: outcome.now,
      tokenHash: null,
      leaseUntil: null,
      ...(isJobKind(job.kind) && jobKinds[job.kind].keepsSpec ? {} : { spec: "{}" }),
    },
  });
  if (count === 0) return false;
  const { projectId, subject, run } = await jobSubject(tx, job.id);
  const { status, error } = outcome;
  record(tx, system, {
    name: "job.finish",
    projectId,
    subject,
    detail: { status, error: speaksOfCells.has(job.kind) ? null : error, run },
  });
  const report = await effectsOf(effects, job.kind).ended(tx, job, outcome);
  if (report) await tx.job.update({ where: { id: job.id }, data: { report: JSON.stringify(report) } });
  return true;
}

/** Notes how an attempt ended. */
export async function endAttempt(
  tx: Tx,
  { id, attempts }: { id: string; attempts: number },
  { outcome, exit, reason, now }: { outcome: string; exit: string | null; reason: string | null; now: Date },
): Promise<void> {
  await tx.attempt.updateMany({
    where: { jobId: id, number: attempts, endedAt: null },
    data: { outcome, exit, reason, endedAt: now },
  });
}

/**
 * Takes jobs back whose worker was not heard of until their lease ran out: into the queue again, as often
 * as their kind allows, else to failure. Where the clock was set since the last look, no lease says anything:
 * every running job gets a new one.
 *
 * @param moved by how many milliseconds the clock was set
 * @returns those that were taken back, with their new status
 */
export async function requeueExpiredJobs(db: Db, effects: AllJobEffects, now: Date, moved = 0) {
  if (Math.abs(moved) > limits.leaseMilliseconds / 4) {
    await db.job.updateMany({ where: { status: "RUNNING" }, data: { leaseUntil: leaseFrom(now) } });
    return [];
  }
  const lost = await db.job.findMany({ where: { status: "RUNNING", leaseUntil: { lt: now } }, take: 100 });
  const changed = [];
  for (const job of lost) {
    const status = await db.$transaction((tx) => takeBack(tx, effects, job, now));
    if (status) changed.push({ id: job.id, projectId: job.projectId, status });
  }
  return changed;
}

type Lost = Endable & { cancelRequestedAt: Date | null; worker: string | null };

async function takeBack(tx: Tx, effects: AllJobEffects, job: Lost, now: Date) {
  const tries = isJobKind(job.kind) ? jobKinds[job.kind].retry.attempts : 1;
  const lost = job.attempts - job.attemptsBefore;
  const again = lost < tries && job.cancelRequestedAt === null;
  const status = again ? "QUEUED" : job.cancelRequestedAt ? "KILLED" : "FAILED";
  const seconds = limits.leaseMilliseconds / 1_000;
  const reason = `Nothing was heard of ${job.worker ?? "its worker"} for ${seconds} s.`;
  const error =
    lost === 1
      ? "Its worker was lost, and a second try might do its work twice."
      : `Its worker was lost ${lost} times.`;
  const taken =
    status === "QUEUED"
      ? await requeue(tx, effects, job, now)
      : await endJob(tx, effects, {
          job,
          outcome: { status, error, result: null, now },
          from: ["RUNNING"],
          lapsed: now,
        });
  if (!taken) return null;
  await endAttempt(tx, job, { outcome: "LOST", exit: null, reason, now });
  return status;
}

/**
 * Puts a running job back into the queue; false when it is no longer that attempt's, or was heard of again.
 */
async function requeue(tx: Tx, effects: AllJobEffects, job: Endable, now: Date): Promise<boolean> {
  const message = "Its worker was lost; it will start again";
  const { count } = await tx.job.updateMany({
    where: { id: job.id, tokenHash: job.tokenHash, status: "RUNNING", leaseUntil: { lt: now } },
    data: { status: "QUEUED", tokenHash: null, leaseUntil: null, message },
  });
  if (count === 0) return false;
  const { projectId, subject, run } = await jobSubject(tx, job.id);
  record(tx, system, {
    name: "job.requeue",
    projectId,
    subject,
    detail: { attempt: job.attempts, run },
  });
  await effectsOf(effects, job.kind).requeued(tx, job);
  return true;
}
