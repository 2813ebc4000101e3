import { hash as digest, randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { inHashLane } from "./hash-lane";

/** A hash of no password, with the parameters of all others, for accounts that have none. */
const nobodys =
  "$argon2id$v=19$m=19456,t=2,p=1$cGVyaWhlbGlvbi1ub2JvZHk$Tm9ib2R5IGhhcyBhIHBhc3N3b3JkIHRoYXQgZml0cyE";

/** A new secret of 32 random bytes, told apart by its prefix when it turns up in a log. */
export function newSecret(prefix: "peri" | "join" | "pass" | "work" | "job"): string {
  return `${prefix}_${randomBytes(32).toString("base64url")}`;
}

/** How a secret is kept: SHA-256 in hex. Enough for 256 random bits; passwords use argon2id. */
export function hashOfSecret(secret: string): string {
  return digest("sha256", secret, "hex");
}

/**
 * Argon2id with OWASP's parameters: 19 MiB, two passes, one lane.
 * @throws {AppError} TOO_MANY while too many wait
 */
export function hashPassword(password: string): Promise<string> {
  return inHashLane(() => hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }));
}

/**
 * Whether `password` is the one that was hashed. Where there is none, or nobody, it takes as long.
 *
 * @throws {AppError} TOO_MANY while too many wait
 */
export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  const own = passwordHash?.startsWith("$argon2") ? passwordHash : null;
  const matches = await inHashLane(() => verify(own ?? nobodys, password));
  return matches && own !== null;
}
