import { setImmediate as nextTurn } from "node:timers/promises";
import type { Db, Provider } from "./client";
import { directOf, type Direct, type Sql } from "./direct";

type Waiting<Request, Answer> = {
  request: Request;
  since: number;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
};

type Queue<Request, Answer> = {
  waiting: Waiting<Request, Answer>[];
  writers: number;
  isHelpComing: boolean;
};

/** One statement that writes a group whole, where there is such a one for it. */
type Lone<Request, Answer> = (
  direct: Direct,
  requests: Request[],
) => ((sql: Sql) => Promise<Answer[]>) | null;

/**
 * Makes a write that shares its transaction with all like it that came meanwhile: requests are gathered
 * for as long as turns of the event loop bring more of them, written together, and answered after the
 * commit. When a group fails, each of its requests is tried alone, so that only the one at fault hears of it.
 *
 * @param lone what needs no transaction around it, because it is one statement
 */
export function groupCommit<Request, Answer>(
  flush: (sql: Sql, requests: Request[]) => Promise<Answer[]>,
  lone: Lone<Request, Answer> = () => null,
): (db: Db, request: Request) => Promise<Answer> {
  const queues = new WeakMap<Db, Queue<Request, Answer>>();

  async function write(db: Db, group: Waiting<Request, Answer>[]): Promise<void> {
    try {
      const direct = directOf(db);
      const requests = group.map(({ request }) => request);
      const alone = lone(direct, requests);
      const answers = alone
        ? await direct.transaction(alone, "lone")
        : await direct.transaction((sql) => flush(sql, requests));
      group.forEach(({ resolve }, i) => resolve(answers[i]!));
    } catch (error) {
      if (group.length === 1) return group[0]!.reject(error);
      for (const one of group) await write(db, [one]);
    }
  }

  /** Starts one more writer when somebody has waited too long for those that are at work. */
  function helpLater(db: Db, queue: Queue<Request, Answer>): void {
    if (queue.isHelpComing || queue.writers >= writersOf[directOf(db).provider]) return;
    queue.isHelpComing = true;
    const rest = Math.max(1, patience - (performance.now() - queue.waiting[0]!.since));
    setTimeout(() => {
      queue.isHelpComing = false;
      const [first] = queue.waiting;
      if (!first) return;
      if (performance.now() - first.since >= patience) void drain(db, queue);
      helpLater(db, queue);
    }, rest).unref();
  }

  async function drain(db: Db, queue: Queue<Request, Answer>): Promise<void> {
    queue.writers += 1;
    while (queue.waiting.length > 0) {
      await gathered(queue.waiting);
      const group = queue.waiting.splice(0, groupSize);
      if (group.length > 0) await write(db, group); // else another writer has taken them meanwhile
    }
    queue.writers -= 1;
  }

  return (db, request) =>
    new Promise((resolve, reject) => {
      const queue = queues.get(db) ?? { waiting: [], writers: 0, isHelpComing: false };
      queues.set(db, queue);
      queue.waiting.push({ request, since: performance.now(), resolve, reject });
      if (queue.writers === 0) void drain(db, queue);
      else helpLater(db, queue);
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
 * Transactions of one kind of write under way at once, at most: SQLite has one writer. PostgreSQL works on
 * several, but many small groups cost more than one, so the next begins only when the ones before are slow.
 */
const writersOf: Record<Provider, number> = { sqlite: 1, postgresql: 3 };

/** Milliseconds that a request waits for those under way before one more transaction begins. */
const patience = 5;

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
