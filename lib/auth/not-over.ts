import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { chainOfScope, projectChain } from "./access-filter";
import type { Right } from "./access-level";
import { roleOn, type ScopeKind } from "./decide";
import { grantsOfAccount } from "./grants";
import type { Member } from "./member";
import { atLeast, roles, type Role } from "./permissions";

type Scope = { kind: ScopeKind; id: string };

/** The role with which somebody gives and takes what others may do on a scope. */
export function roleOver({ project, grants }: Member, scope: Scope): Role | null {
  return roleOn(grants, chainOfScope(project.id, scope)) ?? roleOn(grants, projectChain(project.id));
}

/** The same, or their role in the project where they are bound on the scope below it. */
function strengthOver(member: Member, scope: Scope): Role | null {
  const own = roleOn(member.grants, projectChain(member.project.id));
  const over = roleOver(member, scope);
  return own && over && atLeast(own, over) ? own : over;
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
  requireNotAbove(roleOn(grants, projectChain(projectId)), strengthOver(member, scope));
}

/** Nobody gives a role above their own. @throws {AppError} FORBIDDEN */
export function requireNotAbove(role: Role | null, own: Role | null): void {
  if (role && !(own && atLeast(own, role)))
    throw new AppError(
      "FORBIDDEN",
      `Only a ${role.toLowerCase()} may give or change the role ${role.toLowerCase()}.`,
    );
}

/** People of a group that are looked at together. */
const pageSize = 200;

/**
 * The same for all people of a group: what takes something from a group takes it from nobody stronger.
 *
 * @throws {AppError} FORBIDDEN
 */
export async function requireNotOverGroup(
  tx: Tx,
  member: Member,
  scope: Scope,
  groupId: number,
): Promise<void> {
  const own = strengthOver(member, scope);
  const stronger = roles.filter((role) => !own || !atLeast(own, role));
  if (stronger.length === 0) return;
  for (let after = 0; ;) {
    const page = await tx.groupMember.findMany({
      where: { groupId, id: { gt: after } },
      orderBy: { id: "asc" },
      take: pageSize,
    });
    const people = page.map(({ userId }) => userId);
    for (const userId of await holdersOf(tx, member.project.id, stronger, people))
      await requireNotOver(tx, member, scope, userId);
    if (page.length < pageSize) return;
    after = page.at(-1)!.id;
  }
}

/** Those of some people who are administrators or were given one of these roles in the project. */
async function holdersOf(
  tx: Tx,
  projectId: string,
  given: readonly Role[],
  people: string[],
): Promise<Set<string>> {
  const administrators = await tx.user.findMany({
    where: { id: { in: people }, isAdmin: true },
    select: { id: true },
  });
  const memberships = await tx.groupMember.findMany({
    where: { userId: { in: people }, group: { projectId } },
    select: { userId: true, groupId: true },
  });
  const groups = [...new Set(memberships.map(({ groupId }) => String(groupId)))];
  const holders = await tx.grant.findMany({
    where: {
      projectId,
      scopeKind: "project",
      effect: "allow",
      role: { in: [...given] },
      OR: [
        { subjectKind: "person", subjectId: { in: people } },
        { subjectKind: "group", subjectId: { in: groups } },
      ],
    },
    select: { subjectKind: true, subjectId: true },
  });
  const held = new Set(holders.map(({ subjectKind, subjectId }) => `${subjectKind} ${subjectId}`));
  return new Set([
    ...administrators.map(({ id }) => id),
    ...people.filter((id) => held.has(`person ${id}`)),
    ...memberships.filter(({ groupId }) => held.has(`group ${groupId}`)).map(({ userId }) => userId),
  ]);
}

/** Whether rights leave somebody less than those before: by a new prohibition, or by a weaker role. */
export function takesAway(
  before: readonly { effect: string; role: string }[],
  after: readonly Right[],
): boolean {
  const rolesOf = (rights: readonly { effect: string; role: string }[], effect: Right["effect"]) =>
    rights.filter((right) => right.effect === effect).map(({ role }) => role as Role);
  const [denied, allowed] = [rolesOf(before, "deny"), rolesOf(after, "allow")];
  return (
    rolesOf(after, "deny").some((role) => !denied.some((old) => atLeast(role, old))) ||
    rolesOf(before, "allow").some((role) => !allowed.some((now) => atLeast(now, role)))
  );
}
