import { system } from "@/lib/auth/actor";
import { hashOfSecret, newSecret } from "@/lib/auth/secrets";
import type { Db, Tx } from "@/lib/db/client";
import { record } from "@/lib/events/record";
import { limits } from "@/lib/limits";
import { effectsOf, type AllJobEffects } from "./effects";
import { nextShare } from "./fair-share";
import { jobKinds } from "./kinds";
import { labelSets } from "./labels";
import { runningSlots, waitingHeads } from "./shares";
import { jobSubject } from "./subject";

/** What a worker offers: slots in all and free ones, and labels that jobs may ask for. */
export type Offer = { worker: string; slots: number; free: number; labels: readonly string[] };

/** How many slots jobs may take at once, by project and by person. */
export type RunningLimits = { perProject: number; perPerson: number };

/**
 * Gives the job whose turn it is to a worker, with a secret that is good for this attempt alone. Projects
 * take turns (lib/jobs/fair-share.ts); within a project the higher priority goes first, then the older job.
 * Claims stand in line on one row, so that each sees what was taken before it, and no job is taken twice.
 * A job that needs more slots than are free is waited for, so that smaller ones never keep it out.
 *
 * @returns null when nothing that this worker may run can start
 */
export async function claimNext(
  db: Db,
  effects: AllJobEffects,
  { offer, limit, now }: { offer: Offer; limit: RunningLimits; now: Date },
) {
  if (!(await db.job.findFirst({ where: { status: "QUEUED" }, select: { id: true } }))) return null;
  return db.$transaction(async (tx) => {
    await takeTurn(tx);
    for (;;) {
      const jobId = await whoseTurn(tx, offer, limit);
      const started = jobId && (await startAttempt(tx, effects, { jobId, worker: offer.worker, now }));
      if (started || !jobId) return started || null;
    }
  });
}

/** Locks the queue until the transaction ends. */
async function takeTurn(tx: Tx): Promise<void> {
  await tx.setting.update({ where: { key: "job-queue" }, data: { value: "" } });
}

async function whoseTurn(tx: Tx, offer: Offer, limit: RunningLimits): Promise<string | null> {
  const running = await runningSlots(tx);
  const heads = await waitingHeads(tx, running, {
    slots: offer.slots,
    labelSets: labelSets(offer.labels),
    kinds: Object.keys(jobKinds),
    notBy: [...running.people].filter(([, slots]) => slots >= limit.perPerson).map(([person]) => person),
  });
  const next = nextShare(heads, limit);
  return next && next.slots <= offer.free ? next.jobId : null;
}

/** @returns null when the job was ended since it was chosen, as by somebody who cancelled it */
async function startAttempt(
  tx: Tx,
  effects: AllJobEffects,
  { jobId, worker, now }: { jobId: string; worker: string; now: Date },
) {
  const token = newSecret("job");
  const [job] = await tx.job.updateManyAndReturn({
    where: { id: jobId, status: "QUEUED" },
    data: {
      status: "RUNNING",
      worker,
      tokenHash: hashOfSecret(token),
      leaseUntil: leaseFrom(now),
      heartbeatAt: now,
      startedAt: now,
      attempts: { increment: 1 },
      done: 0,
      total: 0,
      logBytes: 0,
      message: "Starting",
    },
  });
  if (!job) return null;
  await tx.attempt.create({
    data: { jobId, projectId: job.projectId, number: job.attempts, worker, startedAt: now },
  });
  await effectsOf(effects, job.kind).claimed?.(tx, job, now);
  const { projectId, subject, run } = await jobSubject(tx, jobId);
  const detail = { worker, attempt: job.attempts, run };
  record(tx, system, { name: "job.start", projectId, subject, detail });
  return { job, token };
}

/** Until when a worker that was heard of now keeps its job. */
export function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + limits.leaseMilliseconds);
}
