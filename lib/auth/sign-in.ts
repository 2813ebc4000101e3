import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { limits } from "@/lib/limits";
import type { Actor } from "./actor";
import { lockUser } from "./lock-user";
import { passwordMatches } from "./secrets";
import { countAttempt, forgiveAttempt, returnAttempt, wrongAttempt, type Source } from "./sign-in-attempts";

type Attempt = { name: string; password: string; source: Source; now: Date };

/**
 * Checks a password of whoever signs in by an e-mail, or by a name that only one person has. The attempt is
 * counted first; for who has no account, or one that was disabled,
 * everything takes as long and says the same.
 *
 * @throws {AppError} UNAUTHENTICATED; TOO_MANY after too many attempts, or while too many sign in
 */
export async function checkPassword(db: Db, { name, password, source, now }: Attempt) {
  const attempt = await countAttempt(db, { name, source, now });
  const user = await findUser(db, name);
  const matches = await passwordMatches(user?.passwordHash ?? null, password).catch(
    async (error: unknown) => {
      await returnAttempt(db, attempt);
      throw error;
    },
  );
  if (!user || !matches || user.disabledAt) throw wrongAttempt(attempt, now);
  await forgiveAttempt(db, attempt, now);
  return user;
}

/** The account of an e-mail, or of a name that only one person has. */
export async function findUser(db: Db, name: string) {
  const email = name.toLowerCase();
  const users = await db.user.findMany({ where: { OR: [{ email }, { name }] }, take: 3 });
  return users.find((user) => user.email === email) ?? (users.length === 1 ? users[0]! : null);
}

/**
 * Checks a password and opens a session.
 *
 * @throws {AppError} UNAUTHENTICATED; TOO_MANY after too many attempts, or while too many sign in
 */
export async function signIn(
  db: Db,
  {
    email,
    password,
    now,
    from,
    device = null,
  }: { email: string; password: string; now: Date; from: string | null; device?: string | null },
) {
  const source = { device, address: from };
  const user = await checkPassword(db, { name: email, password, source, now });
  const expiresAt = new Date(now.getTime() + limits.sessionMilliseconds);
  return db.$transaction(async (tx) => {
    await lockUser(tx, user.id);
    const opens = { id: user.id, passwordHash: user.passwordHash, disabledAt: null };
    if ((await tx.user.count({ where: opens })) === 0)
      throw new AppError(
        "UNAUTHENTICATED",
        "The password or the account was changed meanwhile. Sign in again.",
      );
    const session = await tx.session.create({ data: { userId: user.id, createdAt: now, expiresAt } });
    const actor = { id: user.id, name: user.name, via: "session" as const, viaId: session.id, from };
    record(tx, actor, {
      name: "session.open",
      projectId: null,
      subject: { kind: "user", id: user.id, name: user.name },
      detail: {},
    });
    return { sessionId: session.id, user: { id: user.id, email: user.email, name: user.name } };
  });
}

/** Ends sessions of one person: the one named, or all of them. */
export async function endSessions(
  db: Db,
  actor: Actor,
  { userId, sessionId, now }: { userId: string; sessionId?: string; now: Date },
): Promise<number> {
  const where = { userId, revokedAt: null, ...(sessionId ? { id: sessionId } : {}) };
  return db.$transaction(async (tx) => {
    await lockUser(tx, userId);
    const { count } = await tx.session.updateMany({ where, data: { revokedAt: now } });
    const user = await tx.user.findUnique({ where: { id: userId }, select: { id: true, name: true } });
    if (user && count > 0)
      record(tx, actor, {
        name: "session.end",
        projectId: null,
        subject: { kind: "user", ...user },
        detail: { sessions: count },
      });
    return count;
  });
}
