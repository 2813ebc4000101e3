import type { Member } from "@/lib/auth/member";
import { grantsOfAccount } from "@/lib/auth/grants";
import type { Role } from "@/lib/auth/permissions";
import { chainOfScope } from "@/lib/auth/access-filter";
import { findGroup, lockGroup } from "@/lib/auth/groups";
import {
  requireNotAbove,
  requireNotOver,
  requireNotOverGroup,
  roleOver,
  takesAway,
} from "@/lib/auth/not-over";
import type { Account } from "@/lib/auth/users";
import type { Db, Tx } from "@/lib/db/client";
import { retryOnUniqueViolation } from "@/lib/db/retry-on-conflict";
import { AppError } from "@/lib/errors";
import type { Subject as FactSubject } from "@/lib/events/facts";
import { record } from "@/lib/events/record";
import { changeMember, removeMember } from "@/lib/projects/members";
import { grantRole } from "@/lib/projects/commands";
import {
  rightOfGroup,
  rightsOfPerson,
  roleGiven,
  mlflowPermissionOfGrant,
  mlflowPermissionOn,
  type Scope,
  type MlflowPermission,
} from "./mlflow-permissions";

type Subject = { subjectKind: "person" | "group"; subjectId: string };
export type Access = {
  id: number;
  resource_type: string;
  resource_pattern: string;
  permission: MlflowPermission;
};

const typeOfScope: Record<Scope["kind"], string> = {
  project: "workspace",
  experiments: "experiment",
  experiment: "experiment",
  models: "registered_model",
  model: "registered_model",
};

/**
 * The scope that a client names by type and id, `*` for all of the type.
 *
 * @throws {AppError} INVALID for a type that has no grants here; NOT_FOUND for an experiment or model that is
 *   not there
 */
export async function scopeNamed(
  db: Tx,
  projectId: string,
  { type, id }: { type: string; id: string },
): Promise<Scope> {
  if (type === "workspace") {
    if (id !== "*")
      throw new AppError(
        "INVALID",
        `Invalid resource_pattern '${id}' for resource_type='workspace'. ` +
          "This resource type supports only wildcard ('*') grants.",
      );
    return { kind: "project", id: projectId };
  }
  if (type === "experiment") {
    if (id === "*") return { kind: "experiments", id: projectId };
    const experiment = /^\d{1,9}$/.test(id)
      ? await db.experiment.findUnique({
          where: { projectId_number: { projectId, number: Number(id) } },
          select: { id: true },
        })
      : null;
    if (!experiment) throw new AppError("NOT_FOUND", `No Experiment with id=${id} exists`);
    return { kind: "experiment", id: String(experiment.id) };
  }
  if (type === "registered_model") {
    if (id === "*") return { kind: "models", id: projectId };
    const model = await db.registeredModel.findUnique({
      where: { projectId_name: { projectId, name: id } },
      select: { id: true },
    });
    if (!model) throw new AppError("NOT_FOUND", `Registered Model with name=${id} not found`);
    return { kind: "model", id: model.id };
  }
  throw new AppError(
    "INVALID",
    `resource_type '${type}' has no permissions of its own here: ` +
      "runs and logged models follow their experiment, versions their model. " +
      "Use workspace, experiment or registered_model.",
  );
}

/**
 * Gives one person exactly this on a scope, in place of what they held there.
 *
 * @throws {AppError} FORBIDDEN above the giver's own role, and over who has a stronger one
 */
export async function grantToPerson(
  db: Db,
  member: Member,
  {
    account,
    scope,
    permission,
    before,
  }: { account: Account; scope: Scope; permission: MlflowPermission; before?: "none" | "some" },
): Promise<void> {
  const projectId = member.project.id;
  requireNotAbove(roleGiven(permission, scope), roleOver(member, scope));
  if (scope.kind === "project") {
    const role = roleGiven(permission, scope)!;
    return retryOnUniqueViolation(() => giveMembership(db, member, account, role));
  }
  const write = () =>
    db.$transaction(async (tx) => {
      await requireNotOver(tx, member, scope, account.id);
      const held = heldOn(account, scope);
      const { count } = await tx.grant.deleteMany({ where: held });
      if (before === "none" && count > 0)
        throw new AppError(
          "EXISTS",
          `A permission of ${account.name} on this ${typeOfScope[scope.kind]} already exists.`,
        );
      if (before === "some" && count === 0) throw missing(account, scope);
      await tx.grant.createMany({
        data: rightsOfPerson(permission, scope).map((right) => ({
          ...held,
          ...right,
          projectId,
          createdBy: member.actor.id,
        })),
      });
      noteGrant(tx, member, { kind: "user", ...named(account) }, { scope, permission });
    });
  await retryOnUniqueViolation(write);
}

