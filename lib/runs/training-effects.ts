import { requireStillMay } from "@/lib/auth/still-may";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { jobEffects, type JobEffects, type JobRef } from "@/lib/jobs/effects";
import { train } from "@/lib/jobs/kinds/train";
import type { Storage } from "@/lib/storage/storage";
import { writeFinalMetrics } from "./final-metrics";
import { endParent } from "./finish";

/**
 * What training does to its run: it runs, waits or ends with its job, and has metrics and files at the end.
 */
export function trainingEffects(storage: Storage): JobEffects {
  return jobEffects(train, {
    check: async ({ artifacts }) => {
      for (const { sha256, path } of artifacts)
        await storage.keep(sha256).catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error;
          throw new AppError("INVALID", `The artifact ${path} was not uploaded.`);
        });
    },
    claimed: async (tx, { runId }, now) => {
      if (runId === null) return;
      await tx.run.updateMany({
        where: { id: runId, status: "SCHEDULED" },
        data: { status: "RUNNING", startTime: now.getTime() },
      });
    },
    requeued: async (tx, { runId }) => {
      if (runId === null) return;
      await tx.run.updateMany({ where: { id: runId, status: "RUNNING" }, data: { status: "SCHEDULED" } });
    },
    retried: async (tx, job, by) => {
      await requireReadable(tx, job, by.id);
      if (job.runId !== null) await reopenRun(tx, job.runId);
    },
    ended: async (tx, { runId }, { status, result, now }) => {
      if (runId === null) return null;
      const run = await tx.run.findUniqueOrThrow({ where: { id: runId } });
      const provenance = { ...(JSON.parse(run.provenance) as object), ...result?.provenance };
      await tx.run.update({
        where: { id: run.id },
        data: { status, endTime: now.getTime(), provenance: JSON.stringify(provenance) },
      });
      if (result) {
        await writeFinalMetrics(tx, run, result.metrics, now);
        await keepFiles(tx, run.id, result.artifacts);
      }
      await endParent(tx, run.parentId, now);
      return null;
    },
  });
}

/** The rows go to whoever asks for another try, so they must be theirs to read. */
async function requireReadable(tx: Tx, job: JobRef, userId: string): Promise<void> {
  const version = await tx.datasetVersion.findFirst({
    where: { id: job.datasetVersionId ?? "", projectId: job.projectId },
    select: { dataset: { select: { name: true } } },
  });
  if (!version) throw new AppError("CONFLICT", "The dataset that it learned from is gone.");
  const { projectId } = job;
  await requireStillMay(tx, "dataset:read", { projectId, userId, dataset: version.dataset.name });
}

/** A run waits again, and its sweep is under way again. */
async function reopenRun(tx: Tx, runId: number): Promise<void> {
  const run = await tx.run.findUnique({ where: { id: runId } });
  if (!run || run.deletedAt) throw new AppError("CONFLICT", "Its run was deleted. Restore the run first.");
  await tx.run.update({ where: { id: runId }, data: { status: "SCHEDULED", endTime: null } });
  if (run.parentId !== null)
    await tx.run.update({ where: { id: run.parentId }, data: { status: "RUNNING", endTime: null } });
}

/**
 * Files of a job take their places in its run; what somebody put there before is replaced, and of two for one
 * place the last stays, as where a file is written twice.
 */
async function keepFiles(
  tx: Tx,
  runId: number,
  files: readonly { path: string; sha256: string; bytes: number }[],
): Promise<void> {
  await tx.runArtifact.deleteMany({ where: { runId, path: { in: files.map(({ path }) => path) } } });
  const last = new Map(files.map((file) => [file.path, { runId, ...file }]));
  await tx.runArtifact.createMany({ data: [...last.values()] });
}
