import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { accessFilterOf, allowsSome, chainOf, hasResourceGrants, projectChain } from "./access-filter";
import { auditDenied } from "./audit";
import { decide } from "./decide";
import { locateResources } from "./locate-resources";
import type { Member } from "./member";
import { touchesOnlyRun } from "./own-run";
import { weakestRole, type Permission } from "./permissions";
import { kindOfPermission, readPermission, scopedKinds, type ResourceRef } from "./resources";

/**
 * Lets a request through when its sender may touch every resource that it refers to: by the grants on
 * each, or by those on the project where it refers to none that is there. A `"filtered"` request needs
 * the permission on some resource of its noun. Who manages a project's people manages what they may do
 * with each of its resources.
 *
 * @throws {AppError} NOT_FOUND for what the sender may not even see; FORBIDDEN for what they may see
 */
export async function authorizeResources(
  db: Db,
  member: Member,
  permission: Permission,
  refs: readonly ResourceRef[] | "filtered",
): Promise<void> {
  const { onlyRun, onlyPermission } = member.person;
  if (onlyPermission !== undefined && !asksOnlyFor(onlyPermission, permission, refs))
    throw new AppError("FORBIDDEN", `The secret of this job opens ${onlyPermission} alone.`);
  if (onlyRun !== undefined && !touchesOnlyRun(onlyRun, permission, refs))
    throw new AppError("FORBIDDEN", "The secret of this job opens its own run alone.");
  if (!hasResourceGrants(member) || mayOnAll(member, permission, refs)) return;
  if (refs === "filtered" && mayOnSome(member, permission)) return;
  const whole = decide(member.grants, permission, projectChain(member.project.id));
  if (permission === "member:manage" && whole.allowed) return;
  const named = refs === "filtered" ? [] : refs;
  const scopes = await locateResources(db, member.project.id, named);
  let refersToOwn = false;
  for (const [i, { permission: other }] of named.entries()) {
    const scope = scopes[i];
    if (!scope) continue; // its own route says so better
    refersToOwn ||= !other;
    const chain = chainOf(member.project.id, scope.kind, scope.id);
    const asked = other ?? permission;
    if (decide(member.grants, asked, chain).allowed) continue;
    await refuse(db, member, asked, decide(member.grants, readPermission[scope.kind], chain).allowed);
  }
  if (!refersToOwn && !whole.allowed) await refuse(db, member, permission, whole.role !== null);
}

/** Whether a request needs one permission and no other, of what it is about and of all that it names. */
function asksOnlyFor(
  only: Permission,
  permission: Permission,
  refs: readonly ResourceRef[] | "filtered",
): boolean {
  const others = refs === "filtered" ? [] : refs.flatMap((ref) => ref.permission ?? []);
  return [permission, ...others].every((one) => one === only);
}

/**
 * Whether the project's grants allow all that is asked and nothing is denied,
 * so that no single grant can matter.
 */
function mayOnAll(
  { project, grants }: Member,
  permission: Permission,
  refs: readonly ResourceRef[] | "filtered",
): boolean {
  if (grants.some(({ effect }) => effect === "deny")) return false;
  const asked = new Set([
    permission,
    ...(refs === "filtered" ? [] : refs).flatMap((ref) => ref.permission ?? []),
  ]);
  return [...asked].every((one) => decide(grants, one, projectChain(project.id)).allowed);
}

/** Whether somebody holds a permission on any resource of its noun; for a noun without any, on any at all. */
function mayOnSome(member: Member, permission: Permission): boolean {
  const kind = kindOfPermission(permission);
  return (kind ? [kind] : scopedKinds).some((candidate) =>
    allowsSome(accessFilterOf(member, permission, candidate)),
  );
}

async function refuse(
  db: Db,
  { actor, project }: Member,
  permission: Permission,
  seen: boolean,
): Promise<never> {
  if (!seen) throw new AppError("NOT_FOUND", "There is no such thing in this project.");
  await auditDenied(db, actor, { projectId: project.id, permission });
  throw new AppError(
    "FORBIDDEN",
    `This needs the role ${weakestRole[permission].toLowerCase()} here. ` +
      "Ask who manages it, or an owner of the project.",
  );
}
