import { retryOnUniqueViolation } from "@/lib/db/retry-on-conflict";
import type { Db, Tx } from "@/lib/db/client";
import { record } from "@/lib/events/record";
import { refusal } from "@/lib/refusals";
import type { Actor } from "./actor";
import type { Member } from "./member";
import { requireNotAbove, requireNotOver, requireNotOverGroup, roleOver, takesAway } from "./not-over";
import type { ScopeKind } from "./decide";
import type { Role } from "./permissions";

const select = { id: true, projectId: true, name: true, description: true } as const;
export type GroupRow = { id: number; projectId: string; name: string; description: string | null };

/** A group of a project by its number. @throws {AppError} NOT_FOUND when the project has no such group */
export async function findGroup(db: Tx, projectId: string, groupId: number): Promise<GroupRow> {
  const group = await db.group.findFirst({ where: { projectId, id: groupId }, select });
  if (!group) throw refusal("group missing", { groupId });
  return group;
}

/** Groups of a project by name; those that one person is in where `userId` says so. */
export function listGroups(
  db: Tx,
  projectId: string,
  { userId }: { userId?: string } = {},
): Promise<GroupRow[]> {
  return db.group.findMany({
    where: { projectId, ...(userId ? { members: { some: { userId } } } : {}) },
    select,
    orderBy: { name: "asc" },
    take: 200,
  });
}

/** Makes a group of nobody that may do nothing yet. @throws {AppError} EXISTS when the name is taken */
export async function createGroup(
  db: Db,
  actor: Actor,
  { projectId, name, description }: { projectId: string; name: string; description: string | null },
): Promise<GroupRow> {
  const write = () =>
    db.$transaction(async (tx) => {
      await requireFree(tx, projectId, name);
      const group = await tx.group.create({ data: { projectId, name, description }, select });
      note(tx, actor, group, { name: "group.create", detail: {} });
      return group;
    });
  return retryOnUniqueViolation(write);
}

/** Takes a group's row for this transaction: changes of it and of what it holds come one after the other. */
export async function lockGroup(tx: Tx, projectId: string, groupId: number): Promise<void> {
  await tx.$executeRaw`UPDATE "Group" SET "name" = "name"
    WHERE "projectId" = ${projectId} AND "id" = ${groupId}`;
}

/** A group once this transaction holds it. */
async function lockedGroup(tx: Tx, { project }: Member, groupId: number): Promise<GroupRow> {
  await lockGroup(tx, project.id, groupId);
  return findGroup(tx, project.id, groupId);
}

type GroupChange = {
  name?: string | undefined;
  description?: string | undefined;
  /** The role that it gives in the project; null for none. */
  role?: Role | null | undefined;
};

/**
 * Changes a group's name, what it says of itself and the role that it gives, all or none.
 *
 * @throws {AppError} NOT_FOUND; EXISTS when the name is taken; FORBIDDEN for a role above the giver's own,
 * and
 *   where it is taken from somebody stronger
 */
export async function editGroup(
  db: Db,
  member: Member,
  { groupId, change: { role, ...change } }: { groupId: number; change: GroupChange },
): Promise<GroupRow> {
  const write = () =>
    db.$transaction(async (tx) => {
      const group = await lockedGroup(tx, member, groupId);
      if (role !== undefined) await setRole(tx, member, group, role);
      if (change.name && change.name !== group.name) await requireFree(tx, group.projectId, change.name);
      const data = {
        ...(change.name ? { name: change.name } : {}),
        ...(change.description !== undefined ? { description: change.description } : {}),
      };
      if (Object.keys(data).length === 0) return group;
      note(tx, member.actor, group, { name: "group.change", detail: data });
      return tx.group.update({ where: { id: groupId }, data, select });
    });
  return retryOnUniqueViolation(write);
}

/** Gives a group a role in its project, or takes it away. */
async function setRole(tx: Tx, member: Member, group: GroupRow, role: Role | null): Promise<void> {
  const scope = { kind: "project" as const, id: group.projectId };
  requireNotAbove(role, roleOver(member, scope));
  const held = {
    projectId: group.projectId,
    subjectKind: "group",
    subjectId: String(group.id),
    scopeKind: scope.kind,
    scopeId: scope.id,
  };
  const before = await tx.grant.findMany({ where: held });
  if (takesAway(before, role ? [{ effect: "allow", role }] : []))
    await requireNotOverGroup(tx, member, scope, group.id);
  await tx.grant.deleteMany({ where: held });
  if (role) await tx.grant.create({ data: { ...held, effect: "allow", role, createdBy: member.actor.id } });
  const happened: Happened = role
    ? { name: "permission.grant", detail: { scope, permission: role.toLowerCase() } }
    : { name: "permission.revoke", detail: { scope } };
  note(tx, member.actor, group, happened);
}

