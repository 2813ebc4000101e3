import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import type { Actor } from "./actor";
import { requireStillHolds } from "./identity";
import { lockUser } from "./lock-user";
import { hashOfSecret, newSecret } from "./secrets";

type NewToken = { name: string; expiresAt: Date | null; projectId?: string | null; now: Date };

/**
 * Makes a personal API token; the secret is in the answer and nowhere else. One that is made with a token
 * ends with it at the latest, opens no project that it does not, and is revoked with it.
 *
 * @throws {AppError} FORBIDDEN for a token that would open more than the one that it is made with, and for a
 *   job; UNAUTHENTICATED when what it is made with has ended meanwhile
 */
export async function createToken(
  db: Db,
  actor: Actor & { id: string },
  { name, expiresAt, projectId = null, now }: NewToken,
) {
  const secret = newSecret("peri");
  return db.$transaction(async (tx) => {
    await lockUser(tx, actor.id);
    if (actor.via !== "job") await requireStillHolds(tx, actor, now);
    const bounds = await boundsOf(tx, actor, projectId);
    const end = earlier(expiresAt, bounds?.expiresAt ?? null);
    const token = await tx.apiToken.create({
      data: {
        userId: actor.id,
        projectId,
        name,
        hash: hashOfSecret(secret),
        hint: secret.slice(-4),
        expiresAt: end,
        madeWith: bounds?.id ?? null,
      },
    });
    const subject = { kind: "token" as const, id: token.id, name };
    if (projectId) record(tx, actor, { name: "token.create", projectId, subject, detail: {} });
    else record(tx, actor, { name: "token.create", projectId, subject, detail: {} });
    return { id: token.id, name, secret, expiresAt: end };
  });
}

/** The token that another is made with, whose bounds hold for it; null for a person themselves. */
async function boundsOf(
  tx: Tx,
  actor: Actor,
  projectId: string | null,
): Promise<{ id: string; expiresAt: Date | null } | null> {
  if (actor.via === "job") throw new AppError("FORBIDDEN", "A job makes no tokens. Make one yourself.");
  if (actor.via !== "token" || !actor.viaId) return null;
  const made = await tx.apiToken.findUniqueOrThrow({
    where: { id: actor.viaId },
    select: { id: true, projectId: true, expiresAt: true },
  });
  if (made.projectId && made.projectId !== projectId)
    throw new AppError("FORBIDDEN", "A token of one project makes tokens of that project alone.");
  return made;
}

function earlier(a: Date | null, b: Date | null): Date | null {
  return a && b ? (a < b ? a : b) : (a ?? b);
}

/** Tokens of one person, newest first; never their secrets. */
export function listTokens(db: Db, userId: string) {
  const select = {
    id: true,
    name: true,
    hint: true,
    createdAt: true,
    expiresAt: true,
    lastUsedAt: true,
    revokedAt: true,
  };
  return db.apiToken.findMany({ where: { userId }, select, orderBy: { createdAt: "desc" }, take: 200 });
}
export type TokenRow = Awaited<ReturnType<typeof listTokens>>[number];

/**
 * Ends one of a person's own tokens, and those that were made with it.
 * @throws {AppError} NOT_FOUND when the person has no such token that still works
 */
export async function revokeToken(
  db: Db,
  actor: Actor & { id: string },
  { tokenId, now }: { tokenId: string; now: Date },
): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockUser(tx, actor.id);
    const { count } = await tx.apiToken.updateMany({
      where: { id: tokenId, userId: actor.id, revokedAt: null },
      data: { revokedAt: now },
    });
    if (count === 0) throw new AppError("NOT_FOUND", "No such token, or it was revoked before.");
    await revokeMadeWith(tx, [tokenId], now);
    record(tx, actor, {
      name: "token.revoke",
      projectId: null,
      subject: { kind: "token", id: tokenId, name: tokenId },
      detail: {},
    });
  });
}

/** Revokes the tokens that were made with these, and those that were made with them. */
async function revokeMadeWith(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  const where = { madeWith: { in: [...ids] } };
  const made = await tx.apiToken.findMany({ where, select: { id: true } });
  if (made.length === 0) return;
  await tx.apiToken.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt: now } });
  await revokeMadeWith(
    tx,
    made.map(({ id }) => id),
    now,
  );
}
