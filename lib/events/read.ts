import type { Db } from "@/lib/db/client";
import { limits } from "@/lib/limits";

/** An event as it is kept. */
export type StoredEvent = {
  id: number;
  kind: string;
  scopeKind: string | null;
  scopeId: string | null;
  data: string;
};

/** Events of a project after `after`, oldest first, a page at most. */
export function eventsAfter(db: Db, projectId: string, after: number): Promise<StoredEvent[]> {
  return db.projectEvent.findMany({
    where: { projectId, id: { gt: after } },
    select: { id: true, kind: true, scopeKind: true, scopeId: true, data: true },
    orderBy: { id: "asc" },
    take: limits.eventsPage,
  });
}

/** The id of the newest event, where a stream that names none begins. */
export async function newestEvent(db: Db, projectId: string): Promise<number> {
  const where = { projectId };
  const newest = await db.projectEvent.findFirst({ where, orderBy: { id: "desc" }, select: { id: true } });
  return newest?.id ?? 0;
}

/**
 * The event after which a page that is being drawn listens: what came later may have come between the
 * reading of what it shows and the moment from which it listens.
 */
export async function eventBeforeDrawing(db: Db, projectId: string, now: Date): Promise<number> {
  const at = { lt: new Date(now.getTime() - limits.eventsDrawnMilliseconds) };
  const select = { id: true };
  const older = await db.projectEvent.findFirst({
    where: { projectId, at },
    orderBy: { id: "desc" },
    select,
  });
  return older?.id ?? 0;
}

/**
 * Forgets all but a project's newest events, project by project;
 * a page that was away for longer draws itself anew.
 */
export async function pruneEvents(db: Db): Promise<number> {
  let forgotten = 0;
  for (const { id: projectId } of await db.project.findMany({ select: { id: true } })) {
    const oldest = await nthNewest(db, projectId, limits.eventsKept);
    if (oldest === null) continue;
    const { count } = await db.projectEvent.deleteMany({ where: { projectId, id: { lt: oldest } } });
    forgotten += count;
  }
  return forgotten;
}

/** Whether so much happened since `after` that a page had better be drawn anew than told it all. */
export async function isTooLongAgo(db: Db, projectId: string, after: number): Promise<boolean> {
  const oldest = await nthNewest(db, projectId, limits.eventsToldAgain);
  return oldest !== null && oldest > after;
}

async function nthNewest(db: Db, projectId: string, n: number): Promise<number | null> {
  const where = { projectId };
  const found = await db.projectEvent.findFirst({
    where,
    orderBy: { id: "desc" },
    select: { id: true },
    skip: n - 1,
  });
  return found?.id ?? null;
}
