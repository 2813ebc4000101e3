import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { Actor } from "./actor";
import { writeAudit } from "./audit";
import { administratorGrant, decide, type Grant } from "./decide";
import type { Person } from "./identity";
import { can, weakestRole, type Permission, type Role } from "./permissions";

/** A person inside a project, with the role that the decision found. */
export type Member = {
  person: Person;
  actor: Actor & { id: string };
  project: { id: string; slug: string; name: string };
  role: Role;
};

/**
 * A person's rights in a project, read from the database on every request so that a revoked role
 * takes effect at once.
 *
 * @throws {AppError} UNAUTHENTICATED for a stranger to the instance; NOT_FOUND for a stranger to the
 * project, who cannot tell whether it exists; FORBIDDEN when the role is too weak
 */
export async function requireMember(db: Db, person: Person | null, projectSlug: string, permission: Permission): Promise<Member> {
  if (!person) throw new AppError("UNAUTHENTICATED", "Sign in first.");
  const project = await db.project.findUnique({ where: { slug: projectSlug }, select: { id: true, slug: true, name: true } });
  if (!project || (person.onlyProjectId && person.onlyProjectId !== project.id)) throw missing(projectSlug);

  const decision = decide(await grantsOf(db, person, project.id), permission, [{ kind: "instance", id: "" }, { kind: "project", id: project.id }]);
  if (!decision.role) throw missing(projectSlug);
  if (!decision.allowed) {
    const target = { kind: "permission", id: permission, name: permission };
    await writeAudit(db, person.actor, { projectId: project.id, action: "permission.use", target, outcome: "denied" });
    throw new AppError("FORBIDDEN", `This needs the role ${weakestRole[permission].toLowerCase()}; yours is ${decision.role.toLowerCase()}. Ask an owner of the project.`);
  }
  return { person, actor: person.actor, project, role: decision.role };
}

/** Whether a member may do something, for pages that leave out what would be refused. */
export function may(member: Member, permission: Permission): boolean {
  return can(member.role, permission);
}

function missing(slug: string): AppError {
  return new AppError("NOT_FOUND", `No project ${slug} that you can see.`);
}

async function grantsOf(db: Db, person: Person, projectId: string): Promise<Grant[]> {
  const rows = await db.grant.findMany({ where: { projectId, subjectKind: "person", subjectId: person.id } });
  const own = rows.map(({ scopeKind, scopeId, effect, role }) => ({ subjectKind: "person", subjectName: person.name, scopeKind, scopeId, effect, role }) as Grant);
  return person.isAdmin ? [administratorGrant, ...own] : own;
}
