import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { limits } from "@/lib/limits";
import type { Actor } from "./actor";
import { lockUser } from "./lock-user";
import { hashOfSecret, hashPassword, newSecret } from "./secrets";
import { checkPassword } from "./sign-in";
import { subjectOf, type Account } from "./users";

/** What ended with an old password. */
export type Ended = { sessions: number; tokens: number };

/**
 * Asks for one's own password before something that a borrowed browser must not do.
 *
 * @throws {AppError} INVALID when it is missing or wrong; TOO_MANY after too many attempts
 */
export async function requireCurrentPassword(
  db: Db,
  actor: Actor,
  { account, current, now }: { account: Account; current: string | undefined; now: Date },
): Promise<void> {
  if (!current) throw new AppError("INVALID", "Current password is required.");
  const source = { device: null, address: actor.from };
  await checkPassword(db, { name: account.email, password: current, source, now }).catch((error: unknown) => {
    throw error instanceof AppError && error.code === "UNAUTHENTICATED"
      ? new AppError("INVALID", "Current password does not match.")
      : error;
  });
}

type Change = {
  account: Account;
  password: string;
  current: string | undefined;
  revokeTokens: boolean;
  now: Date;
};

/**
 * Changes a password and ends the sessions that the old one opened, but the one that asks; with
 * `revokeTokens` API tokens as well. One's own needs the old one.
 *
 * @throws {AppError} INVALID without the right old password, or when nothing would change
 */
export async function changePassword(
  db: Db,
  actor: Actor,
  { account, password, current, revokeTokens, now }: Change,
): Promise<Ended> {
  if (actor.id === account.id) {
    await requireCurrentPassword(db, actor, { account, current, now });
    if (current === password)
      throw new AppError("INVALID", "New password must differ from the current password.");
  }
  const passwordHash = await hashPassword(password);
  const keepSession = actor.id === account.id && actor.via === "session" ? actor.viaId : null;
  return db.$transaction((tx) =>
    setPassword(tx, actor, { account, passwordHash, revokeTokens, keepSession, now }),
  );
}

type NewPassword = {
  account: Account;
  passwordHash: string;
  revokeTokens: boolean;
  keepSession: string | null;
  now: Date;
};

async function setPassword(
  tx: Tx,
  actor: Actor,
  { account, passwordHash, revokeTokens, keepSession, now }: NewPassword,
): Promise<Ended> {
  const userId = account.id;
  const live = { userId, revokedAt: null };
  await lockUser(tx, userId);
  await tx.user.update({ where: { id: userId }, data: { passwordHash } });
  await tx.passwordLink.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now } });
  const sessions = await tx.session.updateMany({
    where: { ...live, expiresAt: { gt: now }, ...(keepSession ? { id: { not: keepSession } } : {}) },
    data: { revokedAt: now },
  });
  const tokens = revokeTokens
    ? await tx.apiToken.updateMany({
        where: { ...live, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
        data: { revokedAt: now },
      })
    : { count: 0 };
  const ended = { sessions: sessions.count, tokens: tokens.count };
  record(tx, actor, {
    name: "user.password",
    projectId: null,
    subject: subjectOf(account),
    detail: ended,
  });
  return ended;
}

/**
 * Makes a link by which somebody else chooses a new password, once; those made before are dead. The secret
 * is in the answer and nowhere else.
 *
 * @throws {AppError} CONFLICT for one's own account, whose password asks for the old one
 */
export async function makePasswordLink(
  db: Db,
  actor: Actor & { id: string },
  { account, now }: { account: Account; now: Date },
): Promise<{ path: string; expiresAt: Date }> {
  if (account.id === actor.id) throw new AppError("CONFLICT", "Change your own password under Account.");
  const secret = newSecret("pass");
  const expiresAt = new Date(now.getTime() + limits.passwordLinkMilliseconds);
  const userId = account.id;
  await db.$transaction(async (tx) => {
    await lockUser(tx, userId);
    await tx.passwordLink.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now } });
    await tx.passwordLink.create({
      data: { userId, hash: hashOfSecret(secret), createdBy: actor.id, expiresAt },
    });
    record(tx, actor, {
      name: "user.password-link",
      projectId: null,
      subject: subjectOf(account),
      detail: {},
    });
  });
  return { path: `/password/${secret}`, expiresAt };
}

/**
 * Whose password a link that still works is for, with how many API tokens they have; null for any other link.
 */
export async function findPasswordLink(db: Tx, secret: string, now: Date) {
  const link = await db.passwordLink.findUnique({
    where: { hash: hashOfSecret(secret), usedAt: null, expiresAt: { gt: now }, user: { disabledAt: null } },
    select: { id: true, user: { select: { id: true, name: true, email: true, isAdmin: true } } },
  });
  if (!link) return null;
  const tokens = await db.apiToken.count({
    where: { userId: link.user.id, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
  });
  return { ...link, tokens };
}

/**
 * Sets a password by a link. The guard stands in the update, so that of two who use one link one succeeds.
 *
 * @throws {AppError} NOT_FOUND when the link was used or has expired
 */
export async function usePasswordLink(
  db: Db,
  {
    secret,
    password,
    revokeTokens,
    from,
    now,
  }: { secret: string; password: string; revokeTokens: boolean; from: string | null; now: Date },
): Promise<Ended & { email: string }> {
  const dead = () => new AppError("NOT_FOUND", "This link was used or has expired. Ask for a new one.");
  if (!(await findPasswordLink(db, secret, now))) throw dead(); // before the work of hashing
  const passwordHash = await hashPassword(password);
  return db.$transaction(async (tx) => {
    const found = await findPasswordLink(tx, secret, now);
    if (found) await lockUser(tx, found.user.id);
    const link = await findPasswordLink(tx, secret, now);
    const used = link
      ? await tx.passwordLink.updateMany({ where: { id: link.id, usedAt: null }, data: { usedAt: now } })
      : { count: 0 };
    if (!link || used.count === 0) throw dead();
    const { user: account } = link;
    const actor = { id: account.id, name: account.name, via: "link" as const, viaId: link.id, from };
    const ended = await setPassword(tx, actor, {
      account,
      passwordHash,
      revokeTokens,
      keepSession: null,
      now,
    });
    return { ...ended, email: account.email };
  });
}
