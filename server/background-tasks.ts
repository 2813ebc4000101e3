import { pruneWaysIn } from "@/lib/auth/prune-ways-in";
import { pruneSignIns } from "@/lib/auth/sign-in-attempts";
import { pruneUploads } from "@/lib/datasets/uploads";
import { pruneIdempotencyKeys } from "@/lib/http/idempotency";
import { clockWatch } from "@/lib/jobs/clock-watch";
import { requeueExpiredJobs } from "@/lib/jobs/attempts";
import { pruneEvents } from "@/lib/events/read";
import { pruneLogs } from "@/lib/jobs/prune-logs";
import { heartbeatRelay } from "@/lib/jobs/relay";
import { deliverDue, pruneDeliveries } from "@/lib/registry/webhooks";
import { allJobEffects } from "./job-kinds";
import type { Deps } from "./deps";
import { every } from "./every";
import { removeUnnamedFiles, scrubFiles } from "./files-tasks";

const leasesEvery = 2_000;
const relayEvery = 1_000;
const deliverEvery = 1_000;
const sweepEvery = 5 * 60_000;
const filesEvery = 60_000;
const pruneEvery = 10 * 60_000;

/**
 * What the server does by itself: takes lost jobs back, calls webhooks, looks after the files, and forgets
 * what nobody can ask for any more.
 */
export function startBackgroundTasks({ db, storage, config, now }: Deps): { stop: () => void } {
  const stopping = new AbortController();
  const effects = allJobEffects(storage);
  const moved = clockWatch(
    () => now().getTime(),
    () => performance.now(),
  );
  const each = (milliseconds: number, task: () => Promise<unknown>) =>
    every(milliseconds, task, (error) => console.error(error));
  const timers = [
    each(leasesEvery, () => requeueExpiredJobs(db, effects, now(), moved())),
    each(relayEvery, heartbeatRelay(db, stopping.signal)),
    each(deliverEvery, () => deliverDue(db, { allowPrivate: config.allowPrivateTargets, now: now() })),
    each(sweepEvery, () => storage.sweep()),
    each(filesEvery, () => scrubFiles({ db, storage, now }, stopping.signal)),
    each(filesEvery, () => removeUnnamedFiles({ db, storage, now }, stopping.signal)),
    each(pruneEvery, () => pruneEvents(db)),
    each(pruneEvery, () => pruneIdempotencyKeys(db, now())),
    each(pruneEvery, () => pruneSignIns(db, now())),
    each(pruneEvery, () => pruneUploads(db, now())),
    each(pruneEvery, () => pruneWaysIn(db, now(), stopping.signal)),
    each(pruneEvery, () => pruneDeliveries(db, now(), stopping.signal)),
    each(pruneEvery, () => pruneLogs({ db, files: storage.files, now }, stopping.signal)),
  ];
  return {
    stop: () => {
      stopping.abort();
      timers.forEach((timer) => clearInterval(timer));
    },
  };
}
