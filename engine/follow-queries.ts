import { AsyncLocalStorage } from "node:async_hooks";
import type { DuckDBConnection } from "@duckdb/node-api";

type Tell = (percent: number) => void;

const listeners = new AsyncLocalStorage<Tell>();
const everyMilliseconds = 250;

/** Runs work, and tells in whole percent how far each of its queries is; a query begins at 0 again. */
export function followQueries<Result>(tell: Tell, act: () => Promise<Result>): Promise<Result> {
  return listeners.run(tell, act);
}

/**
 * Watches a connection for whoever follows this work; before its settings are locked.
 *
 * @returns what ends the watch
 */
export async function follow(connection: DuckDBConnection): Promise<() => void> {
  const tell = listeners.getStore();
  if (!tell) return () => undefined;
  await connection.run("SET enable_progress_bar = true"); // else nothing is known of it
  await connection.run("SET enable_progress_bar_print = false");
  let last = -1;
  const timer = setInterval(() => {
    const percent = Math.floor(connection.progress.percentage);
    if (percent < 0 || percent > 100 || percent === last) return; // below 0: no query is under way
    last = percent;
    tell(percent);
  }, everyMilliseconds);
  return () => clearInterval(timer);
}
