import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { toPage } from "@/lib/page";
import type { Actor } from "./actor";
import { lockUser } from "./lock-user";
import { requireOtherAdministrator, subjectOf, type Account } from "./users";

const person = {
  id: true,
  name: true,
  email: true,
  isAdmin: true,
  disabledAt: true,
  createdAt: true,
} as const;

/**
 * People of the instance, by e-mail, with how many sessions and API tokens of theirs work.
 *
 * @param after the e-mail to go on from; `search` a part of the e-mail, or of the name as it is written
 */
export async function listPeople(
  db: Db,
  { search, after, limit, now }: { search: string; after?: string | undefined; limit: number; now: Date },
) {
  const matching = search
    ? { OR: [{ email: { contains: search.toLowerCase() } }, { name: { contains: search } }] }
    : {};
  const tokens = { where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] } };
  const sessions = { where: { revokedAt: null, expiresAt: { gt: now } } };
  const found = await db.user.findMany({
    where: { ...matching, ...(after === undefined ? {} : { email: { gt: after }, AND: [matching] }) },
    select: { ...person, _count: { select: { tokens, sessions } } },
    orderBy: { email: "asc" },
    take: limit + 1,
  });
  const { rows, next } = toPage(found, limit, ({ email }) => email);
  return { people: rows.map(({ _count, ...row }) => ({ ...row, ..._count })), next };
}
export type PersonRow = Awaited<ReturnType<typeof listPeople>>["people"][number];

/** The account of this id. @throws {AppError} NOT_FOUND */
export async function accountOf(db: Db, id: string): Promise<Account> {
  const select = { id: true, name: true, email: true, isAdmin: true };
  const account = await db.user.findUnique({ where: { id }, select });
  if (!account) throw new AppError("NOT_FOUND", "There is no such person.");
  return account;
}

/**
 * Closes an account, which then opens nothing: its sessions end and its tokens and password links wait until
 * it is opened again.
 *
 * @throws {AppError} CONFLICT for one's own, and for the last administrator
 */
export async function setDisabled(
  db: Db,
  actor: Actor,
  { account, disabled, now }: { account: Account; disabled: boolean; now: Date },
): Promise<void> {
  if (disabled && actor.id === account.id)
    throw new AppError("CONFLICT", "Nobody disables their own account. Ask another administrator.");
  await db.$transaction(async (tx) => {
    if (disabled) await requireOtherAdministrator(tx, account.id);
    await lockUser(tx, account.id);
    await tx.user.update({ where: { id: account.id }, data: { disabledAt: disabled ? now : null } });
    if (disabled)
      await tx.session.updateMany({
        where: { userId: account.id, revokedAt: null },
        data: { revokedAt: now },
      });
    const name = disabled ? "user.disable" : "user.enable";
    record(tx, actor, { name, projectId: null, subject: subjectOf(account), detail: {} });
  });
}

/** Signs somebody out everywhere. @returns how many sessions ended */
export async function endSessionsOf(
  db: Db,
  actor: Actor,
  { account, now }: { account: Account; now: Date },
): Promise<number> {
  return db.$transaction(async (tx) => {
    await lockUser(tx, account.id);
    const { count } = await tx.session.updateMany({
      where: { userId: account.id, revokedAt: null, expiresAt: { gt: now } },
      data: { revokedAt: now },
    });
    const subject = subjectOf(account);
    record(tx, actor, { name: "session.end", projectId: null, subject, detail: { sessions: count } });
    return count;
  });
}

/**
 * Changes one's name.
 *
 * @throws {AppError} EXISTS when somebody else signs in by it
 */
export async function renameAccount(
  db: Db,
  actor: Actor,
  { account, name }: { account: Account; name: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const other = await tx.user.findFirst({ where: { email: name.toLowerCase(), id: { not: account.id } } });
    if (other) throw new AppError("EXISTS", "Somebody else signs in by this name. Choose another.");
    await tx.user.update({ where: { id: account.id }, data: { name } });
    record(tx, actor, {
      name: "user.rename",
      projectId: null,
      subject: { ...subjectOf(account), name },
      detail: { before: account.name, after: name },
    });
  });
}
