import type { Actor } from "@/lib/auth/actor";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import type { StartedJob } from "@/lib/jobs/dataset-jobs";
import type { RefreshSpec } from "@/lib/jobs/kinds/refresh";
import { enqueue } from "@/lib/jobs/queue";
import { parseConfig } from "./parse";
import { openRefresh, requireSource } from "./queries";

/**
 * Asks for the rows of a dataset to be fetched anew from its source. One refresh at a time: who asks while
 * one
 * waits or runs is refused.
 *
 * @throws {AppError} NOT_FOUND; CONFLICT when one is under way, or a file is needed first; TOO_MANY
 */
export async function startRefresh(
  db: Db,
  actor: Actor & { id: string },
  { projectId, dataset }: { projectId: string; dataset: string },
): Promise<StartedJob> {
  return db.$transaction(async (tx) => {
    const { id } = await requireSource(tx, projectId, dataset);
    await lockSource(tx, id);
    const source = await requireSource(tx, projectId, dataset);
    const { kind, config } = parseConfig(source.kind, JSON.parse(source.config));
    if (kind.readsUpload && source.fileSha256 === null)
      throw new AppError("CONFLICT", "This source reads a file. Upload it first.");
    if (await openRefresh(tx, projectId, source.datasetId))
      throw new AppError("CONFLICT", `A refresh of ${dataset} is under way.`);
    const spec: RefreshSpec = { dataset, source: source.id, kind: source.kind, config };
    const title = `Refresh ${dataset}`;
    const datasetId = source.datasetId;
    const job = await enqueue(tx, {
      projectId,
      kind: "refresh",
      title,
      spec,
      datasetId,
      createdBy: actor.id,
    });
    const subject = { kind: "job" as const, id: job.id, name: title, experiment: null, dataset: datasetId };
    record(tx, actor, { name: "dataset.refresh", projectId, subject, detail: {} });
    return { job: job.id, kind: "refresh", title, status: "QUEUED", dataset };
  });
}

/** Whoever asks for a refresh holds the source's row, so that of two one sees the other's. */
async function lockSource(tx: Tx, id: string): Promise<void> {
  await tx.$executeRaw`UPDATE "Source" SET "kind" = "kind" WHERE "id" = ${id}`;
}
