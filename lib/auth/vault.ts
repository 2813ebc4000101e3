import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { AppError } from "@/lib/errors";

type Key = { id: string; bytes: Buffer };

/** Keeps secrets of users, such as a database's password, so that a copy of the database tells none. */
export type Vault = {
  /**
   * Encrypts a secret by AES-256-GCM for one purpose, such as the source that it belongs to.
   * What is sealed opens for that purpose alone.
   */
  seal(secret: string, purpose: string): string;
  /** @throws {AppError} CONFLICT when it was sealed with a key that is not here, or for another purpose */
  open(sealed: string, purpose: string): string;
  /** Whether a secret was sealed with a key that is no longer the first. */
  isOld(sealed: string): boolean;
};

/**
 * A vault with these keys: the first seals, all open, so that a key can be replaced by writing a new one
 * before
 * it.
 *
 * @param keys each any text of at least 32 characters
 */
export function openVault(keys: readonly [string, ...string[]]): Vault {
  const known = keys.map(keyOf);
  const [first] = known as [Key, ...Key[]];
  return {
    seal(secret, purpose) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", first.bytes, nonce).setAAD(Buffer.from(purpose));
      const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      const parts = [nonce, cipher.getAuthTag(), text].map((part) => part.toString("base64url"));
      return ["v1", first.id, ...parts].join(".");
    },
    open(sealed, purpose) {
      const [, id, ...parts] = sealed.split(".");
      const [nonce, tag, text] = parts.map((part) => Buffer.from(part, "base64url"));
      const key = known.find((candidate) => candidate.id === id);
      if (!key || !nonce || !tag || !text) throw unopened(`sealed with the key ${id}, which is not here`);
      try {
        const decipher = createDecipheriv("aes-256-gcm", key.bytes, nonce, { authTagLength: 16 });
        decipher.setAuthTag(tag).setAAD(Buffer.from(purpose));
        return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
      } catch {
        throw unopened("of another place, or damaged");
      }
    },
    isOld: (sealed) => sealed.split(".")[1] !== first.id,
  };
}

/**
 * The keys of this server: those of `PERIHELION_SECRET_KEY`, else one that is made at the first start and
 * kept in
 * the data folder, for its owner alone.
 *
 * @param given keys with commas between, the one that seals first
 * @throws {AppError} INVALID when one is too short
 */
export function vaultKeys(given: string | null, dataFolder: string): [string, ...string[]] {
  const keys = (given ?? storedKey(dataFolder)).split(",").map((key) => key.trim());
  if (keys.some((key) => key.length < 32))
    throw new AppError("INVALID", "PERIHELION_SECRET_KEY is not usable: expected at least 32 characters.");
  return keys as [string, ...string[]];
}

/** A file appears whole or not at all, so that of two that start together both read the same key. */
function storedKey(folder: string): string {
  const file = path.join(folder, "secret-key");
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const draft = `${file}-${process.pid}-${randomBytes(4).toString("hex")}`;
    writeFileSync(draft, randomBytes(32).toString("base64url"), { mode: 0o600, flush: true });
    try {
      linkSync(draft, file);
    } catch (error) {
      if (!existsSync(file)) throw error;
    } finally {
      rmSync(draft);
    }
  }
  return readFileSync(file, "utf8").trim();
}

function keyOf(text: string): Key {
  const derive = (info: string, length: number) =>
    Buffer.from(hkdfSync("sha256", text, "", `perihelion secrets ${info}`, length));
  return { id: derive("id", 6).toString("hex"), bytes: derive("key", 32) };
}

function unopened(why: string): AppError {
  return new AppError("CONFLICT", `A kept secret cannot be read: it is ${why}. Give it again.`);
}