async function giveMembership(
  db: Db,
  { actor, project, role: byRole }: Member,
  account: Account,
  role: Role,
): Promise<void> {
  const held = await db.grant.findFirst({
    where: {
      subjectKind: "person",
      subjectId: account.id,
      scopeKind: "project",
      scopeId: project.id,
      effect: "allow",
    },
    select: { id: true },
  });
  if (held) return changeMember(db, actor, { projectId: project.id, userId: account.id, byRole, role });
  await db.$transaction(async (tx) => {
    await grantRole(tx, actor, { projectId: project.id, userId: account.id, role });
    record(tx, actor, {
      name: "member.add",
      projectId: project.id,
      subject: { kind: "user", id: account.id, name: account.name },
      detail: { role },
    });
  });
}

/**
 * Takes away what one person was granted on a scope.
 * @throws {AppError} NOT_FOUND when it was nothing; FORBIDDEN over who has a stronger role
 */
export async function revokeFromPerson(
  db: Db,
  member: Member,
  { account, scope }: { account: Account; scope: Scope },
): Promise<void> {
  if (scope.kind === "project")
    return removeMember(db, member.actor, {
      projectId: member.project.id,
      userId: account.id,
      byRole: member.role,
    });
  await db.$transaction(async (tx) => {
    await requireNotOver(tx, member, scope, account.id);
    const { count } = await tx.grant.deleteMany({ where: heldOn(account, scope) });
    if (count === 0) throw missing(account, scope);
    noteRevoke(tx, member, { kind: "user", ...named(account) }, scope);
  });
}

/** The permission that one person was granted on a scope. @throws {AppError} NOT_FOUND when there is none */
export async function mlflowPermissionOfPerson(
  db: Tx,
  account: Account,
  scope: Scope,
): Promise<MlflowPermission> {
  const rows = await db.grant.findMany({ where: heldOn(account, scope) });
  const permission = rows
    .map((row) => mlflowPermissionOfGrant(row, row.scopeKind))
    .find((found) => found !== null);
  if (!permission) throw missing(account, scope);
  return permission;
}

/** What somebody may do on a scope by everything that they hold. */
export async function effectiveMlflowPermission(
  db: Db,
  projectId: string,
  account: Account,
  scope: Scope,
): Promise<MlflowPermission> {
  return mlflowPermissionOn(await grantsOfAccount(db, account, projectId), chainOfScope(projectId, scope));
}

/**
 * Gives a group this on a scope.
 * @throws {AppError} EXISTS when it holds something there; FORBIDDEN above the giver's own role
 */
export async function grantToGroup(
  db: Db,
  member: Member,
  {
    groupId,
    scope,
    permission,
    replaces,
  }: { groupId: number; scope: Scope; permission: MlflowPermission; replaces?: number },
): Promise<Access> {
  requireNotAbove(roleGiven(permission, scope), roleOver(member, scope));
  const held = { subjectKind: "group", subjectId: String(groupId), scopeKind: scope.kind, scopeId: scope.id };
  const projectId = member.project.id;
  const write = () =>
    db.$transaction(async (tx) => {
      await lockGroup(tx, projectId, groupId);
      await findGroup(tx, projectId, groupId);
      const before = await tx.grant.findMany({ where: held });
      if (before.some(({ id }) => id !== replaces))
        throw new AppError(
          "EXISTS",
          `Role permission (role_id=${groupId}, resource_type=${typeOfScope[scope.kind]}) already exists.`,
        );
      if (replaces !== undefined && before.length === 0) throw noGroupGrant(replaces);
      const right = rightOfGroup(permission, scope);
      if (takesAway(before, [right])) await requireNotOverGroup(tx, member, scope, groupId);
      const data = { ...held, ...right, projectId, createdBy: member.actor.id };
      const { id } =
        replaces === undefined
          ? await tx.grant.create({ data })
          : await tx.grant.update({ where: { id: replaces }, data });
      noteGrant(tx, member, groupSubject(groupId), { scope, permission });
      const subject = { subjectKind: "group" as const, subjectId: String(groupId) };
      return (await accessOf(tx, projectId, subject)).find((access) => access.id === id)!;
    });
  return retryOnUniqueViolation(write);
}

function noGroupGrant(id: number): AppError {
  return new AppError("NOT_FOUND", `Role permission with id=${id} not found`);
}

