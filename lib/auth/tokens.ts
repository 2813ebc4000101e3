import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { Actor } from "./actor";
import { writeAudit } from "./audit";
import { hashOfSecret, newSecret } from "./secrets";

/** Makes a personal API token; the secret is in the answer and nowhere else. */
export async function createToken(
  db: Db,
  actor: Actor & { id: string },
  { name, expiresAt, projectId = null }: { name: string; expiresAt: Date | null; projectId?: string | null },
) {
  const secret = newSecret("peri");
  return db.$transaction(async (tx) => {
    const token = await tx.apiToken.create({
      data: {
        userId: actor.id,
        projectId,
        name,
        hash: hashOfSecret(secret),
        hint: secret.slice(-4),
        expiresAt,
      },
    });
    await writeAudit(tx, actor, {
      projectId,
      action: "token.create",
      target: { kind: "token", id: token.id, name },
    });
    return { id: token.id, name, secret, expiresAt };
  });
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

/** @throws {AppError} NOT_FOUND when the person has no such token that still works */
export async function revokeToken(
  db: Db,
  actor: Actor & { id: string },
  { tokenId, now }: { tokenId: string; now: Date },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const { count } = await tx.apiToken.updateMany({
      where: { id: tokenId, userId: actor.id, revokedAt: null },
      data: { revokedAt: now },
    });
    if (count === 0) throw new AppError("NOT_FOUND", "No such token, or it was revoked before.");
    await writeAudit(tx, actor, {
      projectId: null,
      action: "token.revoke",
      target: { kind: "token", id: tokenId, name: tokenId },
    });
  });
}
