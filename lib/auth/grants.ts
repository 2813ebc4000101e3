import type { Tx } from "@/lib/db/client";
import { administratorGrant, type Grant, type ScopeKind } from "./decide";
import type { Role } from "./permissions";

/** A grant with the name of the group that holds it, where one does. */
export type GrantRow = {
  subjectKind: string;
  groupName: string | null;
  scopeKind: string;
  scopeId: string;
  effect: string;
  role: string;
  mlflowPermission: string | null;
};

/** The grants of a person: their own, and those of each group that they are in; as a condition on `grant`. */
export function ownGrants(grant: string, userId: string): string {
  return `((${grant}."subjectKind" = 'person' AND ${grant}."subjectId" = ${userId})
    OR (${grant}."subjectKind" = 'group' AND ${grant}."subjectId" IN (
      SELECT CAST(o."groupId" AS TEXT) FROM "GroupMember" o WHERE o."userId" = ${userId})))`;
}

/** A grant as the decision reads it. */
export function grantOfRow(
  { subjectKind, groupName, scopeKind, scopeId, effect, role, mlflowPermission }: GrantRow,
  person: string,
): Grant {
  return {
    subjectKind: subjectKind as Grant["subjectKind"],
    subjectName: groupName ? `group ${groupName}` : person,
    scopeKind: scopeKind as ScopeKind,
    scopeId,
    effect: effect as Grant["effect"],
    role: role as Role,
    mlflowPermission,
  };
}

/** The projects in which a person holds a role, by themselves or by a group. */
export async function projectIdsOf(db: Tx, userId: string): Promise<string[]> {
  const groups = await db.groupMember.findMany({ where: { userId }, select: { groupId: true } });
  const holders = [
    { subjectKind: "person", subjectId: userId },
    { subjectKind: "group", subjectId: { in: groups.map(({ groupId }) => String(groupId)) } },
  ];
  const grants = await db.grant.findMany({
    where: { scopeKind: "project", effect: "allow", OR: holders },
    select: { scopeId: true },
  });
  return [...new Set(grants.map(({ scopeId }) => scopeId))];
}

/** All grants that a person holds in a project, by themselves and by groups. */
export async function grantsOfPerson(
  db: Tx,
  person: { id: string; name: string },
  projectId: string,
): Promise<Grant[]> {
  const memberships = await db.groupMember.findMany({
    where: { userId: person.id, group: { projectId } },
    select: { groupId: true, group: { select: { name: true } } },
  });
  const nameOf = new Map(memberships.map(({ groupId, group }) => [String(groupId), group.name]));
  const rows = await db.grant.findMany({
    where: {
      projectId,
      OR: [
        { subjectKind: "person", subjectId: person.id },
        { subjectKind: "group", subjectId: { in: [...nameOf.keys()] } },
      ],
    },
  });
  return rows.map((row) =>
    grantOfRow(
      { ...row, groupName: row.subjectKind === "group" ? nameOf.get(row.subjectId)! : null },
      person.name,
    ),
  );
}

/**
 * All that an account may do in a project: its grants there,
 * and what an administrator of the instance holds everywhere.
 */
export async function grantsOfAccount(
  db: Tx,
  account: { id: string; name: string; isAdmin: boolean },
  projectId: string,
): Promise<Grant[]> {
  const own = await grantsOfPerson(db, account, projectId);
  return account.isAdmin ? [administratorGrant, ...own] : own;
}
