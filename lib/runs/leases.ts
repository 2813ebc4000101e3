import type { Db } from "@/lib/db/client";
import { end, expired, requeue } from "@/lib/jobs/queue";
import { limits } from "@/lib/limits";
import { publish } from "@/lib/projects/events";
import { endParent } from "./finish";

/** Takes jobs back whose worker was lost: into the queue again, or, after the last attempt, to failure. */
export async function sweepLeases(db: Db, now: Date): Promise<number> {
  const lost = await expired(db, now);
  for (const job of lost) {
    const retry = job.attempts < limits.jobAttempts && job.cancelRequestedAt === null;
    const status = job.cancelRequestedAt ? "KILLED" : "FAILED";
    await db.$transaction(async (tx) => {
      const taken = retry
        ? await requeue(tx, job)
        : await end(tx, job, { status, error: `Its worker was lost ${job.attempts} times.`, now });
      if (!taken || job.runId === null) return;
      const run = await tx.run.update({
        where: { id: job.runId },
        data: retry ? { status: "SCHEDULED" } : { status, endTime: now.getTime() },
      });
      if (!retry) await endParent(tx, run.parentId, now);
    });
    await publish(db, job.projectId, "job", { id: job.id, status: retry ? "QUEUED" : status });
  }
  return lost.length;
}
