import type { Db } from "@/lib/db/client";
import { publish } from "@/lib/projects/events";

const pause = 500;
const most = 100;
const waiting = new Map<string, Set<string>>();

/**
 * Tells whoever looks at a project that runs have changed; at most twice a second, however many points
 * their clients log.
 */
export function tellRunChanged(db: Db, projectId: string, uid: string): void {
  const known = waiting.get(projectId);
  if (known) return void (known.size < most && known.add(uid));
  const changed = new Set([uid]);
  waiting.set(projectId, changed);
  setTimeout(() => {
    waiting.delete(projectId);
    publish(db, projectId, "run", { changed: [...changed] }).catch(() => undefined); // a page that misses it hears the next
  }, pause).unref();
}
