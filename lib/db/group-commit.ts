import { setImmediate as nextTurn } from "node:timers/promises";
import type { Db, Provider } from "./client";
import { directOf, type Sql } from "./direct";

type Waiting<Request, Answer> = {
  request: Request;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
};

/**
 * Makes a write that shares its transaction with all like it that came meanwhile: requests are gathered
 * for as long as turns of the event loop bring more of them, written together, and answered after the
 * commit. When a group fails, each of its requests is tried alone, so that only the one at fault hears of it.
 */
export function groupCommit<Request, Answer>(
  flush: (sql: Sql, requests: Request[]) => Promise<Answer[]>,
): (db: Db, request: Request) => Promise<Answer> {
  const queues = new WeakMap<Db, { waiting: Waiting<Request, Answer>[]; writers: number }>();

  async function write(db: Db, group: Waiting<Request, Answer>[]): Promise<void> {
    try {
      const answers = await directOf(db).transaction((sql) =>
        flush(
          sql,
          group.map(({ request }) => request),
        ),
      );
      group.forEach(({ resolve }, i) => resolve(answers[i]!));
    } catch (error) {
      if (group.length === 1) return group[0]!.reject(error);
      for (const one of group) await write(db, [one]);
    }
  }

  return (db, request) =>
    new Promise((resolve, reject) => {
      const queue = queues.get(db) ?? { waiting: [], writers: 0 };
      queues.set(db, queue);
      queue.waiting.push({ request, resolve, reject });
      if (queue.writers >= writersOf[directOf(db).provider]) return;
      queue.writers += 1;
      const drain = async () => {
        while (queue.waiting.length > 0) {
          await gathered(queue.waiting);
          await write(db, queue.waiting.splice(0, groupSize));
        }
        queue.writers -= 1;
      };
      void drain();
    });
}

/**
 * Waits until two turns in a row brought nothing: a turn costs less than a transaction,
 * and far less than its way to the disk.
 */
async function gathered(waiting: readonly unknown[]): Promise<void> {
  for (let quiet = 0; quiet < 2 && waiting.length < groupSize;) {
    const before = waiting.length;
    await nextTurn();
    quiet = waiting.length > before ? 0 : quiet + 1;
  }
}

/**
 * Transactions of one kind of write under way at once: SQLite has one writer, PostgreSQL works on several.
 */
const writersOf: Record<Provider, number> = { sqlite: 1, postgresql: 3 };

/** Requests that one transaction takes at most, so that it stays short. */
const groupSize = 200;

/**
 * Membership in a list given as one JSON parameter, whatever its length: `inList(sql, "$1")` after `x IN`.
 */
export function inList({ provider }: Sql, parameter: string, type: "text" | "int" = "text"): string {
  return provider === "sqlite"
    ? `(SELECT value FROM json_each(${parameter}))`
    : `(SELECT value::${type} FROM json_array_elements_text(${parameter}::json))`;
}
