import { setImmediate as nextTurn } from "node:timers/promises";
import type { Db } from "./client";
import type { Sql } from "./direct";

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
      nextTurn().then(() => {
        turn.delete(key);
        return read(db, wanted);
      });
    turn.set(key, reading);
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
