import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { Asker } from "@/lib/fair-queue";
import type { Actor } from "./actor";
import { auditDenied } from "./audit";
import { decide, type Grant } from "./decide";
import { grantsOfAccount } from "./grants";
import type { Person } from "./identity";
import { noteFirstUse } from "./last-used";
import { can, weakestRole, type Permission, type Role } from "./permissions";
import { accessFilterOf, allowsSome, chainOf, projectChain } from "./access-filter";
import { scopedKinds, type ScopedKind } from "./resources";

/** A person inside a project, with the role that the decision found. */
export type Member = {
  person: Person;
  actor: Actor & { id: string };
  project: { id: string; slug: string; name: string };
  role: Role;
  grants: readonly Grant[];
};

/** For whom work is counted that this request asks for. */
export function askerOf({ actor, project }: Member): Asker {
  return { projectId: project.id, personId: actor.id };
}

/** What the secret of a job never does, whatever its creator may: each would outlive the job. */
const neverByJob: ReadonlySet<Permission> = new Set([
  "token:make",
  "member:manage",
  "member:leave",
  "project:edit",
  "webhook:manage",
  "transfer:start",
]);

/**
 * A person's rights in a project, read from the database on every request so that a revoked role
 * takes effect at once. With `within`, who holds the permission on some resource alone is let in as
 * well; `authorizeResources` then says to which.
 *
 * @throws {AppError} UNAUTHENTICATED for a stranger to the instance; NOT_FOUND for a stranger to the
 * project, who cannot tell whether it exists; FORBIDDEN when the role is too weak
 */
export async function requireMember(
  db: Db,
  person: Person | null,
  projectSlug: string,
  permission: Permission,
  { within = false } = {},
): Promise<Member> {
  if (!person) throw new AppError("UNAUTHENTICATED", "Sign in first.");
  const project = await db.project.findUnique({
    where: { slug: projectSlug },
    select: { id: true, slug: true, name: true },
  });
  if (!project || (person.onlyProjectId && person.onlyProjectId !== project.id)) throw missing(projectSlug);

  if (person.actor.via === "job" && neverByJob.has(permission))
    throw new AppError("FORBIDDEN", "A job does no such thing for its creator. Do it yourself.");

  const grants = await grantsOfAccount(db, person, project.id);
  const decision = decide(grants, permission, projectChain(project.id));
  const member = { person, actor: person.actor, project, role: decision.role ?? "VIEWER", grants };
  if (decision.allowed || (within && mayWithin(member, permission))) {
    await noteFirstUse(db, person, project.id);
    return member;
  }
  if (!decision.role) throw missing(projectSlug);
  await auditDenied(db, person.actor, { projectId: project.id, permission });
  throw new AppError(
    "FORBIDDEN",
    `This needs the role ${weakestRole[permission].toLowerCase()}; ` +
      `yours is ${decision.role.toLowerCase()}. Ask an owner of the project.`,
  );
}

/** Whether somebody holds a permission on any single resource of a project. */
export function mayWithin(member: Pick<Member, "project" | "grants">, permission: Permission): boolean {
  return scopedKinds.some((kind) => allowsSome(accessFilterOf(member, permission, kind)));
}

/** Whether a member may do something, for pages that leave out what would be refused. */
export function may(member: Member, permission: Permission): boolean {
  return can(member.role, permission);
}

/** Whether a member may do something to one resource, for pages that leave out what would be refused. */
export function mayOn(member: Member, permission: Permission, kind: ScopedKind, id: string): boolean {
  return decide(member.grants, permission, chainOf(member.project.id, kind, id)).allowed;
}

function missing(slug: string): AppError {
  return new AppError("NOT_FOUND", `No project ${slug} that you can see.`);
}
