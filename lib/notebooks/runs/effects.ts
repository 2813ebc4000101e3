import type { Tx } from "@/lib/db/client";
import { record } from "@/lib/events/record";
import { system } from "@/lib/auth/actor";
import { masksThrough } from "@/lib/datasets/how-shown";
import { readerOfPerson } from "@/lib/datasets/person-reader";
import { requireStored } from "@/lib/jobs/dataset-effects";
import { jobEffects, type JobEffects, type JobRef } from "@/lib/jobs/effects";
import { notebook, type NotebookResult } from "@/lib/jobs/kinds/notebook";
import type { Storage } from "@/lib/storage/storage";
import { countEndings } from "./count-endings";
import type { NotebookRead } from "./queries";

/** What the end of a run of a notebook leaves: what its cells showed, or why there is nothing. */
export function notebookRunEffects(storage: Storage): JobEffects {
  return jobEffects(notebook, {
    check: ({ sha256 }) => requireStored(storage, sha256),
    retried: async (tx, { id, projectId }) => {
      await tx.notebookRun.updateMany({
        where: { jobId: id, projectId },
        data: { ending: null, endedAt: null, error: null },
      });
    },
    ended: async (tx, job, { status, result, error, now }) => {
      const kept = result ? await keptOf(tx, job, result) : {};
      const where = { jobId: job.id, projectId: job.projectId };
      await tx.notebookRun.updateMany({ where, data: { ending: status, endedAt: now, error, ...kept } });
      const run = await tx.notebookRun.findFirst({ where, include: { notebook: true } });
      if (!run) return null;
      const { id, title } = run.notebook;
      record(tx, system, {
        name: "notebook.ran",
        projectId: job.projectId,
        subject: { kind: "notebook", id, name: title },
        detail: { number: run.number, ending: status },
      });
      return { notebook: id, number: run.number, ...(result ? countEndings(result.cells) : {}) };
    },
  });
}

/** What changes which columns are masked for somebody. */
const maskChanges = [
  ...["dataset.mask", "dataset.free", "member.change", "permission.grant", "permission.revoke"],
  ...["group.join", "group.leave", "group.delete"],
];

async function keptOf(tx: Tx, job: JobRef, { sha256, bytes, cells, reads }: NotebookResult) {
  const { projectId, createdBy } = job;
  const reader = await readerOfPerson(tx, projectId, createdBy);
  const isUnsure = await masksChangedDuring(tx, job);
  const versions: NotebookRead[] = [];
  for (const { name, number } of reads) {
    const version = await tx.datasetVersion.findFirst({
      where: { projectId, number, dataset: { name } },
      select: { id: true, datasetId: true, columns: true },
    });
    if (!version) continue;
    versions.push({ id: version.id, masked: isUnsure ? [] : await masksThrough(tx, reader, version) });
  }
  return { sha256, bytes, cells: JSON.stringify(cells), reads: JSON.stringify(versions) };
}

/** Whether masks or rights changed while a job ran: then nobody knows through which masks it read. */
async function masksChangedDuring(tx: Tx, { id, projectId }: JobRef): Promise<boolean> {
  const job = await tx.job.findUnique({ where: { id, projectId }, select: { startedAt: true } });
  const since = { gte: job?.startedAt ?? new Date(0) };
  const where = { projectId, action: { in: maskChanges }, at: since };
  return (await tx.auditEvent.findFirst({ where, select: { id: true } })) !== null;
}
