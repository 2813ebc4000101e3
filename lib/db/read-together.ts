import type { Db } from "./client";

/**
 * Makes a reading that all share who ask for the same thing in one turn of the event loop. It begins
 * after that turn, so that nobody is told what was true before they asked.
 *
 * @param keyOf what two askers must have in common
 */
export function readTogether<Wanted, Value>(keyOf: (wanted: Wanted) => string, read: (db: Db, wanted: Wanted) => Promise<Value>): (db: Db, wanted: Wanted) => Promise<Value> {
  const turns = new WeakMap<Db, Map<string, Promise<Value>>>();
  return (db, wanted) => {
    const turn = turns.get(db) ?? new Map<string, Promise<Value>>();
    turns.set(db, turn);
    const key = keyOf(wanted);
    const reading =
      turn.get(key) ??
      new Promise((resolve) => setImmediate(resolve)).then(() => {
        turn.delete(key);
        return read(db, wanted);
      });
    turn.set(key, reading);
    return reading;
  };
}
