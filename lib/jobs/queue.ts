import type { Db, Tx } from "@/lib/db/client";
import { hashOfSecret, newSecret } from "@/lib/auth/secrets";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";

export type NewJob = {
  projectId: string;
  kind: "train" | "import" | "import-file" | "export";
  title: string;
  spec: object;
  runId?: number;
  datasetVersionId?: string;
  createdBy: string;
};

/** Puts work into the queue. */
export async function enqueue(tx: Tx, { spec, ...job }: NewJob): Promise<{ id: string }> {
  return tx.job.create({
    data: { ...job, spec: JSON.stringify(spec), status: "QUEUED" },
    select: { id: true },
  });
}

/**
 * Gives the oldest queued job to a worker, with a secret that is good for this attempt alone. The guard
 * stands in the update, so that of two workers one gets it.
 *
 * @returns null when nothing waits
 */
export async function claim(db: Db, worker: string, now: Date) {
  for (;;) {
    const next = await db.job.findFirst({
      where: { status: "QUEUED" },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      select: { id: true },
    });
    if (!next) return null;
    const token = newSecret("job");
    const data = {
      status: "RUNNING",
      worker,
      tokenHash: hashOfSecret(token),
      leaseUntil: leaseFrom(now),
      startedAt: now,
      attempts: { increment: 1 },
      done: 0,
      total: 0,
      message: "Starting",
    };
    const { count } = await db.job.updateMany({ where: { id: next.id, status: "QUEUED" }, data });
    if (count === 1) return { job: await db.job.findUniqueOrThrow({ where: { id: next.id } }), token };
  }
}

/**
 * The job that a secret is good for, while its attempt lasts.
 *
 * @throws {AppError} UNAUTHENTICATED when the attempt has ended or lost its lease
 */
export async function jobOfToken(db: Tx, secret: string) {
  const job = await db.job.findFirst({ where: { tokenHash: hashOfSecret(secret), status: "RUNNING" } });
  if (!job)
    throw new AppError("UNAUTHENTICATED", "This attempt is over: the job ended, or went to another worker.");
  return job;
}
export type RunningJob = Awaited<ReturnType<typeof jobOfToken>>;

/** Keeps the lease, notes progress and log lines; whether somebody asked for the job to stop. A line sent twice is kept once. */
export async function beat(
  db: Db,
  job: RunningJob,
  {
    done,
    total,
    message,
    lines,
  }: { done: number; total: number; message: string; lines: { seq: number; at: Date; line: string }[] },
  now: Date,
): Promise<{ cancel: boolean }> {
  const { count } = await db.job.updateMany({
    where: { id: job.id, tokenHash: job.tokenHash, status: "RUNNING" },
    data: { leaseUntil: leaseFrom(now), done, total, message },
  });
  if (count === 0) throw new AppError("UNAUTHENTICATED", "This attempt is over.");
  for (const line of lines) {
    const key = { jobId: job.id, attempt: job.attempts, seq: line.seq };
    if (line.seq < limits.jobLogLines)
      await db.jobLog.upsert({
        where: { jobId_attempt_seq: key },
        create: { ...key, at: line.at, line: line.line },
        update: {},
      });
  }
  const { cancelRequestedAt } = await db.job.findUniqueOrThrow({
    where: { id: job.id },
    select: { cancelRequestedAt: true },
  });
  return { cancel: cancelRequestedAt !== null };
}

/** Ends an attempt for good; false when it was over before, so that nothing is counted twice. */
export async function end(
  tx: Tx,
  job: { id: string; tokenHash: string | null },
  outcome: { status: "FINISHED" | "FAILED" | "KILLED"; error: string | null; now: Date },
): Promise<boolean> {
  const { count } = await tx.job.updateMany({
    where: { id: job.id, tokenHash: job.tokenHash, status: { in: ["QUEUED", "RUNNING"] } },
    data: {
      status: outcome.status,
      error: outcome.error,
      endedAt: outcome.now,
      tokenHash: null,
      leaseUntil: null,
    },
  });
  if (count === 1) await forgetSecrets(tx, job.id);
  return count === 1;
}

/** A transfer knows how to speak to another server only for as long as it lasts. */
async function forgetSecrets(tx: Tx, jobId: string): Promise<void> {
  await tx.job.updateMany({ where: { id: jobId, kind: { not: "train" } }, data: { spec: "{}" } });
}

/** Asks for a job to stop: one that waits is killed at once, one that runs is told at its next heartbeat. */
export async function requestCancel(
  tx: Tx,
  projectId: string,
  jobId: string,
  now: Date,
): Promise<"killed" | "asked"> {
  const job = await tx.job.findFirst({ where: { id: jobId, projectId }, select: { id: true, status: true } });
  if (!job) throw new AppError("NOT_FOUND", "There is no such job in this project.");
  const killed = await tx.job.updateMany({
    where: { id: jobId, status: "QUEUED" },
    data: { status: "KILLED", cancelRequestedAt: now, endedAt: now },
  });
  if (killed.count === 1) {
    await forgetSecrets(tx, jobId);
    return "killed";
  }
  const asked = await tx.job.updateMany({
    where: { id: jobId, status: "RUNNING" },
    data: { cancelRequestedAt: now },
  });
  if (asked.count === 0)
    throw new AppError("CONFLICT", `The job has ended: it is ${job.status.toLowerCase()}.`);
  return "asked";
}

/** Running jobs whose worker has not been heard of since their lease ran out. */
export function expired(db: Tx, now: Date) {
  return db.job.findMany({ where: { status: "RUNNING", leaseUntil: { lt: now } }, take: 100 });
}

/** Puts a job back into the queue after its worker was lost; false when it is no longer that attempt's. */
export async function requeue(tx: Tx, job: { id: string; tokenHash: string | null }): Promise<boolean> {
  const { count } = await tx.job.updateMany({
    where: { id: job.id, tokenHash: job.tokenHash, status: "RUNNING" },
    data: {
      status: "QUEUED",
      tokenHash: null,
      leaseUntil: null,
      message: "Its worker was lost; it will start again",
    },
  });
  return count === 1;
}

function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + limits.leaseMilliseconds);
}
