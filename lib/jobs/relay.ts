import type { Db } from "@/lib/db/client";
import { bus } from "@/lib/events/bus";
import { signal } from "@/lib/events/signal";
import { jobSubject } from "./subject";

/**
 * Passes on to this server's pages how jobs are getting on whose heartbeats another server takes; what it
 * was told before, it does not tell again. Asks nothing where nobody listens.
 */
export function heartbeatRelay(db: Db): () => Promise<void> {
  let told = new Map<string, number>();
  return async () => {
    if (bus().listenerCount("signal") === 0) return;
    const running = await db.job.findMany({
      where: { status: "RUNNING", heartbeatAt: { not: null } },
      select: { id: true, heartbeatAt: true, done: true, total: true, message: true, logBytes: true },
    });
    const seen = new Map<string, number>();
    for (const { id, heartbeatAt, ...progress } of running) {
      const at = heartbeatAt!.getTime();
      seen.set(id, at);
      if (told.get(id) === at) continue;
      const { projectId, subject, run } = await jobSubject(db, id);
      signal(projectId, "job.progress", { subject, detail: { ...progress, run } });
    }
    told = seen;
  };
}
