import type { Tx } from "@/lib/db/client";

/**
 * Ends a sweep's parent with its last child. Children take its row first,
 * so that two that end at once see each other.
 */
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
