import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";

/**
 * What changes a task's rows goes one after the other: whoever does so holds the task's row.
 *
 * @returns when it was closed; null while it is open
 * @throws {AppError} NOT_FOUND when it was deleted meanwhile
 */
export async function lockTask(
  tx: Tx,
  projectId: string,
  taskId: string,
): Promise<{ closedAt: Date | null }> {
  await tx.$executeRaw`UPDATE "LabelTask" SET "rows" = "rows"
    WHERE "id" = ${taskId} AND "projectId" = ${projectId}`;
  const task = await tx.labelTask.findFirst({ where: { id: taskId, projectId }, select: { closedAt: true } });
  if (!task) throw new AppError("NOT_FOUND", "The labelling task was deleted meanwhile.");
  return task;
}

/** The same for who labels. @throws {AppError} CONFLICT when the task is closed */
export async function lockOpenTask(tx: Tx, projectId: string, taskId: string): Promise<void> {
  const { closedAt } = await lockTask(tx, projectId, taskId);
  if (closedAt)
    throw new AppError("CONFLICT", "The task is closed: nothing was changed. Ask who manages it to open it.");
}
