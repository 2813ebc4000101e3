import { DatabaseSync, type StatementSync } from "node:sqlite";

export type SqliteValue = string | number | bigint | null | Uint8Array;
export type SqliteResult = { columns: string[]; types: (string | null)[]; rows: SqliteValue[][]; changes: number };

/** The one connection to a SQLite file. Whoever needs several statements to themselves holds it meanwhile. */
export type SqliteConnection = {
  /** Waits until nobody holds the connection, then holds it; answers what lets go of it. */
  hold(): Promise<() => void>;
  /** Runs one statement at once; only while holding. */
  run(sql: string, values: readonly SqliteValue[]): SqliteResult;
  /** Runs statements separated by semicolons at once; only while holding. */
  script(sql: string): void;
  close(): void;
};

type Prepared = { statement: StatementSync; columns: string[]; types: (string | null)[] };
/** Prepared statements kept; a filter's shape makes one, so that old ones must go. */
const statementsKept = 300;

/**
 * Opens a SQLite file: write-ahead log, every commit synced to disk, LIKE as on PostgreSQL.
 *
 * @see https://www.sqlite.org/pragma.html
 */
export function openSqlite(file: string): SqliteConnection {
  const database = new DatabaseSync(file, { timeout: 10_000 });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 4000; PRAGMA case_sensitive_like = ON");
  const statements = new Map<string, Prepared>();
  const waiting: (() => void)[] = [];
  let held = false;

  const release = () => {
    const next = waiting.shift();
    if (next) next();
    else held = false;
  };

  return {
    hold: async () => {
      if (held) await new Promise<void>((resolve) => waiting.push(resolve));
      held = true;
      return release;
    },
    run: (sql, values) => {
      const { statement, columns, types } = statements.get(sql) ?? prepare(database, statements, sql);
      if (columns.length === 0) return { columns, types, rows: [], changes: Number(statement.run(...values).changes) };
      return { columns, types, rows: statement.all(...values) as unknown[] as SqliteValue[][], changes: 0 };
    },
    script: (sql) => {
      statements.clear();
      database.exec(sql);
    },
    close: () => database.close(),
  };
}

function prepare(database: DatabaseSync, statements: Map<string, Prepared>, sql: string): Prepared {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  const described = statement.columns();
  const prepared = { statement, columns: described.map(({ name }) => name), types: described.map(({ type }) => type) };
  const [oldest] = statements.keys();
  if (statements.size >= statementsKept && oldest !== undefined) statements.delete(oldest);
  statements.set(sql, prepared);
  return prepared;
}
