import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { writeAudit } from "./audit";
import { hashPassword, passwordMatches } from "./secrets";

type Attempt = { email: string; password: string; now: Date; from: string | null };

// Checked where no such person exists, so that the time of an answer does not tell who has an account.
let decoy: Promise<string> | undefined;

/**
 * Checks a password. Five wrong ones in a row lock the account for a quarter of an hour, whatever is
 * tried meanwhile.
 *
 * @throws {AppError} UNAUTHENTICATED with the tries left; TOO_MANY while locked
 */
export async function checkPassword(db: Db, { email, password, now }: Omit<Attempt, "from">) {
  const user = await db.user.findUnique({ where: { email: email.toLowerCase() } });
  if (user?.lockedUntil && user.lockedUntil > now) throw locked(user.lockedUntil, now);

  const matches = await passwordMatches(
    user?.passwordHash ?? (await (decoy ??= hashPassword("no such person"))),
    password,
  );
  if (!user) throw new AppError("UNAUTHENTICATED", "Email and password do not match.");
  if (!matches) throw await refuse(db, user.id, now);
  if (user.failedSignIns > 0 || user.lockedUntil)
    await db.user.update({ where: { id: user.id }, data: { failedSignIns: 0, lockedUntil: null } });
  return user;
}

/**
 * Checks a password and opens a session.
 *
 * @throws {AppError} UNAUTHENTICATED with the tries left; TOO_MANY while locked
 */
export async function signIn(db: Db, { email, password, now, from }: Attempt) {
  const user = await checkPassword(db, { email, password, now });
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

async function refuse(db: Db, userId: string, now: Date): Promise<AppError> {
  const { failedSignIns } = await db.user.update({
    where: { id: userId },
    data: { failedSignIns: { increment: 1 } },
  });
  const left = limits.wrongPasswords - failedSignIns;
  if (left > 0)
    return new AppError(
      "UNAUTHENTICATED",
      `Email and password do not match. ${left} ${left === 1 ? "try" : "tries"} left.`,
    );

  const lockedUntil = new Date(now.getTime() + limits.lockMilliseconds);
  await db.user.update({ where: { id: userId }, data: { failedSignIns: 0, lockedUntil } });
  return locked(lockedUntil, now);
}

function locked(until: Date, now: Date): AppError {
  const minutes = Math.ceil((until.getTime() - now.getTime()) / 60_000);
  return new AppError("TOO_MANY", `Too many wrong passwords. Try again in ${minutes} min.`);
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
