import type { Db } from "@/lib/db/client";
import { bus } from "@/lib/events/bus";
import { signal } from "@/lib/events/signal";
import { limits } from "@/lib/limits";
import { jobSubject, namingFields, subjectsOfJobs } from "./subject";

export type Progress = { done: number; total: number; message: string; logBytes: number };
type Told = Awaited<ReturnType<typeof jobSubject>> & { at: Date; progress: Progress };

/** The heartbeat of each job that the pages of this process were told of last. */
const told = new Map<string, number>();

/** Tells this process's pages how a job is getting on, as a heartbeat says it. */
export async function tellProgress(db: Db, jobId: string, at: Date, progress: Progress): Promise<void> {
  const named = await jobSubject(db, jobId);
  // the relay may have read this very heartbeat meanwhile
  if ((told.get(jobId) ?? 0) < at.getTime()) tell({ ...named, at, progress });
}

function tell({ projectId, subject, run, at, progress }: Told): void {
  told.set(subject.id, at.getTime());
  signal(projectId, "job.progress", { subject, detail: { ...progress, run } });
}

/**
 * Passes on to this process's pages how jobs are getting on whose heartbeats another server takes, a page of
 * jobs at a time; what they were told before, they are not told again. Asks nothing where nobody listens.
 */
export function heartbeatRelay(db: Db, stopping?: AbortSignal): () => Promise<void> {
  return async () => {
    if (bus().listenerCount("signal") === 0) return told.clear();
    const before = new Map(told);
    const running = new Set<string>();
    for (let after = ""; !stopping?.aborted;) {
      const page = await runningAfter(db, after);
      for (const { id } of page) running.add(id);
      // Told meanwhile, of a heartbeat taken here: what was read may be older.
      const isNews = ({ id, at }: { id: string; at: Date }) =>
        told.get(id) === before.get(id) && told.get(id) !== at.getTime();
      const news = page.filter(isNews);
      const subjects = await subjectsOfJobs(db, news);
      news.forEach((job, i) => isNews(job) && tell({ ...subjects[i]!, ...job }));
      if (page.length < limits.relayedAtOnce) break;
      after = page.at(-1)!.id;
    }
    for (const id of before.keys()) if (!running.has(id)) told.delete(id);
  };
}

async function runningAfter(db: Db, after: string) {
  const jobs = await db.job.findMany({
    where: { status: "RUNNING", heartbeatAt: { not: null }, id: { gt: after } },
    select: { ...namingFields, heartbeatAt: true, done: true, total: true, message: true, logBytes: true },
    orderBy: { id: "asc" },
    take: limits.relayedAtOnce,
  });
  return jobs.map(({ heartbeatAt, done, total, message, logBytes, ...job }) => {
    return { ...job, at: heartbeatAt!, progress: { done, total, message, logBytes } };
  });
}
