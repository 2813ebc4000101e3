import { retryOnUniqueViolation } from "@/lib/db/retry-on-unique-violation";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import type { Actor } from "./actor";
import type { Member } from "./member";
import { atLeast, type Role } from "./permissions";

const select = { id: true, projectId: true, name: true, description: true } as const;
export type GroupRow = { id: number; projectId: string; name: string; description: string | null };

/** @throws {AppError} NOT_FOUND when the project has no such group */
export async function findGroup(db: Tx, projectId: string, groupId: number): Promise<GroupRow> {
  const group = await db.group.findFirst({ where: { projectId, id: groupId }, select });
  if (!group) throw new AppError("NOT_FOUND", `Role with id=${groupId} not found`);
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

/** @throws {AppError} EXISTS when the name is taken */
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

/** Changes a group's name or what it says of itself. @throws {AppError} NOT_FOUND; EXISTS when the name is taken */
export async function editGroup(
  db: Db,
  actor: Actor,
  {
    projectId,
    groupId,
    change,
  }: {
    projectId: string;
    groupId: number;
    change: { name?: string | undefined; description?: string | undefined };
  },
): Promise<GroupRow> {
  return db.$transaction(async (tx) => {
    const group = await findGroup(tx, projectId, groupId);
    if (change.name && change.name !== group.name) await requireFree(tx, projectId, change.name);
    const data = {
      ...(change.name ? { name: change.name } : {}),
      ...(change.description !== undefined ? { description: change.description } : {}),
    };
    note(tx, actor, group, { name: "group.change", detail: data });
    return tx.group.update({ where: { id: groupId }, data, select });
  });
}

async function requireFree(tx: Tx, projectId: string, name: string): Promise<void> {
  if (await tx.group.findUnique({ where: { projectId_name: { projectId, name } }, select: { id: true } }))
    throw new AppError("EXISTS", `Role (name=${name}) already exists.`);
}

/** Takes a group away, and all that it granted. @throws {AppError} NOT_FOUND */
export async function deleteGroup(
  db: Db,
  actor: Actor,
  { projectId, groupId }: { projectId: string; groupId: number },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const group = await findGroup(tx, projectId, groupId);
    await tx.grant.deleteMany({ where: { projectId, subjectKind: "group", subjectId: String(groupId) } });
    await tx.group.delete({ where: { id: groupId } });
    note(tx, actor, group, { name: "group.delete", detail: {} });
  });
}

/** Puts somebody into a group. @throws {AppError} NOT_FOUND; EXISTS who is in it already */
export async function joinGroup(
  db: Db,
  actor: Actor,
  { projectId, groupId, userId }: { projectId: string; groupId: number; userId: string },
): Promise<{ id: number; groupId: number; userId: string }> {
  const write = () =>
    db.$transaction(async (tx) => {
      const group = await findGroup(tx, projectId, groupId);
      if (await tx.groupMember.findUnique({ where: { groupId_userId: { groupId, userId } } }))
        throw new AppError(
          "EXISTS",
          `User role assignment (user_id=${userId}, role_id=${groupId}) already exists`,
        );
      note(tx, actor, group, { name: "group.join", detail: { userId } });
      return tx.groupMember.create({ data: { groupId, userId } });
    });
  return retryOnUniqueViolation(write);
}

/** Takes somebody out of a group. @throws {AppError} NOT_FOUND */
export async function leaveGroup(
  db: Db,
  actor: Actor,
  { projectId, groupId, userId }: { projectId: string; groupId: number; userId: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const group = await findGroup(tx, projectId, groupId);
    const { count } = await tx.groupMember.deleteMany({ where: { groupId, userId } });
    if (count === 0)
      throw new AppError(
        "NOT_FOUND",
        `User role assignment (user_id=${userId}, role_id=${groupId}) not found`,
      );
    note(tx, actor, group, { name: "group.leave", detail: { userId } });
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

/** Gives a group a role in its project, or takes it away. @throws {AppError} NOT_FOUND; FORBIDDEN above the giver's own role */
export async function setGroupRole(
  db: Db,
  member: Member,
  { groupId, role }: { groupId: number; role: Role | null },
): Promise<void> {
  const projectId = member.project.id;
  if (role && !atLeast(member.role, role))
    throw new AppError("FORBIDDEN", `Only a ${role.toLowerCase()} may give the role ${role.toLowerCase()}.`);
  const held = { subjectKind: "group", subjectId: String(groupId), scopeKind: "project", scopeId: projectId };
  await db.$transaction(async (tx) => {
    const group = await findGroup(tx, projectId, groupId);
    await tx.grant.deleteMany({ where: { projectId, ...held } });
    if (role)
      await tx.grant.create({
        data: { ...held, projectId, effect: "allow", role, createdBy: member.actor.id },
      });
    const scope = { kind: "project", id: projectId };
    note(
      tx,
      member.actor,
      group,
      role
        ? { name: "permission.grant", detail: { scope, permission: role.toLowerCase() } }
        : { name: "permission.revoke", detail: { scope } },
    );
  });
}
