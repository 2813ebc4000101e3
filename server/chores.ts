import type { Config } from "@/lib/config";
import type { Db } from "@/lib/db/client";
import { pruneIdempotencyKeys } from "@/lib/http/idempotency";
import { pruneEvents } from "@/lib/projects/events";
import { deliverDue } from "@/lib/registry/webhooks";
import { sweepLeases } from "@/lib/runs/leases";

const leasesEvery = 2_000;
const deliverEvery = 1_000;
const pruneEvery = 10 * 60_000;

/** What the server does by itself: takes lost jobs back, calls webhooks, and forgets what nobody can ask for any more. */
export function startChores(db: Db, { allowPrivateTargets }: Config, now: () => Date): { stop: () => void } {
  const each = (milliseconds: number, chore: () => Promise<unknown>) =>
    setInterval(() => void chore().catch((error: unknown) => console.error(error)), milliseconds);
  const timers = [
    each(leasesEvery, () => sweepLeases(db, now())),
    each(deliverEvery, () => deliverDue(db, { allowPrivate: allowPrivateTargets, now: now() })),
    each(pruneEvery, () => pruneEvents(db)),
    each(pruneEvery, () => pruneIdempotencyKeys(db, now())),
  ];
  return { stop: () => timers.forEach((timer) => clearInterval(timer)) };
}
