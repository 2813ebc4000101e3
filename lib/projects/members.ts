import type { Actor } from "@/lib/auth/actor";
import { projectChain } from "@/lib/auth/access-filter";
import { roleOn, type ScopeKind } from "@/lib/auth/decide";
import { grantsOfPerson } from "@/lib/auth/grants";
import { lockGroup } from "@/lib/auth/groups";
import type { Member } from "@/lib/auth/member";
import { requireNotOver, requireNotOverGroup, takesAway } from "@/lib/auth/not-over";
import { atLeast, type Role } from "@/lib/auth/permissions";
import { hashOfSecret, hashPassword, newSecret } from "@/lib/auth/secrets";
import type { Db, Tx } from "@/lib/db/client";
import { AppError, isUniqueViolation } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { limits } from "@/lib/limits";
import { grantRole } from "./commands";
import { findInvitation } from "./queries";

/** A change of somebody's membership: by whom, with which role of their own, to whom. */
type Change = { projectId: string; userId: string; byRole: Role };

/** Makes a link that lets one person join; the secret is in the answer and nowhere else. */
export async function invite(
  db: Db,
  actor: Actor & { id: string },
  input: { projectId: string; role: Role; byRole: Role; now: Date },
) {
  requireNotAbove(input.role, input.byRole);
  const secret = newSecret("join");
  const expiresAt = new Date(input.now.getTime() + limits.invitationMilliseconds);
  await db.$transaction(async (tx) => {
    const row = await tx.invitation.create({
      data: {
        projectId: input.projectId,
        role: input.role,
        hash: hashOfSecret(secret),
        createdBy: actor.id,
        expiresAt,
      },
    });
    record(tx, actor, {
      name: "member.invite",
      projectId: input.projectId,
      subject: { kind: "invitation", id: row.id, name: input.role.toLowerCase() },
      detail: { role: input.role },
    });
  });
  return { path: `/join/${secret}`, expiresAt };
}

/**
 * Uses an invitation: as the person signed in, or as a new person. The guard stands in the update,
 * so that of two who use one link one succeeds.
 *
 * @throws {AppError} NOT_FOUND when the link is used or expired; CONFLICT when the e-mail has an account
 */
export async function join(
  db: Db,
  input: {
    secret: string;
    now: Date;
    as: { actor: Actor & { id: string } } | { name: string; email: string; password: string };
  },
) {
  if (!(await findInvitation(db, input.secret, input.now))) throw usedInvitation();
  const passwordHash = "password" in input.as ? await hashPassword(input.as.password) : "";
  try {
    return await db.$transaction(async (tx) => {
      const invitation = await findInvitation(tx, input.secret, input.now);
      const used = invitation
        ? await tx.invitation.updateMany({
            where: { id: invitation.id, usedAt: null },
            data: { usedAt: input.now },
          })
        : { count: 0 };
      if (!invitation || used.count === 0) throw usedInvitation();

      const actor = "actor" in input.as ? input.as.actor : await newPerson(tx, { ...input.as, passwordHash });
      const held = await tx.grant.findFirst({
        where: {
          projectId: invitation.project.id,
          subjectId: actor.id,
          scopeKind: "project",
          effect: "allow",
        },
      });
      const role =
        held && atLeast(held.role as Role, invitation.role) ? (held.role as Role) : invitation.role;
      await grantRole(tx, actor, { projectId: invitation.project.id, userId: actor.id, role });
      await tx.invitation.update({ where: { id: invitation.id }, data: { usedBy: actor.id } });
      record(tx, actor, {
        name: "member.join",
        projectId: invitation.project.id,
        subject: { kind: "user", id: actor.id, name: actor.name },
        detail: { role },
      });
      return { projectSlug: invitation.project.slug, role };
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError(
        "CONFLICT",
        "This e-mail has an account already. Sign in, then open the link again.",
      );
    throw error;
  }
}

function usedInvitation(): AppError {
  return new AppError("NOT_FOUND", "This invitation was used or has expired. Ask for a new one.");
}

async function newPerson(
  tx: Tx,
  { name, email, passwordHash }: { name: string; email: string; passwordHash: string },
): Promise<Actor & { id: string }> {
  const { id } = await tx.user.create({ data: { name, email, passwordHash } });
  return { id, name, via: "session", viaId: null, from: null };
}

/**
 * Gives somebody of a project a role of their own, or another one.
 *
 * @throws {AppError} NOT_FOUND for who is not of the project; FORBIDDEN above one's own role; CONFLICT for
 *   the last owner
 */
export async function changeMember(
  db: Db,
  actor: Actor,
  { projectId, userId, byRole, role }: Change & { role: Role },
): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockProject(tx, projectId);
    const before = await requirePerson(tx, actor, { projectId, userId, byRole });
    requireNotAbove(role, byRole);
    if (role !== "OWNER") await requireOtherOwner(tx, { projectId, userId });
    await grantRole(tx, actor, { projectId, userId, role });
    const subject = { kind: "user" as const, id: userId, name: await nameOf(tx, userId) };
    record(tx, actor, { name: "member.change", projectId, subject, detail: { before, after: role } });
  });
}

