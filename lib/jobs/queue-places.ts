import type { Tx } from "@/lib/db/client";
import { Prisma } from "@/prisma/generated/sqlite/client";
import { aheadOf } from "./fair-share";
import type { Place } from "./place";
import { readableJobs, type JobAccess } from "./readable-jobs";
import { runningSlots, waitingShares } from "./shares";

/** Jobs ahead that a page names. */
const namedAhead = 5;

/** Places in the queue of those of a project's jobs that wait. */
export async function findPlaces(
  db: Tx,
  projectId: string,
  jobs: readonly { id: string; status: string }[],
): Promise<Map<string, Place>> {
  const waiting = jobs.filter(({ status }) => status === "QUEUED").map(({ id }) => id);
  if (waiting.length === 0) return new Map();
  const rows = await db.$queryRaw<{ id: string; before: number | bigint }[]>(Prisma.sql`
    SELECT q."id", q."before" FROM (
      SELECT "id", ROW_NUMBER() OVER (ORDER BY "priority" DESC, "createdAt", "id") - 1 AS "before"
      FROM "Job" WHERE "status" = 'QUEUED' AND "projectId" = ${projectId}
    ) q WHERE q."id" IN (${Prisma.join(waiting)})`);
  const shares = await waitingShares(db, await runningSlots(db));
  const own = shares.find((share) => share.projectId === projectId);
  if (!own) return new Map();
  const others = shares.filter((share) => share.projectId !== projectId);
  return new Map(rows.map(({ id, before }) => [id, aheadOf({ ...own, before: Number(before) }, others)]));
}

/** The jobs of the same project that start next before one that waits, as far as somebody may see them. */
export async function listAhead(
  db: Tx,
  job: { id: string; priority: number; createdAt: Date },
  { projectId, access }: { projectId: string; access: JobAccess },
): Promise<{ id: string; title: string }[]> {
  const { priority, createdAt, id } = job;
  return db.job.findMany({
    where: {
      projectId,
      status: "QUEUED",
      AND: [
        readableJobs(access),
        {
          OR: [
            { priority: { gt: priority } },
            { priority, createdAt: { lt: createdAt } },
            { priority, createdAt, id: { lt: id } },
          ],
        },
      ],
    },
    select: { id: true, title: true },
    orderBy: [{ priority: "desc" }, { createdAt: "asc" }, { id: "asc" }],
    take: namedAhead,
  });
}
