import { hash as digest, randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** A new secret of 32 random bytes, told apart by its prefix when it turns up in a log. */
export function newSecret(prefix: "peri" | "join" | "work" | "job"): string {
  return `${prefix}_${randomBytes(32).toString("base64url")}`;
}

/** How a secret is kept: SHA-256 in hex. Enough for 256 random bits; passwords use argon2id. */
export function hashOfSecret(secret: string): string {
  return digest("sha256", secret, "hex");
}

/** Argon2id with OWASP's parameters: 19 MiB, two passes, one lane. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
}

/** Whether `password` is the one that was hashed. */
export function passwordMatches(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password);
}
