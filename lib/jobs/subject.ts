import type { Tx } from "@/lib/db/client";
import type { Subject } from "@/lib/events/facts";

/** What is read of a job to name it. */
export const namingFields = {
  id: true,
  projectId: true,
  title: true,
  runId: true,
  experimentId: true,
  datasetId: true,
} as const;

type Named = {
  id: string;
  projectId: string;
  title: string;
  runId: number | null;
  experimentId: number | null;
  datasetId: string | null;
};
type JobSubject = { projectId: string; subject: Subject<"job">; run: string | null };

/** A job as facts name it, and the run that it makes. */
export async function jobSubject(tx: Tx, jobId: string): Promise<JobSubject> {
  const job = await tx.job.findUniqueOrThrow({ where: { id: jobId }, select: namingFields });
  return (await subjectsOfJobs(tx, [job]))[0]!;
}

/** Jobs as facts name them, in their order, and the runs that they make; one reading for all. */
export async function subjectsOfJobs(tx: Tx, jobs: readonly Named[]): Promise<JobSubject[]> {
  const ids = jobs.flatMap(({ runId }) => (runId === null ? [] : [runId]));
  const select = { id: true, uid: true, experimentId: true } as const;
  const runs = ids.length === 0 ? [] : await tx.run.findMany({ where: { id: { in: ids } }, select });
  const runOf = new Map(runs.map((run) => [run.id, run]));
  return jobs.map(({ id, projectId, title, runId, experimentId, datasetId: dataset }) => {
    const run = runId === null ? null : (runOf.get(runId) ?? null);
    const experiment = run?.experimentId ?? experimentId;
    return {
      projectId,
      subject: { kind: "job", id, name: title, experiment, dataset },
      run: run?.uid ?? null,
    };
  });
}
