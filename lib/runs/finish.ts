import { againWhenMadeMeanwhile } from "@/lib/db/again";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { claim, end, type RunningJob } from "@/lib/jobs/queue";
import type { Finish } from "@/lib/jobs/schema";
import type { Storage } from "@/lib/storage/storage";
import { writeFinalMetrics } from "./final-metrics";

/** Gives the oldest queued job to a worker and marks its run as running. */
export async function claimTraining(db: Db, worker: string, now: Date) {
  const claimed = await claim(db, worker, now);
  if (claimed?.job.runId)
    await db.run.updateMany({
      where: { id: claimed.job.runId, status: "SCHEDULED" },
      data: { status: "RUNNING", startTime: now.getTime() },
    });
  return claimed;
}

/**
 * Ends a job and its run in one transaction: metrics, artifacts and provenance are all there, or none.
 * What a worker sends again after a lost answer changes nothing.
 *
 * @throws {AppError} INVALID when an artifact was not uploaded; UNAUTHENTICATED when the attempt is over
 */
export async function finishTraining(
  { db, storage }: { db: Db; storage: Storage },
  job: RunningJob,
  result: Finish,
  now: Date,
): Promise<void> {
  for (const { sha256, path } of result.artifacts) {
    await storage.keep(sha256).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      throw new AppError("INVALID", `The artifact ${path} was not uploaded.`);
    });
  }
  const write = () =>
    db.$transaction(async (tx) => {
      const ended = await end(tx, job, { status: result.status, error: result.error ?? null, now });
      if (!ended) throw new AppError("UNAUTHENTICATED", "This attempt is over.");
      if (job.runId === null) return endTransfer(tx, job, result);
      const run = await tx.run.findUniqueOrThrow({ where: { id: job.runId } });
      const provenance = { ...(JSON.parse(run.provenance) as object), ...result.provenance };
      await tx.run.update({
        where: { id: run.id },
        data: { status: result.status, endTime: now.getTime(), provenance: JSON.stringify(provenance) },
      });
      await writeFinalMetrics(tx, run, result.metrics, now);
      if (result.artifacts.length > 0)
        await tx.runArtifact.createMany({
          data: result.artifacts.map((artifact) => ({ runId: run.id, ...artifact })),
        });
      await endParent(tx, run.parentId, now);
    });
  await againWhenMadeMeanwhile(write);
}

/** Keeps what a transfer says of itself. */
async function endTransfer(tx: Tx, job: RunningJob, { report }: Finish): Promise<void> {
  if (report) await tx.job.update({ where: { id: job.id }, data: { report: JSON.stringify(report) } });
}

/** Ends a sweep's parent with its last child. Children take its row first, so that two that end at once see each other. */
export async function endParent(tx: Tx, parentId: number | null, now: Date): Promise<void> {
  if (parentId === null) return;
  await tx.$executeRaw`UPDATE "Run" SET "name" = "name" WHERE "id" = ${parentId}`;
  const open = await tx.run.count({ where: { parentId, status: { in: ["SCHEDULED", "RUNNING"] } } });
  if (open > 0) return;
  const finished = await tx.run.count({ where: { parentId, status: "FINISHED" } });
  await tx.run.updateMany({
    where: { id: parentId, status: "RUNNING" },
    data: { status: finished > 0 ? "FINISHED" : "FAILED", endTime: now.getTime() },
  });
}
