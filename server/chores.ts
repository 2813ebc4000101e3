import { pruneSignIns } from "@/lib/auth/sign-in-attempts";
import { pruneIdempotencyKeys } from "@/lib/http/idempotency";
import { requeueExpiredJobs } from "@/lib/jobs/attempts";
import { pruneEvents } from "@/lib/events/read";
import { deliverDue } from "@/lib/registry/webhooks";
import { allJobEffects } from "./job-kinds";
import type { Deps } from "./deps";

const leasesEvery = 2_000;
const deliverEvery = 1_000;
const pruneEvery = 10 * 60_000;

/** What the server does by itself: takes lost jobs back, calls webhooks, and forgets what nobody can ask for any more. */
export function startChores({ db, storage, config, now }: Deps): { stop: () => void } {
  const effects = allJobEffects(storage);
  const each = (milliseconds: number, chore: () => Promise<unknown>) =>
    setInterval(() => void chore().catch((error: unknown) => console.error(error)), milliseconds);
  const timers = [
    each(leasesEvery, () => requeueExpiredJobs(db, effects, now())),
    each(deliverEvery, () => deliverDue(db, { allowPrivate: config.allowPrivateTargets, now: now() })),
    each(pruneEvery, () => pruneEvents(db)),
    each(pruneEvery, () => pruneIdempotencyKeys(db, now())),
    each(pruneEvery, () => pruneSignIns(db, now())),
  ];
  return { stop: () => timers.forEach((timer) => clearInterval(timer)) };
}
