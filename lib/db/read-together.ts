import { setImmediate as nextTurn } from "node:timers/promises";
import type { Sql } from "./direct";

/**
 * Makes a reading that all share who ask for the same thing in one turn of the event loop, or while it is
 * being read: then they wait for the next reading. It begins after they asked, so that nobody is told
 * what was true before; and many who ask for one thing cost as much as two.
 *
 * @param keyOf what two askers must have in common
 */
export function readTogether<From extends object, Wanted, Value>(keyOf: (wanted: Wanted) => string, read: (from: From, wanted: Wanted) => Promise<Value>): (from: From, wanted: Wanted) => Promise<Value> {
  const lanes = new WeakMap<From, Map<string, { last: Promise<Value>; next: Promise<Value> | null }>>();
  return (from, wanted) => {
    const byKey = lanes.get(from) ?? new Map<string, { last: Promise<Value>; next: Promise<Value> | null }>();
    lanes.set(from, byKey);
    const key = keyOf(wanted);
    const lane = byKey.get(key);
    if (lane?.next) return lane.next;
    const reading = Promise.allSettled([lane?.last, nextTurn()]).then(() => {
      made.next = null;
      return read(from, wanted);
    });
    const made = { last: reading, next: reading as Promise<Value> | null };
    byKey.set(key, made);
    const done = () => byKey.get(key) === made && byKey.delete(key);
    void reading.then(done, done);
    return reading;
  };
}

/**
 * Makes a reading of one thing that is done for all who ask in one turn of the event loop, whatever they
 * ask for; it too begins after that turn.
 *
 * @param readAll one value for each thing wanted, in their order
 */
export function readManyTogether<Wanted, Value>(readAll: (sql: Sql, wanted: Wanted[]) => Promise<Value[]>): (sql: Sql, wanted: Wanted) => Promise<Value> {
  const turns = new WeakMap<Sql, { wanted: Wanted[]; values: Promise<Value[]> }>();
  return async (sql, one) => {
    const turn = turns.get(sql) ?? { wanted: [], values: begin(sql) };
    turns.set(sql, turn);
    const place = turn.wanted.push(one) - 1;
    return (await turn.values)[place]!;
  };

  async function begin(sql: Sql): Promise<Value[]> {
    await nextTurn();
    const { wanted } = turns.get(sql)!;
    turns.delete(sql);
    return readAll(sql, wanted);
  }
}
