import { retryOnUniqueViolation } from "@/lib/db/retry-on-conflict";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { rightsOfLevel, roleOfLevel, type AccessLevel } from "./access-level";
import { lockGroup } from "./groups";
import { locateResources } from "./locate-resources";
import type { Member } from "./member";
import { requireNotAbove, requireNotOver, requireNotOverGroup, roleOver, takesAway } from "./not-over";
import type { ResourceRef } from "./resources";

/** Who is granted something: an account by its id or e-mail, or a group of the project. */
export type Subject = { person: string } | { group: number };
type Found = { subjectKind: "person" | "group"; subjectId: string; name: string };

/**
 * Says what a person or group may do with one resource, in place of what was said before.
 *
 * @throws {AppError} NOT_FOUND for a person, group or resource that is not there; FORBIDDEN above the
 * giver's own role
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
      const held = { ...holder, scopeKind: scope.kind, scopeId: scope.id };
      const rights = rightsOfLevel(access, holder.subjectKind);
      if (holder.subjectKind === "person") await requireNotOver(tx, member, scope, holder.subjectId);
      else if (takesAway(await tx.grant.findMany({ where: { projectId, ...held } }), rights))
        await requireNotOverGroup(tx, member, scope, Number(holder.subjectId));
      await tx.grant.deleteMany({ where: { projectId, ...held } });
      await tx.grant.createMany({
        data: rights.map((right) => ({
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
    await lockGroup(tx, projectId, subject.group);
    const group = await tx.group.findFirst({ where: { projectId, id: subject.group } });
    if (!group) throw new AppError("NOT_FOUND", "There is no such group in this project.");
    return { subjectKind: "group", subjectId: String(group.id), name: group.name };
  }
  const { person } = subject;
  const user = await tx.user.findFirst({ where: { OR: [{ id: person }, { email: person.toLowerCase() }] } });
  if (!user) throw new AppError("NOT_FOUND", "Nobody has this id or e-mail.");
  return { subjectKind: "person", subjectId: user.id, name: user.name };
}
