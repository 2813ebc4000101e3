import { EventEmitter } from "node:events";
import type { Db } from "@/lib/db/client";
import { limits } from "@/lib/limits";

export type ProjectEventKind = "job" | "run" | "dataset" | "notebook" | "model" | "member" | "client";
export type ProjectEvent = { id: number; kind: string; data: unknown };

const shared = globalThis as { perihelionBus?: EventEmitter };

/** Wakes the streams of this process; what they send is read from the database, so a missed call loses nothing. */
export function bus(): EventEmitter {
  return (shared.perihelionBus ??= new EventEmitter().setMaxListeners(0));
}

/** Tells everyone who looks at a project; call it after the commit. */
export async function publish(
  db: Db,
  projectId: string,
  kind: ProjectEventKind,
  data: unknown,
): Promise<void> {
  await db.projectEvent.create({ data: { projectId, kind, data: JSON.stringify(data) } });
  bus().emit(projectId);
}

/** Events of a project after `after`, oldest first. */
export async function eventsAfter(db: Db, projectId: string, after: number): Promise<ProjectEvent[]> {
  const rows = await db.projectEvent.findMany({
    where: { projectId, id: { gt: after } },
    orderBy: { id: "asc" },
    take: 500,
  });
  return rows.map(({ id, kind, data }) => ({ id, kind, data: JSON.parse(data) as unknown }));
}

/** The id of the newest event, where a stream that names none begins. */
export async function newestEvent(db: Db, projectId: string): Promise<number> {
  const newest = await db.projectEvent.findFirst({
    where: { projectId },
    orderBy: { id: "desc" },
    select: { id: true },
  });
  return newest?.id ?? 0;
}

/** Forgets all but the newest events; a stream that was away for longer begins anew by drawing its page. */
export async function pruneEvents(db: Db): Promise<number> {
  const newest = await db.projectEvent.findFirst({ orderBy: { id: "desc" }, select: { id: true } });
  const { count } = await db.projectEvent.deleteMany({
    where: { id: { lte: (newest?.id ?? 0) - limits.eventsKept } },
  });
  return count;
}
