import type { SqliteValue } from "./sqlite";
import type { Db, Provider } from "./types";

/**
 * Statements below Prisma, for paths where its objects cost too much.
 * Parameters are `$1`, `$2`, … on both databases.
 */
export type Sql = {
  provider: Provider;
  /**
   * Rows as objects; a count or a time comes as a number. Statements are kept planned; one that is made as a
   * person asked is kept only while such are few (`varied`), or is planned for these very values,
   * where they decide the plan (`once`).
   */
  all<Row>(text: string, values?: readonly SqliteValue[], how?: "varied" | "once"): Promise<Row[]>;
  /**
   * Writes rows; `onConflict` says what follows where one is there already.
   * @returns how many were written; where nothing was done about a conflict, fewer than were given
   */
  insert(table: string, columns: Columns, onConflict: string): Promise<number>;
  /**
   * The same for rows that are nearly always new, inside a transaction;
   * those that are there already stay as they are.
   */
  insertNew(table: string, columns: Columns): Promise<void>;
};

/** Columns of rows to be written, each as long as the others; `type` is PostgreSQL's. */
export type Columns = Record<string, { type: string; values: readonly SqliteValue[] }>;

/** The database below Prisma; the same connections, so that each sees what the other wrote. */
export type Direct = Sql & {
  /**
   * Runs work whose writes are kept all or none. `lone` is for work that is one statement and no more:
   * PostgreSQL begins and commits with it, in one way there and back.
   */
  transaction<Result>(work: (sql: Sql) => Promise<Result>, how?: "lone"): Promise<Result>;
};

const shared = globalThis as { perihelionDirect?: WeakMap<Db, Direct> };

/** Next and the server evaluate this file separately; one client has one way below it. */
function known(): WeakMap<Db, Direct> {
  return (shared.perihelionDirect ??= new WeakMap());
}

/** The way below a Prisma client that `connect` made. */
export function directOf(db: Db): Direct {
  const direct = known().get(db);
  if (!direct) throw new Error("this client was not made by connect()");
  return direct;
}

/** Notes the way below a client. */
export function keepDirect(db: Db, direct: Direct): void {
  known().set(db, direct);
}
