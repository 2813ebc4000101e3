import type { Tx } from "@/lib/db/client";
import { transactionOf } from "@/lib/db/transaction";
import { AppError } from "@/lib/errors";

/** Versions are counted and deleted one after the other: whoever does so holds the dataset's row. */
export async function lockDataset(tx: Tx, datasetId: string): Promise<void> {
  await tx.$executeRaw`UPDATE "Dataset" SET "name" = "name" WHERE "id" = ${datasetId}`;
}

/**
 * Keeps a version from being deleted until this transaction has written what uses it; many may do so at once.
 *
 * @throws {AppError} CONFLICT when it was deleted meanwhile
 */
export async function holdVersion(tx: Tx, projectId: string, versionId: string): Promise<void> {
  // SQLite has one writer at a time, which nobody can come between.
  if (transactionOf(tx).direct.provider === "postgresql")
    await tx.$queryRaw`SELECT 1 FROM "DatasetVersion" WHERE "id" = ${versionId} FOR SHARE`;
  const found = await tx.datasetVersion.findFirst({
    where: { id: versionId, projectId },
    select: { id: true },
  });
  if (!found) throw new AppError("CONFLICT", "The version that this is made from was deleted meanwhile.");
}

/** Keeps a labelling task from being deleted until this transaction has written what was made from it. */
export async function holdLabelTask(tx: Tx, projectId: string, taskId: string): Promise<void> {
  const held = await tx.$executeRaw`UPDATE "LabelTask" SET "rows" = "rows"
    WHERE "id" = ${taskId} AND "projectId" = ${projectId}`;
  if (held === 0) throw new AppError("CONFLICT", "The labelling task was deleted meanwhile.");
}

/** Waits for those who are about to use versions of a dataset, and lets nobody begin to. */
export async function lockVersions(tx: Tx, datasetId: string, versionId: string | null): Promise<void> {
  if (versionId) await tx.$executeRaw`UPDATE "DatasetVersion" SET "rows" = "rows" WHERE "id" = ${versionId}`;
  else await tx.$executeRaw`UPDATE "DatasetVersion" SET "rows" = "rows" WHERE "datasetId" = ${datasetId}`;
}