async function requireFree(tx: Tx, projectId: string, name: string): Promise<void> {
  if (await tx.group.findUnique({ where: { projectId_name: { projectId, name } }, select: { id: true } }))
    throw refusal("name of group taken", { name });
}

/**
 * Takes a group away, and all that it granted.
 *
 * @throws {AppError} NOT_FOUND; FORBIDDEN where somebody stronger holds something by it
 */
export async function deleteGroup(db: Db, member: Member, groupId: number): Promise<void> {
  await db.$transaction(async (tx) => {
    const group = await lockedGroup(tx, member, groupId);
    const held = heldBy(group);
    if ((await tx.grant.count({ where: { ...held, effect: "allow" } })) > 0)
      await requireNotOverGroup(tx, member, projectOf(group), groupId);
    await tx.grant.deleteMany({ where: held });
    await tx.group.delete({ where: { id: groupId } });
    note(tx, member.actor, group, { name: "group.delete", detail: {} });
  });
}

function heldBy({ projectId, id }: GroupRow) {
  return { projectId, subjectKind: "group", subjectId: String(id) };
}

function projectOf({ projectId }: GroupRow) {
  return { kind: "project" as const, id: projectId };
}

/** Grants of one group that are looked at when somebody joins it. */
const grantsAtMost = 10_000;

/**
 * Puts somebody into a group.
 *
 * @throws {AppError} NOT_FOUND; EXISTS who is in it already; FORBIDDEN where it gives more than the giver's
 * own
 *   role, and where it takes something from somebody stronger
 */
export async function joinGroup(
  db: Db,
  member: Member,
  { groupId, userId }: { groupId: number; userId: string },
): Promise<{ id: number; groupId: number; userId: string }> {
  const write = () =>
    db.$transaction(async (tx) => {
      const group = await lockedGroup(tx, member, groupId);
      if (await tx.groupMember.findUnique({ where: { groupId_userId: { groupId, userId } } }))
        throw refusal("in group already", { groupId, userId });
      const grants = await tx.grant.findMany({ where: heldBy(group), take: grantsAtMost });
      for (const { effect, role, scopeKind, scopeId } of grants)
        if (effect === "allow")
          requireNotAbove(role as Role, roleOver(member, { kind: scopeKind as ScopeKind, id: scopeId }));
      if (grants.some(({ effect }) => effect === "deny"))
        await requireNotOver(tx, member, projectOf(group), userId);
      note(tx, member.actor, group, { name: "group.join", detail: { userId } });
      return tx.groupMember.create({ data: { groupId, userId } });
    });
  return retryOnUniqueViolation(write);
}

/**
 * Takes somebody out of a group.
 *
 * @throws {AppError} NOT_FOUND; FORBIDDEN for somebody stronger who holds something by it
 */
export async function leaveGroup(
  db: Db,
  member: Member,
  { groupId, userId }: { groupId: number; userId: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const group = await lockedGroup(tx, member, groupId);
    if ((await tx.grant.count({ where: { ...heldBy(group), effect: "allow" } })) > 0)
      await requireNotOver(tx, member, projectOf(group), userId);
    const { count } = await tx.groupMember.deleteMany({ where: { groupId, userId } });
    if (count === 0) throw refusal("not in group", { groupId, userId });
    note(tx, member.actor, group, { name: "group.leave", detail: { userId } });
  });
}

/** People of a group, in the order in which they came. */
export function listGroupMembers(db: Tx, groupId: number) {
  return db.groupMember.findMany({ where: { groupId }, orderBy: { id: "asc" }, take: 1_000 });
}

type Happened =
  | { name: "group.create" | "group.delete"; detail: Record<never, never> }
  | { name: "group.change"; detail: { name?: string; description?: string } }
  | { name: "group.join" | "group.leave"; detail: { userId: string } }
  | { name: "permission.grant"; detail: { scope: object; permission: string } }
  | { name: "permission.revoke"; detail: { scope: object } };

function note(tx: Tx, actor: Actor, { id, projectId, name }: GroupRow, happened: Happened): void {
  record(tx, actor, { ...happened, projectId, subject: { kind: "group", id: String(id), name } });
}
