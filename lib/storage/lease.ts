import type { Db } from "@/lib/db/client";
import { isUniqueViolation } from "@/lib/errors";

/** What a background task knows of itself from one turn to the next, and until when one server has it. */
export type Held<State> = { state: State | null; leaseUntil: number };

const leaseMilliseconds = 10 * 60_000;

/**
 * A background task that one server at a time works on, whichever of those that share a database: its
 * state is a setting, taken and put back by comparing it with what was read.
 */
export function taskLease<State>(db: Db, key: string) {
  let held: string | null = null;
  let heldUntil = 0;

  async function replace(before: string | null, after: string): Promise<boolean> {
    if (before !== null)
      return (
        (await db.setting.updateMany({ where: { key, value: before }, data: { value: after } })).count === 1
      );
    return db.setting.create({ data: { key, value: after } }).then(
      () => true,
      (error: unknown) => {
        if (isUniqueViolation(error)) return false;
        throw error;
      },
    );
  }

  /** What is known of the task, whoever has it. */
  async function look(): Promise<Held<State> & { text: string | null }> {
    const text = (await db.setting.findUnique({ where: { key } }))?.value ?? null;
    const { state, leaseUntil } =
      text === null ? { state: null, leaseUntil: 0 } : (JSON.parse(text) as Held<State>);
    return { state, leaseUntil, text };
  }

  return {
    look,
    /** Takes the task unless another server has it. @returns whether it was taken */
    take: async (now: Date): Promise<boolean> => {
      const { text, state, leaseUntil } = await look();
      if (leaseUntil > now.getTime()) return false;
      const mine = JSON.stringify({ state, leaseUntil: now.getTime() + leaseMilliseconds });
      if (!(await replace(text, mine))) return false;
      held = mine;
      heldUntil = now.getTime() + leaseMilliseconds;
      return true;
    },
    /**
     * Keeps the task through a turn that is long; writes only when a quarter of the lease has passed.
     * @returns false where another server has taken it meanwhile
     */
    renew: async (now: Date): Promise<boolean> => {
      if (held === null) return false;
      const until = now.getTime() + leaseMilliseconds;
      if (until - heldUntil < leaseMilliseconds / 4) return true;
      const { state } = JSON.parse(held) as Held<State>;
      const next = JSON.stringify({ state, leaseUntil: until });
      held = (await replace(held, next)) ? next : null;
      heldUntil = until;
      return held !== null;
    },
    /**
     * Notes how far the task is and keeps it, or lets go of it.
     * @returns false where another server has taken it meanwhile
     */
    put: async (state: State, now: Date, { done = false } = {}): Promise<boolean> => {
      const next = JSON.stringify({ state, leaseUntil: done ? 0 : now.getTime() + leaseMilliseconds });
      const ours = held !== null && (await replace(held, next));
      held = ours && !done ? next : null;
      heldUntil = now.getTime() + leaseMilliseconds;
      return ours;
    },
  };
}
