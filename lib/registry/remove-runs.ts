import type { Actor } from "@/lib/auth/actor";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { removeRunRows, type RemovedRun } from "@/lib/runs/remove-rows";

const namedAtMost = 5;

/**
 * Removes deleted runs for good, with all that they logged; files that nothing else names go with the
 * next collection of garbage. The reason stays in the audit.
 *
 * @throws {AppError} CONFLICT for runs that are not deleted, still under way, or that a model version came
 *   from
 */
export async function removeRuns(
  db: Db,
  actor: Actor,
  { projectId, uids, reason }: { projectId: string; uids: readonly string[]; reason: string },
): Promise<{ removed: number; jobs: string[] }> {
  return db.$transaction(
    async (tx) => {
      // Held from here on, so that none is restored or registered meanwhile.
      await tx.run.updateMany({ where: { projectId, uid: { in: [...uids] } }, data: { projectId } });
      const runs = await tx.run.findMany({
        where: { projectId, uid: { in: [...uids] } },
        select: {
          id: true,
          uid: true,
          name: true,
          status: true,
          deletedAt: true,
          jobId: true,
          experimentId: true,
        },
      });
      requireRemovable(runs);
      await requireUnregistered(tx, projectId, runs);
      await removeRunRows(tx, projectId, runs);
      recordRemoval(tx, actor, projectId, runs, reason);
      return { removed: runs.length, jobs: runs.flatMap(({ jobId }) => jobId ?? []) };
    },
    { timeout: 120_000 },
  );
}

function recordRemoval(
  tx: Tx,
  actor: Actor,
  projectId: string,
  runs: readonly (RemovedRun & { name: string; experimentId: number })[],
  reason: string,
): void {
  for (const [experiment, removed] of Map.groupBy(runs, ({ experimentId }) => experimentId)) {
    const { uid: id, name } = removed[0]!;
    record(tx, actor, {
      name: "run.remove",
      projectId,
      subject: { kind: "run", id, name: removed.length === 1 ? name : `${removed.length} runs`, experiment },
      detail: { reason, runs: removed.map(({ uid }) => uid) },
    });
  }
}

function requireRemovable(runs: readonly { name: string; status: string; deletedAt: Date | null }[]): void {
  const kept = runs.find(({ deletedAt }) => deletedAt === null);
  if (kept)
    throw new AppError("CONFLICT", `${kept.name} is not deleted. Delete it first; that can be undone.`);
  const open = runs.find(({ status }) => status === "RUNNING" || status === "SCHEDULED");
  if (open) throw new AppError("CONFLICT", `${open.name} is ${open.status.toLowerCase()}. Stop it first.`);
}

/**
 * Versions keep where they come from; their files lie among those of the run or of the model that it logged.
 */
async function requireUnregistered(tx: Tx, projectId: string, runs: readonly RemovedRun[]): Promise<void> {
  const models = await tx.loggedModel.findMany({
    where: { projectId, sourceRunUid: { in: runs.map(({ uid }) => uid) } },
    select: { id: true },
  });
  const versions = await tx.modelVersion.findMany({
    where: {
      projectId,
      OR: [
        { runId: { in: runs.map(({ id }) => id) } },
        { loggedModelId: { in: models.map(({ id }) => id) } },
      ],
    },
    select: { number: true, model: { select: { name: true } } },
    take: namedAtMost + 1,
  });
  if (versions.length === 0) return;
  const names = versions.slice(0, namedAtMost).map(({ number, model }) => `${model.name} v${number}`);
  throw new AppError(
    "CONFLICT",
    `${names.join(", ")}${versions.length > namedAtMost ? " and more" : ""} came from these runs, ` +
      "and the files are theirs. Delete the versions first.",
  );
}
