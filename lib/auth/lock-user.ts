import type { Tx } from "@/lib/db/client";

/**
 * Takes a person's row for this transaction: whatever opens a way in for them (a session, a token) and
 * whatever closes ways (a new password, signing out, closing the account) holds it first, so that nothing is
 * opened by what is being closed. A write locks it on both databases.
 */
export async function lockUser(tx: Tx, userId: string): Promise<void> {
  await tx.$executeRaw`UPDATE "User" SET "name" = "name" WHERE "id" = ${userId}`;
}
