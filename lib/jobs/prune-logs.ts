import type { Db } from "@/lib/db/client";
import { limits } from "@/lib/limits";
import { taskLease } from "@/lib/storage/lease";
import type { AppendOnlyFiles } from "@/lib/storage/storage";
import { isJobKind, jobKinds } from "./kinds";
import { logFile } from "./log";

type Deps = { db: Db; files: AppendOnlyFiles; now: () => Date };
/** The last attempt whose log needs no more looking at. */
type Place = { after: number };

const dayMilliseconds = 86_400_000;
const daysOfOthers = 90;

/**
 * Removes logs whose kind keeps them for some days only, in the order of their attempts, a page at a time; a
 * sentence stays in the place of each. One server at a time does, and goes on where the last one was.
 *
 * @returns how many were removed
 */
export async function pruneLogs({ db, files, now }: Deps, signal?: AbortSignal): Promise<number> {
  const lease = taskLease<Place>(db, "jobs.logs");
  if (!(await lease.take(now()))) return 0;
  let { after } = (await lease.look()).state ?? { after: 0 };
  let removed = 0;
  for (let isOver = false; !isOver && !signal?.aborted;) {
    const page = await attemptsAfter(db, after);
    const done = page.slice(
      0,
      countWhile(page, (attempt) => !staysYet(attempt, now())),
    );
    for (const attempt of done) if (await removeLog(files, attempt, now())) removed += 1;
    after = done.at(-1)?.id ?? after;
    isOver = done.length < limits.prunedAtOnce;
    if (!(await lease.put({ after }, now(), { done: isOver || signal?.aborted === true }))) break;
  }
  return removed;
}

type Attempt = Awaited<ReturnType<typeof attemptsAfter>>[number];

function attemptsAfter(db: Db, after: number) {
  return db.attempt.findMany({
    where: { id: { gt: after } },
    orderBy: { id: "asc" },
    select: { id: true, jobId: true, number: true, endedAt: true, job: { select: { kind: true } } },
    take: limits.prunedAtOnce,
  });
}

function daysOf({ job: { kind } }: Attempt): number | null {
  return isJobKind(kind) ? jobKinds[kind].logDays : daysOfOthers;
}

/** Whether a log is to be removed one day, and not yet: those after it are waited with. */
function staysYet(attempt: Attempt, now: Date): boolean {
  const days = daysOf(attempt);
  return (
    days !== null &&
    (attempt.endedAt === null || now.getTime() - attempt.endedAt.getTime() < days * dayMilliseconds)
  );
}

async function removeLog(files: AppendOnlyFiles, attempt: Attempt, now: Date): Promise<boolean> {
  const days = daysOf(attempt);
  const name = logFile({ jobId: attempt.jobId, attempt: attempt.number });
  if (days === null || (await files.size(name)) === 0) return false;
  await files.remove(name);
  const sentence = `${now.toISOString()} The log was removed ${days} days after this attempt had ended.\n`;
  await files.append(name, Buffer.from(sentence), 0);
  return true;
}

function countWhile<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  const end = items.findIndex((item) => !holds(item));
  return end === -1 ? items.length : end;
}
