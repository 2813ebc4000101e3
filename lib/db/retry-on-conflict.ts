import { setTimeout as wait } from "node:timers/promises";
import { causesOf } from "@/lib/error-causes";
import { isUniqueViolation } from "@/lib/errors";

const tries = 5;
/**
 * Milliseconds that a transaction waits at most before its second try; twice as long before each one after.
 */
const firstPause = 20;

/**
 * Runs a transaction again that PostgreSQL gave up because others held, in another order, what it needed:
 * nothing of it was kept. Its work may be run several times, so it changes nothing but the database.
 */
export function retryOnLockConflict<Result>(run: () => Promise<Result>): Promise<Result> {
  const pause = (attempt: number) => wait(Math.random() * firstPause * 2 ** (attempt - 1));
  return retryWhen(isLockConflict, run, pause);
}

/**
 * Retries a write after a unique-key conflict; the second attempt finds the row. Only for writes whose
 * unique keys say "make it or find it".
 */
export function retryOnUniqueViolation<Result>(write: () => Promise<Result>): Promise<Result> {
  return retryWhen(isUniqueViolation, write);
}

async function retryWhen<Result>(
  isPassing: (error: unknown) => boolean,
  act: () => Promise<Result>,
  pause?: (attempt: number) => Promise<void>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      if (!isPassing(error) || attempt === tries) throw error;
      await pause?.(attempt);
    }
  }
}

/**
 * A deadlock or a serialization failure: P2034 is Prisma's word for both, the others are PostgreSQL's.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const conflicts = new Set(["P2034", "40P01", "40001"]);

/** Whether a code says that a transaction and others waited for each other, or wrote the same at once. */
export function isLockConflictCode(code: string): boolean {
  return conflicts.has(code);
}

function isLockConflict(error: unknown): boolean {
  return causesOf(error).some(({ codes }) => codes.some(isLockConflictCode));
}