/** What a group or a person was granted, in the order in which it was given. */
export async function accessOf(
  db: Tx,
  projectId: string,
  { subjectKind, subjectId }: Subject,
): Promise<Access[]> {
  const rows = await db.grant.findMany({
    where: { projectId, subjectKind, subjectId },
    orderBy: { id: "asc" },
    take: 1_000,
  });
  return namedAccess(db, rows);
}

type GrantRow = {
  id: number;
  scopeKind: string;
  scopeId: string;
  effect: string;
  role: string;
  mlflowPermission: string | null;
};

/**
 * Whether MLflow's clients have a word for what a grant is on; datasets and notebooks are this product's own.
 */
function isKnownToClients(scopeKind: string): scopeKind is Scope["kind"] {
  return Object.hasOwn(typeOfScope, scopeKind);
}

/**
 * Grants with what they are on by the name that clients know; those on what is gone,
 * or on what MLflow has not, are left out.
 */
async function namedAccess(db: Tx, rows: readonly GrantRow[]): Promise<Access[]> {
  const known = rows.filter(({ scopeKind }) => isKnownToClients(scopeKind));
  const ids = (kind: string) =>
    known.filter(({ scopeKind }) => scopeKind === kind).map(({ scopeId }) => scopeId);
  const [experiments, models] = await Promise.all([
    db.experiment.findMany({
      where: { id: { in: ids("experiment").map(Number) } },
      select: { id: true, number: true },
    }),
    db.registeredModel.findMany({ where: { id: { in: ids("model") } }, select: { id: true, name: true } }),
  ]);
  const names = new Map<string, string>([
    ...experiments.map(({ id, number }) => [`experiment ${id}`, String(number)] as const),
    ...models.map(({ id, name }) => [`model ${id}`, name] as const),
  ]);
  return known.flatMap((row) => {
    const permission = mlflowPermissionOfGrant(row, row.scopeKind);
    const resource_pattern =
      row.scopeKind === "experiment" || row.scopeKind === "model"
        ? names.get(`${row.scopeKind} ${row.scopeId}`)
        : "*";
    return permission && resource_pattern !== undefined
      ? [
          {
            id: row.id,
            resource_type: typeOfScope[row.scopeKind as Scope["kind"]],
            resource_pattern,
            permission,
          },
        ]
      : [];
  });
}

/** A group's grant by its number. @throws {AppError} NOT_FOUND */
export async function findGroupGrant(
  db: Tx,
  projectId: string,
  id: number,
): Promise<{ id: number; groupId: number; scope: Scope }> {
  const row = await db.grant.findFirst({ where: { projectId, id, subjectKind: "group" } });
  if (!row || !isKnownToClients(row.scopeKind)) throw noGroupGrant(id);
  return { id, groupId: Number(row.subjectId), scope: { kind: row.scopeKind, id: row.scopeId } };
}

/**
 * Takes a group's grant away. @throws {AppError} NOT_FOUND; FORBIDDEN where it is taken from somebody
 * stronger
 */
export async function revokeFromGroup(db: Db, member: Member, id: number): Promise<void> {
  await db.$transaction(async (tx) => {
    const { groupId, scope } = await findGroupGrant(tx, member.project.id, id);
    await lockGroup(tx, member.project.id, groupId);
    const before = await tx.grant.findMany({ where: { id } });
    if (before.length === 0) throw noGroupGrant(id);
    if (takesAway(before, [])) await requireNotOverGroup(tx, member, scope, groupId);
    await tx.grant.deleteMany({ where: { id } });
    noteRevoke(tx, member, groupSubject(groupId), scope);
  });
}

function heldOn(account: Account, scope: Scope): Subject & { scopeKind: string; scopeId: string } {
  return { subjectKind: "person", subjectId: account.id, scopeKind: scope.kind, scopeId: scope.id };
}

function missing(account: Account, scope: Scope): AppError {
  return new AppError(
    "NOT_FOUND",
    `${account.name} was granted nothing of their own on this ${typeOfScope[scope.kind]}.`,
  );
}

type Holder = FactSubject<"user" | "group">;

function named({ id, name }: Account): { id: string; name: string } {
  return { id, name };
}

function groupSubject(groupId: number): Holder {
  return { kind: "group", id: String(groupId), name: `group ${groupId}` };
}

function noteGrant(
  tx: Tx,
  { actor, project }: Member,
  subject: Holder,
  detail: { scope: Scope; permission: MlflowPermission },
): void {
  record(tx, actor, { name: "permission.grant", projectId: project.id, subject, detail });
}

function noteRevoke(tx: Tx, { actor, project }: Member, subject: Holder, scope: Scope): void {
  record(tx, actor, { name: "permission.revoke", projectId: project.id, subject, detail: { scope } });
}
