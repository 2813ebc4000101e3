import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { hashOfSecret } from "./secrets";

/** Where an attempt comes from: a browser that carries a mark of ours, else a network address. */
export type Source = { device: string | null; address: string | null };
type Attempt = { name: string; source: Source; now: Date };

/** An attempt that was let through and counted, until it is known whether it was right. */
export type CountedAttempt = { source: string; counted: string[]; wasLast: boolean; until: Date };

/**
 * Counts an attempt to sign in before any password is looked at, so that attempts at the same moment cannot
 * pass together. Counted are the attempts for a name from one source, for a name, from an address, and all;
 * names are counted as typed, whether somebody has them or not. Where somebody has signed in by this name
 * before, only the attempts from there count: others cannot lock them out.
 *
 * @throws {AppError} TOO_MANY until the quarter of an hour that the first of them began is over
 */
export async function countAttempt(db: Db, attempt: Attempt): Promise<CountedAttempt> {
  const { source, now } = attempt;
  const name = hashOfSecret(attempt.name.toLowerCase());
  const byAddress = hashOfSecret(`${name}|address:${source.address}`);
  const byDevice = source.device === null ? byAddress : hashOfSecret(`${name}|device:${source.device}`);
  const known = await knownAmong(db, [byDevice, byAddress]);
  // A mark that was never used to sign in is worth nothing: anybody can have a new one for each attempt.
  const own = { key: `one:${known ?? byAddress}`, limit: limits.signInAttempts.fromOneSource };
  const bounds = known
    ? [own]
    : [
        { key: `address:${source.address}`, limit: limits.signInAttempts.fromOneAddress },
        { key: "all", limit: limits.signInAttempts.all },
        { key: `name:${name}`, limit: limits.signInAttempts.forOneName },
        own,
      ];
  const counted: string[] = [];
  let last = { count: 0, until: now };
  for (const { key, limit } of bounds) {
    last = await increment(db, key, now);
    if (last.count > limit) {
      await releaseBuffer(db, counted.slice(1)); // the address keeps it: it goes on trying
      throw tooMany(last.until, now);
    }
    counted.push(key);
  }
  return { source: byDevice, counted, wasLast: last.count >= own.limit, until: last.until };
}

/** The first of these sources from which somebody has signed in by the name. */
async function knownAmong(db: Db, keys: readonly string[]): Promise<string | null> {
  const rows = await db.knownSource.findMany({ where: { key: { in: [...keys] } }, select: { key: true } });
  return keys.find((key) => rows.some((row) => row.key === key)) ?? null;
}

/**
 * One more attempt in the window that the first one began, or in a new one; the rows are locked one by one.
 */
async function increment(db: Db, key: string, now: Date): Promise<{ count: number; until: Date }> {
  const [row] = await directOf(db).all<{ count: number; endsAt: number }>(
    `INSERT INTO "SignInAttempts" AS a ("key", "count", "endsAt") VALUES ($1, 1, $2)
     ON CONFLICT ("key") DO UPDATE SET
       "count" = CASE WHEN a."endsAt" <= $3 THEN 1 ELSE a."count" + 1 END,
       "endsAt" = CASE WHEN a."endsAt" <= $3 THEN excluded."endsAt" ELSE a."endsAt" END
     RETURNING "count", "endsAt"`,
    [key, now.getTime() + limits.lockMilliseconds, now.getTime()],
  );
  return { count: row!.count, until: new Date(row!.endsAt) };
}

/** The attempt was right: nothing of it is held against anybody, and its source is known from now on. */
export async function forgiveAttempt(
  db: Db,
  { source: key, counted }: CountedAttempt,
  now: Date,
): Promise<void> {
  await releaseBuffer(db, counted.slice(0, -1));
  await db.signInAttempts.deleteMany({ where: { key: counted.at(-1)! } });
  await db.knownSource.upsert({ where: { key }, create: { key, seenAt: now }, update: { seenAt: now } });
}

/** The attempt was never looked at. */
export async function returnAttempt(db: Db, { counted }: CountedAttempt): Promise<void> {
  await releaseBuffer(db, counted);
}

async function releaseBuffer(db: Db, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const where = { key: { in: [...keys] }, count: { gt: 0 } };
  await db.signInAttempts.updateMany({ where, data: { count: { decrement: 1 } } });
}

/** What is said of an attempt that was wrong: the same whether there is such an account or not. */
export function wrongAttempt({ wasLast, until }: CountedAttempt, now: Date): AppError {
  return wasLast ? tooMany(until, now) : new AppError("UNAUTHENTICATED", "Email and password do not match.");
}

function tooMany(until: Date, now: Date): AppError {
  const minutes = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 60_000));
  return new AppError("TOO_MANY", `Too many attempts to sign in. Try again in ${minutes} min.`);
}

/** Forgets attempts whose time is over, and sources that nobody has signed in from for long. */
export async function pruneSignIns(db: Db, now: Date): Promise<void> {
  await db.signInAttempts.deleteMany({ where: { endsAt: { lte: now.getTime() } } });
  const seenAt = { lt: new Date(now.getTime() - limits.knownSourceMilliseconds) };
  await db.knownSource.deleteMany({ where: { seenAt } });
}