/**
 * Takes somebody out of a project: their role, their permissions on single resources and their places in
 * its groups, all or none.
 *
 * @throws {AppError} NOT_FOUND for who is not of the project; FORBIDDEN above one's own role; CONFLICT for
 *   the last owner
 */
export async function removeMember(
  db: Db,
  actor: Actor,
  { projectId, userId, byRole }: Change,
): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockProject(tx, projectId);
    const before = await requirePerson(tx, actor, { projectId, userId, byRole });
    await requireOtherOwner(tx, { projectId, userId });
    const grants = await tx.grant.deleteMany({
      where: { projectId, subjectKind: "person", subjectId: userId },
    });
    const groups = await tx.groupMember.deleteMany({ where: { userId, group: { projectId } } });
    record(tx, actor, {
      name: "member.remove",
      projectId,
      subject: { kind: "user", id: userId, name: await nameOf(tx, userId) },
      detail: { before, grants: grants.count, groups: groups.count },
    });
  });
}

/**
 * The strongest role that somebody of a project holds in it, by themselves or by groups;
 * who changes it must not be below.
 */
async function requirePerson(
  tx: Tx,
  actor: Actor,
  { projectId, userId, byRole }: Change,
): Promise<Role | null> {
  const grants = await grantsOfPerson(tx, { id: userId, name: userId }, projectId);
  const inGroup = await tx.groupMember.count({ where: { userId, group: { projectId } } });
  if (grants.length === 0 && inGroup === 0) throw new AppError("NOT_FOUND", "No such member.");
  const role = roleOn(grants, projectChain(projectId));
  if (role && actor.id !== userId) requireNotAbove(role, byRole);
  return role;
}

async function requireOtherOwner(
  tx: Tx,
  { projectId, userId }: { projectId: string; userId: string },
): Promise<void> {
  const owners = await tx.grant.findMany({
    where: { projectId, subjectKind: "person", scopeKind: "project", effect: "allow", role: "OWNER" },
    select: { subjectId: true },
    take: 2,
  });
  if (owners.length === 1 && owners[0]!.subjectId === userId)
    throw new AppError("CONFLICT", "The last owner stays. Make somebody else an owner first.");
}

/**
 * Takes a grant away, with the part that bounds it.
 *
 * @throws {AppError} NOT_FOUND; INVALID for a role in the project; FORBIDDEN over who has a stronger role
 */
export async function removeResourcePermission(db: Db, member: Member, id: number): Promise<void> {
  const projectId = member.project.id;
  await db.$transaction(async (tx) => {
    const grant = await tx.grant.findFirst({ where: { projectId, id } });
    if (!grant) throw new AppError("NOT_FOUND", "There is no such permission in this project.");
    const { subjectKind, subjectId, scopeKind, scopeId } = grant;
    if (subjectKind === "person" && scopeKind === "project")
      throw new AppError("INVALID", "This is a role in the project. Change it among the members.");
    const scope = { kind: scopeKind as ScopeKind, id: scopeId };
    const held = { projectId, subjectKind, subjectId, scopeKind, scopeId };
    if (subjectKind === "person") await requireNotOver(tx, member, scope, subjectId);
    else {
      await lockGroup(tx, projectId, Number(subjectId));
      if (takesAway(await tx.grant.findMany({ where: held }), []))
        await requireNotOverGroup(tx, member, scope, Number(subjectId));
    }
    await tx.grant.deleteMany({ where: held });
    const isGroup = subjectKind === "group";
    record(tx, member.actor, {
      name: "permission.revoke",
      projectId,
      subject: isGroup
        ? { kind: "group", id: subjectId, name: `group ${subjectId}` }
        : { kind: "user", id: subjectId, name: await nameOf(tx, subjectId) },
      detail: { scope: { kind: scopeKind, id: scopeId }, role: grant.role, effect: grant.effect },
    });
  });
}

async function nameOf(tx: Tx, userId: string): Promise<string> {
  return (await tx.user.findUnique({ where: { id: userId }, select: { name: true } }))?.name ?? userId;
}

/**
 * Takes the project's row for this transaction, so that two owners cannot leave at once:
 * a write locks it on both databases.
 */
async function lockProject(tx: Tx, projectId: string): Promise<void> {
  await tx.$executeRaw`UPDATE "Project" SET "slug" = "slug" WHERE "id" = ${projectId}`;
}

function requireNotAbove(role: Role, byRole: Role): void {
  if (!atLeast(byRole, role))
    throw new AppError(
      "FORBIDDEN",
      `Only a ${role.toLowerCase()} may give or change the role ${role.toLowerCase()}.`,
    );
}
