import type { Db } from "@/lib/db/client";
import { record } from "@/lib/events/record";
import { faultOf } from "@/lib/http/fault";
import type { Actor } from "./actor";

/**
 * Waits for a note that somebody reads, such as a token's last use. A full disk must not keep people from
 * reading, so then nothing is noted.
 */
export async function notedIfThereIsRoom(note: Promise<unknown>): Promise<void> {
  try {
    await note;
  } catch (error) {
    if (faultOf(error)?.code !== "FULL") throw error;
  }
}

/** Notes the first use of a token, by whom a project, or a route outside of projects, has let in. */
export async function noteFirstUse(
  db: Db,
  { actor, isFirstUse }: { actor: Actor; isFirstUse?: true },
  projectId: string | null,
): Promise<void> {
  if (isFirstUse && actor.viaId)
    await notedIfThereIsRoom(noteUse(db, actor, { token: actor.viaId, projectId, now: new Date() }));
}

/**
 * Notes that a token is in use; its first use in a project, by whichever address, is told to who waits for
 * it.
 *
 * @param projectId the project that was let in; null outside of projects
 */
export async function noteUse(
  db: Db,
  actor: Actor,
  { token, projectId, now }: { token: string; projectId: string | null; now: Date },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const first = await tx.apiToken.updateMany({
      where: { id: token, lastUsedAt: null },
      data: { lastUsedAt: now },
    });
    if (first.count === 0)
      return void (await tx.apiToken.updateMany({ where: { id: token }, data: { lastUsedAt: now } }));
    if (!projectId) return;
    const subject = { kind: "token" as const, id: token, name: actor.name };
    record(tx, actor, { name: "client.connect", projectId, subject, detail: {} });
  });
}
