import type { Db } from "@/lib/db/client";
import { limits } from "@/lib/limits";
import { writeAudit } from "./audit";
import { passwordMatches } from "./secrets";
import { countAttempt, forgiveAttempt, returnAttempt, wrongAttempt, type Source } from "./sign-in-attempts";

type Attempt = { name: string; password: string; source: Source; now: Date };

/**
 * Checks a password of whoever signs in by an e-mail, or by a name that only one person has. The attempt is
 * counted first; for who has no account, or one that was disabled, everything takes as long and says the same.
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
    const session = await tx.session.create({ data: { userId: user.id, createdAt: now, expiresAt } });
    const actor = { id: user.id, name: user.name, via: "session" as const, viaId: session.id, from };
    await writeAudit(tx, actor, {
      projectId: null,
      action: "session.open",
      target: { kind: "user", id: user.id, name: user.name },
    });
    return { sessionId: session.id, user: { id: user.id, email: user.email, name: user.name } };
  });
}

/** Ends sessions of one person: the one named, or all of them. */
export async function endSessions(
  db: Db,
  { userId, sessionId, now }: { userId: string; sessionId?: string; now: Date },
): Promise<number> {
  const where = { userId, revokedAt: null, ...(sessionId ? { id: sessionId } : {}) };
  const { count } = await db.session.updateMany({ where, data: { revokedAt: now } });
  return count;
}
