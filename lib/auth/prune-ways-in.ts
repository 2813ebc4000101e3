import type { Db } from "@/lib/db/client";
import { limits } from "@/lib/limits";

/**
 * Forgets sessions and password links whose time has run out, some at a time; what they did stays in the
 * audit.
 *
 * @returns how many of both
 */
export async function pruneWaysIn(db: Db, now: Date, signal?: AbortSignal): Promise<number> {
  const where = { expiresAt: { lt: now } };
  const page = { where, select: { id: true }, orderBy: { id: "asc" as const }, take: limits.prunedAtOnce };
  for (let forgotten = 0; ;) {
    const sessions = (await db.session.findMany(page)).map(({ id }) => id);
    const links = (await db.passwordLink.findMany(page)).map(({ id }) => id);
    await db.session.deleteMany({ where: { id: { in: sessions }, ...where } });
    await db.passwordLink.deleteMany({ where: { id: { in: links }, ...where } });
    forgotten += sessions.length + links.length;
    const isLast = Math.max(sessions.length, links.length) < limits.prunedAtOnce;
    if (isLast || signal?.aborted) return forgotten;
  }
}
