import { availableParallelism } from "node:os";
import { AppError } from "@/lib/errors";

type Lane = { running: number; waiting: (() => void)[] };

/**
 * Passwords hashed at the same time: each takes a core and 19 MiB, and the rest of the server needs both too.
 */
const atOnce = Math.max(1, Math.min(2, availableParallelism() - 1));
const mostWaiting = 100;
const shared = globalThis as { perihelionHashLane?: Lane };

/**
 * Does work on passwords, a few pieces at a time. Next and the server evaluate this file separately, so the
 * lane hangs on `globalThis`.
 *
 * @throws {AppError} TOO_MANY when a hundred wait already
 */
export async function inHashLane<Result>(work: () => Promise<Result>): Promise<Result> {
  const lane = (shared.perihelionHashLane ??= { running: 0, waiting: [] });
  if (lane.running < atOnce) lane.running += 1;
  else {
    if (lane.waiting.length >= mostWaiting)
      throw new AppError("TOO_MANY", "Too many people sign in at this moment. Try again in a few seconds.");
    await new Promise<void>((resolve) => lane.waiting.push(resolve)); // whoever ends hands its place over
  }
  try {
    return await work();
  } finally {
    const next = lane.waiting.shift();
    if (next) next();
    else lane.running -= 1;
  }
}
