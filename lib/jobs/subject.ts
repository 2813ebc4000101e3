import type { Tx } from "@/lib/db/client";
import type { Subject } from "@/lib/events/facts";

/** A job as facts name it, and the run that it makes. */
export async function jobSubject(
  tx: Tx,
  jobId: string,
): Promise<{ projectId: string; subject: Subject<"job">; run: string | null }> {
  const {
    id,
    projectId,
    title,
    runId,
    experimentId,
    datasetId: dataset,
  } = await tx.job.findUniqueOrThrow({
    where: { id: jobId },
    select: { id: true, projectId: true, title: true, runId: true, experimentId: true, datasetId: true },
  });
  const run = runId
    ? await tx.run.findUnique({ where: { id: runId }, select: { uid: true, experimentId: true } })
    : null;
  const experiment = run?.experimentId ?? experimentId;
  return { projectId, subject: { kind: "job", id, name: title, experiment, dataset }, run: run?.uid ?? null };
}
