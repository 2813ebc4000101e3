import { createHmac, randomBytes } from "node:crypto";
import type { Db } from "@/lib/db/client";
import { checkPassword } from "./sign-in";

/** The secret that `Authorization: Bearer` carries; null for anything else. */
export function bearerSecret(authorization: string | undefined): string | null {
  return authorization?.match(/^Bearer (\S+)$/i)?.[1] ?? null;
}

/** A name and password as `Authorization: Basic` carries them; null for anything else. */
export function basicCredentials(
  authorization: string | undefined,
): { name: string; password: string } | null {
  const encoded = authorization?.match(/^Basic ([A-Za-z0-9+/=]+)$/i)?.[1];
  if (!encoded) return null;
  const [, name, password] =
    Buffer.from(encoded, "base64")
      .toString("utf8")
      .match(/^([^:]*):(.*)$/s) ?? [];
  return name !== undefined && password !== undefined ? { name, password } : null;
}

const keptMilliseconds = 60_000;
const key = randomBytes(32);
const checked = new Map<string, number>();

/**
 * The person whose password this is, by e-mail or by a name that only one person has. A client sends it
 * with every request, and argon2 takes its time on purpose: a password that matched counts for a minute,
 * as long as it is not changed.
 *
 * @throws {AppError} UNAUTHENTICATED with the tries left; TOO_MANY while locked
 */
export async function personByPassword(
  db: Db,
  { name, password, now }: { name: string; password: string; now: Date },
): Promise<string> {
  const users = await db.user.findMany({
    where: { OR: [{ email: name.toLowerCase() }, { name }] },
    select: { id: true, email: true, passwordHash: true },
    take: 3,
  });
  const user =
    users.find(({ email }) => email === name.toLowerCase()) ?? (users.length === 1 ? users[0] : undefined);
  const mark = user
    ? createHmac("sha256", key).update(`${user.id}\n${user.passwordHash}\n${password}`).digest("base64")
    : "";
  if (user && (checked.get(mark) ?? 0) > now.getTime()) return user.id;
  const { id } = await checkPassword(db, { email: user?.email ?? name, password, now });
  if (checked.size > 1_000) checked.clear();
  checked.set(mark, now.getTime() + keptMilliseconds);
  return id;
}
