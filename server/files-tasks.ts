import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { areOnlyOurs } from "@/lib/storage/belonging";
import { takeDamageSeen } from "@/lib/storage/damage";
import { collectGarbage, readUnnamed, writeUnnamed, type Garbage } from "@/lib/storage/garbage";
import { taskLease } from "@/lib/storage/lease";
import { lookAgain, newScrub, scrubSome, type ScrubState } from "@/lib/storage/scrub";
import type { Storage } from "@/lib/storage/storage";

export const scrubKey = "files.scrub";
const garbageKey = "files.garbage";
const scrubEvery = 7 * 86_400_000;
const garbageEvery = 86_400_000;
/** Fast enough for 1 TB a week, slow enough for nobody to notice. */
const bytesPerSecond = 20 * 2 ** 20;

type Deps = { db: Db; storage: Storage; now: () => Date };

/**
 * One turn of the scrub: from where it was left, until its round is over or the server stops. What it finds
 * is logged, and stays in its state, which health reports.
 */
export async function scrubFiles({ db, storage, now }: Deps, signal: AbortSignal): Promise<void> {
  const lease = taskLease<ScrubState>(db, scrubKey);
  if (!(await lease.take(now()))) return; // before what was seen is taken, or nobody would look at it
  const seen = takeDamageSeen();
  const deps = { storage, sql: directOf(db) };
  const known = (await lease.look()).state;
  const isDue =
    !known || (known.finishedAt !== null && now().getTime() - Date.parse(known.startedAt) > scrubEvery);
  const goesOn = async () => !signal.aborted && (await lease.renew(now()));
  let state = await lookAgain(deps, isDue ? newScrub(now(), known) : known, { seen, now, goesOn });
  while (state.finishedAt === null && !signal.aborted) {
    if (!(await lease.put(state, now()))) return; // another server goes on
    state = await scrubSome(deps, state, now, { bytesPerSecond, signal });
  }
  tell(known, state);
  await lease.put(state, now(), { done: true });
}

function tell(before: ScrubState | null, { damaged, missing }: ScrubState): void {
  const fresh = (kind: "damaged" | "missing", now: string[]) =>
    now.filter((sha256) => !before?.[kind].includes(sha256));
  for (const sha256 of fresh("damaged", damaged))
    console.error(`The file ${sha256} is damaged: restore it from a backup.`);
  for (const sha256 of fresh("missing", missing))
    console.error(`The file ${sha256} is missing, though the database names it: restore it from a backup.`);
}

/**
 * Removes files that no row names nor did the day before, once a day, in one of the servers; never where
 * another database keeps its files too.
 */
export async function removeUnnamedFiles({ db, storage, now }: Deps, signal: AbortSignal): Promise<void> {
  const lease = taskLease<Omit<Garbage, "unnamed"> & { finishedAt: string }>(db, garbageKey);
  const { state } = await lease.look();
  if (state && now().getTime() - Date.parse(state.finishedAt) < garbageEvery) return;
  if (!(await areOnlyOurs(db, storage)) || !(await lease.take(now()))) return;
  const goesOn = async () => !signal.aborted && (await lease.renew(now()));
  const seen = await readUnnamed(storage);
  const { unnamed, ...garbage } = await collectGarbage(
    { storage, sql: directOf(db) },
    { now: now(), seen, goesOn },
  );
  if (!(await goesOn())) return; // a round that was left half way says nothing of what it did not see
  await writeUnnamed(storage, unnamed, now());
  if (garbage.removed > 0)
    console.log(`Removed ${garbage.removed} files that nothing uses any more (${garbage.bytes} bytes).`);
  await lease.put({ ...garbage, finishedAt: now().toISOString() }, now(), { done: true });
}
