import { retryOnUniqueViolation } from "@/lib/db/retry-on-conflict";
import type { Db } from "@/lib/db/client";
import { AppError, isUniqueViolation } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { system } from "./actor";
import { hashOfSecret, hashPassword, newSecret } from "./secrets";

type NewAdministrator = { name: string; email: string; password: string; token?: string | null };

/** Whether this instance still waits for its first visitor. */
export async function needsSetup(db: Db): Promise<boolean> {
  return (await db.setting.findUnique({ where: { key: "administrator" } })) === null;
}

/**
 * Makes the first administrator, once in the life of an instance. The unique key of the setting
 * decides between two visitors at once.
 *
 * @throws {AppError} CONFLICT when the instance has been set up
 */
export async function setUp(
  db: Db,
  { name, email, password, token }: NewAdministrator,
): Promise<{ id: string }> {
  if (!(await needsSetup(db))) throw done();
  const passwordHash = await hashPassword(password);
  try {
    return await db.$transaction(async (tx) => {
      await tx.setting.create({ data: { key: "administrator", value: email } });
      const user = await tx.user.create({ data: { name, email, passwordHash, isAdmin: true } });
      if (token)
        await tx.apiToken.create({
          data: { userId: user.id, name: "First start", hash: hashOfSecret(token), hint: token.slice(-4) },
        });
      record(
        tx,
        { ...system, id: user.id, name },
        {
          name: "instance.set-up",
          projectId: null,
          subject: { kind: "user", id: user.id, name },
          detail: {},
        },
      );
      return { id: user.id };
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw done();
    throw error;
  }
}

function done(): AppError {
  return new AppError("CONFLICT", "This Perihelion has been set up already. Sign in instead.");
}

/** The secret that signs session cookies: made once, kept with the instance. */
export async function sessionSecret(db: Db): Promise<string> {
  const where = { key: "session-secret" };
  const { value } = await retryOnUniqueViolation(() =>
    db.setting.upsert({ where, create: { ...where, value: newSecret("peri") }, update: {} }),
  );
  return value;
}
