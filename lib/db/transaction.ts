import type { Direct } from "./direct";

/** An open transaction, and what else hangs on it. */
export type Transaction = {
  /** The database that it is open on, for what is written later on. */
  direct: Direct;
  /** Adds a last step of the transaction: it runs after the work and before the commit. */
  beforeCommit(act: () => Promise<void>): void;
  /** Adds what follows the commit; it never runs for what was rolled back. */
  afterCommit(act: () => void): void;
};

type Open = Transaction & { before: (() => Promise<void>)[]; after: (() => void)[] };

const shared = globalThis as { perihelionTransactions?: WeakMap<object, Open> };

/** Next and the server evaluate this file separately; one transaction is known to both. */
function known(): WeakMap<object, Open> {
  return (shared.perihelionTransactions ??= new WeakMap());
}

/** The transaction that `handle` writes in: what `$transaction` or `transaction` gave to its work. */
export function transactionOf(handle: object): Transaction {
  const open = known().get(handle);
  if (!open) throw new Error("this needs the transaction of the change, not the database itself");
  return open;
}

/**
 * Runs the work of a transaction with its last steps.
 *
 * @returns what the work answered, and what is to be called once it is committed
 */
export async function runTransaction<Handle extends object, Result>(
  direct: Direct,
  handle: Handle,
  work: (handle: Handle) => Promise<Result>,
): Promise<{ result: Result; committed: () => void }> {
  const open: Open = {
    direct,
    before: [],
    after: [],
    beforeCommit: (act) => void open.before.push(act),
    afterCommit: (act) => void open.after.push(act),
  };
  known().set(handle, open);
  try {
    const result = await work(handle);
    for (const act of open.before) await act();
    return { result, committed: () => open.after.forEach((act) => act()) };
  } finally {
    known().delete(handle);
  }
}
