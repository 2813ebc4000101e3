import { closeSync, fdatasync, openSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { promisify } from "node:util";
import { durable } from "./durable";

export type SqliteValue = string | number | bigint | null | Uint8Array;
export type SqliteResult = {
  columns: string[];
  types: (string | null)[];
  rows: SqliteValue[][];
  changes: number;
};

/** The one connection to a SQLite file. Whoever needs several statements to themselves holds it meanwhile. */
export type SqliteConnection = {
  /**
   * Waits until nobody holds the connection, then holds it; answers what lets go of it, and waits until what
   * was written meanwhile is on the disk.
   */
  hold(): Promise<() => Promise<void>>;
  /** Holds the connection for `work`, and answers once what it wrote is on the disk. */
  alone<Result>(work: () => Result | Promise<Result>): Promise<Result>;
  /**
   * Runs one statement at once; only while holding. Parameters are `?`, or `$1`, `$2`, … as on PostgreSQL.
   */
  run(sql: string, values: readonly SqliteValue[]): SqliteResult;
  /** Runs statements separated by semicolons at once; only while holding. */
  script(sql: string): void;
  /** Ends the transaction that is open, if one is: a full disk makes SQLite end it by itself. */
  rollback(): void;
  close(): void;
};

type Prepared = { statement: StatementSync; columns: string[]; types: (string | null)[]; reads: boolean };
const dataSync = promisify(fdatasync);
/** Statements that write nothing by themselves. */
const reads = /^\s*(SELECT|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b/i;
/** Prepared statements kept; a filter's shape makes one, so that old ones must go. */
const statementsKept = 300;

/**
 * Opens a SQLite file: write-ahead log, every write on the disk before it is answered, LIKE as on PostgreSQL.
 * SQLite itself would sync inside COMMIT and hold up the whole process; here the log is synced beside it,
 * by a thread of the system, for all that committed meanwhile.
 *
 * @see https://www.sqlite.org/pragma.html#pragma_synchronous
 */
export function openSqlite(file: string): SqliteConnection {
  const database = new DatabaseSync(file, { timeout: 10_000 });
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000; " +
      "PRAGMA wal_autocheckpoint = 4000; PRAGMA case_sensitive_like = ON",
  );
  const statements = new Map<string, Prepared>();
  const waiting: (() => void)[] = [];
  let held = false;
  let log: number | null = null;
  const disk = durable(() => dataSync((log ??= openSync(`${file}-wal`, "r+"))));

  const hold = async () => {
    if (held) await new Promise<void>((resolve) => waiting.push(resolve));
    held = true;
    const before = disk.mark();
    return () => {
      const wrote = disk.mark() !== before;
      const next = waiting.shift();
      if (next) next();
      else held = false;
      return wrote ? disk.kept() : Promise.resolve();
    };
  };

  return {
    hold,
    alone: async (work) => {
      const release = await hold();
      try {
        return await work();
      } finally {
        await release();
      }
    },
    run: (sql, values) => {
      const { statement, columns, types, reads } = statements.get(sql) ?? prepare(database, statements, sql);
      if (!reads) disk.wrote();
      if (columns.length === 0)
        return { columns, types, rows: [], changes: Number(statement.run(...values).changes) };
      return { columns, types, rows: statement.all(...values) as unknown[] as SqliteValue[][], changes: 0 };
    },
    rollback: () => {
      if (database.isTransaction) database.exec("ROLLBACK");
    },
    script: (sql) => {
      statements.clear();
      disk.wrote();
      database.exec(sql);
    },
    close: () => {
      database.close();
      if (log !== null) closeSync(log);
    },
  };
}

function prepare(database: DatabaseSync, statements: Map<string, Prepared>, sql: string): Prepared {
  const statement = database.prepare(sql.replaceAll(/\$(\d+)/g, "?$1"));
  statement.setReturnArrays(true);
  const described = statement.columns();
  const prepared = {
    statement,
    columns: described.map(({ name }) => name),
    types: described.map(({ type }) => type),
    reads: reads.test(sql),
  };
  const [oldest] = statements.keys();
  if (statements.size >= statementsKept && oldest !== undefined) statements.delete(oldest);
  statements.set(sql, prepared);
  return prepared;
}
