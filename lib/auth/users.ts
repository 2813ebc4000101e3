import type { Db, Tx } from "@/lib/db/client";
import { AppError, isUniqueViolation } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { refusal } from "@/lib/refusals";
import type { Actor } from "./actor";
import { lockUser } from "./lock-user";
import type { Role } from "./permissions";
import { hashPassword } from "./secrets";

const select = { id: true, name: true, email: true, isAdmin: true } as const;
export type Account = { id: string; name: string; email: string; isAdmin: boolean };

/**
 * The account of this e-mail or name.
 * @throws {AppError} NOT_FOUND; INVALID when several people have the name
 */
export async function findAccount(db: Tx, username: string): Promise<Account> {
  const found = await db.user.findMany({
    where: { OR: [{ email: username.toLowerCase() }, { name: username }] },
    select,
    take: 3,
  });
  const account = found.find(({ email }) => email === username.toLowerCase()) ?? found[0];
  if (!account) throw refusal("account missing", { username });
  if (found.length > 1 && account.email !== username.toLowerCase())
    throw new AppError("INVALID", `Several people are called ${username}. Give an e-mail.`);
  return account;
}

/** An account by its id. @throws {AppError} NOT_FOUND */
export async function findAccountById(db: Tx, id: string): Promise<Account> {
  const account = await db.user.findUnique({ where: { id }, select });
  if (!account) throw new AppError("NOT_FOUND", "There is no such person.");
  return account;
}

/** Names of people by their ids; who has gone has none. */
export async function namesOf(db: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const users = await db.user.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  return new Map(users.map(({ id, name }) => [id, name]));
}

/**
 * Lets only those pass who administer the instance.
 * @throws {AppError} FORBIDDEN for whoever does not administer the instance, and for a token of one project
 */
export function requireAdministrator(person: { isAdmin: boolean; onlyProjectId: string | null }): void {
  if (!person.isAdmin)
    throw new AppError("FORBIDDEN", "Only an administrator of this Perihelion may do this.");
  requireUnbound(person);
}

/**
 * Lets only those pass who act for themselves, in all of their projects.
 * @throws {AppError} FORBIDDEN for a token or job that opens one project, which may change nothing beside it
 */
export function requireUnbound({ onlyProjectId }: { onlyProjectId: string | null }): void {
  if (onlyProjectId)
    throw new AppError(
      "FORBIDDEN",
      "This token opens one project and changes no account. Use one of your own, or sign in.",
    );
}

/**
 * Makes an account that signs in by this name, which may be an e-mail, and that may join a project at once.
 * @throws {AppError} EXISTS when the name is taken
 */
export async function createAccount(
  db: Db,
  actor: Actor,
  {
    username,
    password,
    joins,
  }: { username: string; password: string; joins: { projectId: string; role: Role } | null },
): Promise<Account> {
  const passwordHash = await hashPassword(password);
  try {
    return await db.$transaction(async (tx) => {
      if (await tx.user.findFirst({ where: { name: username }, select: { id: true } }))
        throw refusal("username taken", { username });
      const account = await tx.user.create({
        data: { name: username, email: username.toLowerCase(), passwordHash },
        select,
      });
      record(tx, actor, { name: "user.create", projectId: null, subject: subjectOf(account), detail: {} });
      if (joins) await addToProject(tx, actor, account, joins);
      return account;
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw refusal("username taken", { username });
    throw error;
  }
}

async function addToProject(
  tx: Tx,
  actor: Actor,
  account: Account,
  { projectId, role }: { projectId: string; role: Role },
): Promise<void> {
  await tx.grant.create({
    data: {
      projectId,
      subjectKind: "person",
      subjectId: account.id,
      scopeKind: "project",
      scopeId: projectId,
      effect: "allow",
      role,
      createdBy: actor.id ?? "system",
    },
  });
  record(tx, actor, { name: "member.add", projectId, subject: subjectOf(account), detail: { role } });
}

/** Makes somebody an administrator, or no longer. @throws {AppError} CONFLICT for the last one */
export async function setAdministrator(
  db: Db,
  actor: Actor,
  { account, isAdmin }: { account: Account; isAdmin: boolean },
): Promise<void> {
  await db.$transaction(async (tx) => {
    if (!isAdmin) await requireOtherAdministrator(tx, account.id);
    await tx.user.update({ where: { id: account.id }, data: { isAdmin } });
    record(tx, actor, {
      name: "user.administrator",
      projectId: null,
      subject: subjectOf(account),
      detail: { before: account.isAdmin, after: isAdmin },
    });
  });
}

/**
 * Takes an account away, with its tokens, sessions and grants.
 *
 * @throws {AppError} CONFLICT for one's own, for the last administrator, and for the last owner of a project
 */
export async function deleteAccount(db: Db, actor: Actor, account: Account): Promise<void> {
  if (actor.id === account.id)
    throw new AppError("CONFLICT", "Users cannot delete their own account. Ask another administrator.");
  await db.$transaction(async (tx) => {
    await requireOtherAdministrator(tx, account.id);
    await lockUser(tx, account.id);
    const held = { subjectKind: "person", subjectId: account.id } as const;
    const owned = await tx.grant.findMany({
      where: { ...held, scopeKind: "project", effect: "allow", role: "OWNER" },
      select: { projectId: true },
      orderBy: { projectId: "asc" },
    });
    for (const { projectId } of owned) {
      // as whoever changes owners does
      await tx.$executeRaw`UPDATE "Project" SET "slug" = "slug" WHERE "id" = ${projectId}`;
      const others = await tx.grant.count({
        where: {
          projectId,
          subjectKind: "person",
          scopeKind: "project",
          effect: "allow",
          role: "OWNER",
          subjectId: { not: account.id },
        },
      });
      if (others === 0)
        throw new AppError(
          "CONFLICT",
          `${account.name} is the last owner of a project. Make somebody else an owner first.`,
        );
    }
    await tx.grant.deleteMany({ where: held });
    await tx.groupMember.deleteMany({ where: { userId: account.id } });
    await tx.user.delete({ where: { id: account.id } });
    record(tx, actor, { name: "user.delete", projectId: null, subject: subjectOf(account), detail: {} });
  });
}

/**
 * Administrators change one after the other: whoever changes them holds the setting's row.
 *
 * @throws {AppError} CONFLICT for the last one whose account is open
 */
export async function requireOtherAdministrator(tx: Tx, userId: string): Promise<void> {
  await tx.$executeRaw`UPDATE "Setting" SET "value" = "value" WHERE "key" = 'administrator'`;
  if ((await tx.user.count({ where: { isAdmin: true, disabledAt: null, id: { not: userId } } })) === 0)
    throw new AppError(
      "CONFLICT",
      "The last administrator stays. Make somebody else an administrator first.",
    );
}

/** An account as facts name it. */
export function subjectOf({ id, name }: Account) {
  return { kind: "user" as const, id, name };
}
