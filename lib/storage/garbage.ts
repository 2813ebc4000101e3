import { setTimeout as pause } from "node:timers/promises";
import type { Sql } from "@/lib/db/direct";
import { namedAnywhere, namedInColumns } from "./blob-names";
import type { Storage } from "./storage";

/**
 * How young a blob may be that no row names yet: far longer than from a file's arrival to its row.
 * In milliseconds.
 */
export const graceMilliseconds = 86_400_000;
const pageSize = 500;
const pauseMilliseconds = 50;

/** Addresses that one round remembers for the next; the rest waits. */
const rememberedAtMost = 100_000;

/** What a round removed, and what it found in no row: that goes in the next one. */
export type Garbage = { removed: number; bytes: number; unnamed: string[] };

/** A round at `now`, with what the one before found; `goesOn` is asked before each page whether it may. */
type Round = { now: Date; seen: ReadonlySet<string>; goesOn?: () => Promise<boolean> };

/**
 * Removes blobs that no row names now nor did in the round before, and that were written or kept before the
 * grace period. A file is there before its row, and whoever names a file that is there already keeps it
 * first: so a row that comes later than this look at the database belongs to a young blob,
 * or to one that is found in use when it has been taken from its place and is looked for once more. Two
 * rounds leave time for a backup: files are copied after the database,
 * which may still name what rows named then.
 */
export async function collectGarbage(
  { storage, sql }: { storage: Storage; sql: Sql },
  { now, seen, goesOn = async () => true }: Round,
): Promise<Garbage> {
  const before = new Date(now.getTime() - graceMilliseconds);
  const garbage: Garbage = { removed: 0, bytes: 0, unnamed: [] };
  for (let after: string | null = ""; after !== null && (await goesOn());) {
    const page: Awaited<ReturnType<Storage["list"]>> = await storage.list({ after, limit: pageSize });
    const old = page.items.filter(({ writtenAt }) => writtenAt < before).map(({ sha256 }) => sha256);
    const named = await namedInColumns(sql, old);
    const unnamed = old.filter((sha256) => !named.has(sha256));
    const going = unnamed.filter((sha256) => seen.has(sha256));
    const removed =
      going.length > 0
        ? await storage.remove(going, { before, named: (sha256s) => namedAnywhere(sql, sha256s) })
        : [];
    garbage.removed += removed.length;
    for (const { bytes } of removed) garbage.bytes += bytes;
    const fresh = unnamed.filter((sha256) => !seen.has(sha256));
    garbage.unnamed.push(...fresh.slice(0, rememberedAtMost - garbage.unnamed.length));
    after = page.next;
    if (after !== null) await pause(pauseMilliseconds);
  }
  return garbage;
}

const folder = "garbage";

/** What the round before found in no row. */
export async function readUnnamed({ files }: Storage): Promise<Set<string>> {
  const { items } = await files.list(folder, { limit: 100 });
  const texts = await Promise.all(items.map(({ name, bytes }) => files.readFrom(name, 0, bytes)));
  return new Set(texts.flatMap((text) => text.toString("latin1").match(/[0-9a-f]{64}/g) ?? []));
}

/** Keeps what this round found in no row, for the next one. */
export async function writeUnnamed({ files }: Storage, unnamed: readonly string[], now: Date): Promise<void> {
  const { items } = await files.list(folder, { limit: 100 });
  const name = `${folder}/${now.getTime()}`;
  await files.append(name, Buffer.from(unnamed.map((sha256) => `${sha256}\n`).join("")));
  for (const before of items) if (before.name !== name) await files.remove(before.name);
}
