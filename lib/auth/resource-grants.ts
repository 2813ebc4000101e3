import { retryOnUniqueViolation } from "@/lib/db/retry-on-unique-violation";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { chainOfScope, projectChain } from "./access-filter";
import { rightsOfLevel, roleOfLevel, type AccessLevel } from "./access-level";
import { roleOn, type ScopeKind } from "./decide";
import { grantsOfAccount } from "./grants";
import { locateResources } from "./locate-resources";
import type { Member } from "./member";
import { atLeast, type Role } from "./permissions";
import type { ResourceRef } from "./resources";

/** Who is granted something: an account by its id or e-mail, or a group of the project. */
export type Subject = { person: string } | { group: number };
type Found = { subjectKind: "person" | "group"; subjectId: string; name: string };

/**
 * Says what a person or group may do with one resource, in place of what was said before.
 *
 * @throws {AppError} NOT_FOUND for a person, group or resource that is not there; FORBIDDEN above the giver's own role
 */
export async function setResourceGrant(
  db: Db,
  member: Member,
  { subject, on, access }: { subject: Subject; on: ResourceRef; access: AccessLevel },
): Promise<void> {
  const projectId = member.project.id;
  const [scope] = await locateResources(db, projectId, [on]);
  if (!scope) throw new AppError("NOT_FOUND", `There is no such ${on.kind} in this project.`);
  requireNotAbove(roleOfLevel(access), roleOver(member, scope));
  const write = () =>
    db.$transaction(async (tx) => {
      const { name, ...holder } = await findSubject(tx, projectId, subject);
      if (holder.subjectKind === "person") await requireNotOver(tx, member, scope, holder.subjectId);
      const held = { ...holder, scopeKind: scope.kind, scopeId: scope.id };
      await tx.grant.deleteMany({ where: { projectId, ...held } });
      await tx.grant.createMany({
        data: rightsOfLevel(access, holder.subjectKind).map((right) => ({
          ...held,
          ...right,
          projectId,
          createdBy: member.actor.id,
        })),
      });
      record(tx, member.actor, {
        name: "permission.grant",
        projectId,
        subject: { kind: holder.subjectKind === "person" ? "user" : "group", id: holder.subjectId, name },
        detail: { scope, permission: access },
      });
    });
  return retryOnUniqueViolation(write);
}

async function findSubject(tx: Tx, projectId: string, subject: Subject): Promise<Found> {
  if ("group" in subject) {
    const group = await tx.group.findFirst({ where: { projectId, id: subject.group } });
    if (!group) throw new AppError("NOT_FOUND", "There is no such group in this project.");
    return { subjectKind: "group", subjectId: String(group.id), name: group.name };
  }
  const { person } = subject;
  const user = await tx.user.findFirst({ where: { OR: [{ id: person }, { email: person.toLowerCase() }] } });
  if (!user) throw new AppError("NOT_FOUND", "Nobody has this id or e-mail.");
  return { subjectKind: "person", subjectId: user.id, name: user.name };
}

type Scope = { kind: ScopeKind; id: string };

/** The role with which somebody gives and takes what others may do on a scope. */
export function roleOver({ project, grants }: Member, scope: Scope): Role | null {
  return roleOn(grants, chainOfScope(project.id, scope)) ?? roleOn(grants, projectChain(project.id));
}

/**
 * Nobody changes what somebody with a stronger role in the project may do on a scope; an administrator of
 * the instance is an owner everywhere.
 *
 * @throws {AppError} FORBIDDEN
 */
export async function requireNotOver(tx: Tx, member: Member, scope: Scope, userId: string): Promise<void> {
  const projectId = member.project.id;
  const account = await tx.user.findUnique({ where: { id: userId }, select: { isAdmin: true } });
  const person = { id: userId, name: userId, isAdmin: account?.isAdmin ?? false };
  const grants = await grantsOfAccount(tx, person, projectId);
  const own = roleOn(member.grants, projectChain(projectId)); // counts where they are bound on the scope
  const over = roleOver(member, scope);
  requireNotAbove(roleOn(grants, projectChain(projectId)), own && over && atLeast(own, over) ? own : over);
}

/** Nobody gives a role above their own. @throws {AppError} FORBIDDEN */
export function requireNotAbove(role: Role | null, own: Role | null): void {
  if (role && !(own && atLeast(own, role)))
    throw new AppError(
      "FORBIDDEN",
      `Only a ${role.toLowerCase()} may give or change the role ${role.toLowerCase()}.`,
    );
}
