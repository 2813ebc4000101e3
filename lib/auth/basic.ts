import { createHmac, randomBytes } from "node:crypto";
import type { Db } from "@/lib/db/client";
import { checkPassword, findUser } from "./sign-in";

/** The secret that `Authorization: Bearer` carries; null for anything else. */
export function bearerSecret(authorization: string | undefined): string | null {
  return authorization?.match(/^Bearer (\S+)$/i)?.[1] ?? null;
}

/**
 * A name and password as `Authorization: Basic` carries them; null for anything else, as for a name that no
 * account can have.
 */
export function basicCredentials(
  authorization: string | undefined,
): { name: string; password: string } | null {
  const encoded = authorization?.match(/^Basic ([A-Za-z0-9+/=]+)$/i)?.[1];
  if (!encoded) return null;
  const [, name, password] =
    Buffer.from(encoded, "base64")
      .toString("utf8")
      .match(/^([^:]*):(.*)$/s) ?? [];
  if (name === undefined || password === undefined || name.includes("\0")) return null;
  return { name, password };
}

const keptMilliseconds = 60_000;
const key = randomBytes(32);
const checked = new Map<string, number>();
const underWay = new Map<string, Promise<string>>();

type Login = { name: string; password: string; from: string | null; now: Date };

/**
 * The person whose password this is, by e-mail or by a name that only one person has. A client sends it
 * with every request, and argon2 takes its time on purpose: a password that matched counts for a minute,
 * as long as it is not changed, and the same one is looked at once however many requests bring it.
 *
 * @throws {AppError} UNAUTHENTICATED; TOO_MANY after too many attempts
 */
export async function personByPassword(db: Db, login: Login): Promise<string> {
  const { name, password, from, now } = login;
  const user = await findUser(db, name);
  const mark = markOf(`${user?.id}\n${user?.passwordHash}`, password);
  if (user && !user.disabledAt && (checked.get(mark) ?? 0) > now.getTime()) return user.id;

  const attempt = markOf(`${name}\n${from}`, password);
  const check = underWay.get(attempt) ?? checkOnce(db, login, attempt);
  const id = await check;
  if (checked.size > 1_000) checked.clear();
  checked.set(mark, now.getTime() + keptMilliseconds);
  return id;
}

function checkOnce(db: Db, { name, password, from, now }: Login, attempt: string): Promise<string> {
  const check = checkPassword(db, { name, password, source: { device: null, address: from }, now })
    .then(({ id }) => id)
    .finally(() => underWay.delete(attempt));
  underWay.set(attempt, check);
  return check;
}

function markOf(whose: string, password: string): string {
  return createHmac("sha256", key).update(`${whose}\n${password}`).digest("base64");
}
