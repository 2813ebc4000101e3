import { authorizeResources } from "@/lib/auth/authorize-resources";
import { stillSignedIn } from "@/lib/auth/identity";
import { requireMember, type Member } from "@/lib/auth/member";
import type { Permission } from "@/lib/auth/permissions";
import type { ResourceRef } from "@/lib/auth/resources";
import type { Db } from "@/lib/db/client";
import { coalesce } from "@/lib/db/coalesce";
import { AppError } from "@/lib/errors";
import { bus } from "@/lib/events/bus";
import { limits } from "@/lib/limits";

/** A connection that stays open for somebody: an event stream or a socket. */
type Watch = {
  db: Db;
  member: Member;
  permission: Permission;
  /** What it shows, as its declaration says. */
  resources: readonly ResourceRef[] | "filtered";
  /** What its person may do has been read anew. */
  changed: (member: Member) => void;
  /** Its person may not have it open any longer. */
  ended: () => void;
};

const open = new Set<Watch>();
let timer: NodeJS.Timeout | undefined;

/**
 * Keeps looking whether somebody may have a connection open: at once when rights change on this server,
 * every few seconds in any case, so that a token's end or a change on another server is seen too.
 *
 * @returns what is to be called when the connection has closed
 * @throws {AppError} TOO_MANY when the person has as many open as anybody may
 */
export function watchRights(watch: Watch): () => void {
  const { id } = watch.member.person;
  const own = [...open].filter(({ member }) => member.person.id === id).length;
  if (own >= limits.openConnectionsPerPerson)
    throw new AppError(
      "TOO_MANY",
      `You have ${own} pages and connections open already. Close some of them, then try again.`,
    );
  if (open.size === 0) {
    bus().on("rights", lookAt);
    timer = setInterval(() => lookAt(null), limits.rightsCheckMilliseconds);
    timer.unref();
  }
  open.add(watch);
  return () => {
    open.delete(watch);
    if (open.size > 0) return;
    bus().off("rights", lookAt);
    clearInterval(timer);
  };
}

function lookAt(projectId: string | null): void {
  for (const watch of open) if (projectId === null || watch.member.project.id === projectId) void look(watch);
}

async function look(watch: Watch): Promise<void> {
  try {
    const now = await memberNow(watch.db, watch);
    if (!open.has(watch)) return;
    if (now) watch.changed((watch.member = now));
    else watch.ended();
  } catch {
    watch.ended(); // who cannot be asked about hears nothing more; the page tries again
  }
}

/**
 * The same person in the same project as things stand now; null when they have no business there any longer.
 */
const memberNow = coalesce(
  ({ member: { actor, project }, permission, resources }: Watch) =>
    [actor.id, actor.via, actor.viaId, project.id, permission, JSON.stringify(resources)].join(" "),
  async (db: Db, { member, permission, resources }: Watch): Promise<Member | null> => {
    const person = await stillSignedIn(db, member.person, new Date());
    if (!person) return null;
    try {
      const now = await requireMember(db, person, member.project.slug, permission, { within: true });
      await authorizeResources(db, now, permission, resources);
      return now;
    } catch (error) {
      if (error instanceof AppError) return null;
      throw error;
    }
  },
);
