import { setImmediate as nextTurn } from "node:timers/promises";
import type { Sql } from "./direct";

/**
 * Lets concurrent identical reads share one query: those asked for in one turn of the event loop. It begins
 * after that turn, so that nobody is told what was true before they asked.
 *
 * @param keyOf what two askers must have in common
 * @param how `oneAtATime` for what takes long: who asks while it is being read waits for that to end and
 * shares the next reading, so that many who ask for one thing cost as much as two
 */
export function coalesce<From extends object, Wanted, Value>(
  keyOf: (wanted: Wanted) => string,
  read: (from: From, wanted: Wanted) => Promise<Value>,
  { oneAtATime = false } = {},
): (from: From, wanted: Wanted) => Promise<Value> {
  const flights = new WeakMap<From, Map<string, Flight<Value>>>();
  return (from, wanted) => {
    const byKey = flights.get(from) ?? new Map<string, Flight<Value>>();
    flights.set(from, byKey);
    const key = keyOf(wanted);
    const before = byKey.get(key);
    if (before?.next) return before.next;
    const reading = Promise.allSettled([nextTurn(), oneAtATime ? before?.last : null]).then(() => {
      flight.next = null;
      return read(from, wanted);
    });
    const flight: Flight<Value> = { last: reading, next: reading };
    byKey.set(key, flight);
    const done = () => byKey.get(key) === flight && byKey.delete(key);
    void reading.then(done, done);
    return reading;
  };
}

/** Readings of one thing: the one that began last, and the one that is yet to begin. */
type Flight<Value> = { last: Promise<Value>; next: Promise<Value> | null };

/**
 * Makes a reading of one thing that is done for all who ask in one turn of the event loop, whatever they
 * ask for; it too begins after that turn.
 *
 * @param readAll one value for each thing wanted, in their order
 */
export function coalesceMany<Wanted, Value>(
  readAll: (sql: Sql, wanted: Wanted[]) => Promise<Value[]>,
): (sql: Sql, wanted: Wanted) => Promise<Value> {
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
