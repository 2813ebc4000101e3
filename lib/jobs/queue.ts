import { system } from "@/lib/auth/actor";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { limits } from "@/lib/limits";
import { jobKinds, type JobKindName } from "./kinds";
import type { JobKind } from "./kinds/kind";
import { labelText } from "./labels";
import { jobSubject } from "./subject";

export type NewJob = {
  projectId: string;
  kind: JobKindName;
  title: string;
  spec: unknown;
  /** Jobs started together, which can be stopped together. */
  groupId?: string | null;
  runId?: number;
  experimentId?: number;
  datasetVersionId?: string;
  /** The dataset that it makes a version of, where that is there. */
  datasetId?: string | null;
  /** Within its project, the higher goes first. */
  priority?: number;
  createdBy: string;
};

/**
 * Puts work into the queue, with the needs that its kind declares.
 *
 * @throws {AppError} TOO_MANY when the project has as many jobs waiting as it may
 */
export async function enqueue(tx: Tx, { spec, ...job }: NewJob): Promise<{ id: string }> {
  const kind: JobKind = jobKinds[job.kind];
  const read = kind.spec.parse(spec);
  await requireRoom(tx, job.projectId);
  const { slots, labels } = kind.needs(read);
  const { id } = await tx.job.create({
    data: { ...job, spec: JSON.stringify(read), slots, labels: labelText(labels), status: "QUEUED" },
    select: { id: true },
  });
  const { projectId, subject, run } = await jobSubject(tx, id);
  record(tx, system, { name: "job.queue", projectId, subject, detail: { run } });
  return { id };
}

/** Lets one more job wait. @throws {AppError} TOO_MANY when a project has as many jobs waiting as it may */
export async function requireRoom(tx: Tx, projectId: string): Promise<void> {
  const waiting = await tx.job.count({ where: { projectId, status: "QUEUED" } });
  if (waiting >= limits.jobsWaiting)
    throw new AppError(
      "TOO_MANY",
      `${limits.jobsWaiting.toLocaleString("en")} jobs of this project wait already. ` +
        "Wait until some have ended, or stop some.",
    );
}
