import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { toPage } from "@/lib/page";
import { metricsCalled, type Metric } from "./cells";
import { listedRuns, type ListedRun } from "./queries";

/** Metrics that a list of children shows. */
const shownMetrics = ["f1", "roc_auc"];
export type ChildRun = Pick<ListedRun, "uid" | "name" | "status"> & { metrics: Metric[] };

/**
 * Runs inside a run in the order they were made, a page at a time; how many there are in all,
 * and how many have finished.
 */
export async function listChildren(
  db: Db,
  projectId: string,
  parentId: number,
  { after, limit }: { after?: number | undefined; limit: number },
): Promise<{ items: ChildRun[]; next: number | null }> {
  const found = await db.run.findMany({
    where: { projectId, parentId, ...(after === undefined ? {} : { id: { gt: after } }) },
    select: { id: true },
    orderBy: { id: "asc" },
    take: limit + 1,
  });
  const { rows, next } = toPage(found, limit, ({ id }) => id);
  const ids = rows.map(({ id }) => id);
  const metrics = await metricsCalled(directOf(db), projectId, ids, shownMetrics);
  const items = (await listedRuns(db, ids)).map(({ id, uid, name, status }) => ({
    uid,
    name,
    status,
    metrics: metrics.get(id) ?? [],
  }));
  return { items, next };
}

/** How many runs are inside a run, and how many of them have finished. */
export async function countChildren(db: Db, projectId: string, parentId: number) {
  const where = { projectId, parentId };
  return {
    all: await db.run.count({ where }),
    finished: await db.run.count({ where: { ...where, status: "FINISHED" } }),
  };
}
