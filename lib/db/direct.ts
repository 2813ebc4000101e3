import { createHash } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import type { Db, Provider } from "./client";
import type { SqliteConnection, SqliteValue } from "./sqlite";

/** Statements below Prisma, for paths where its objects cost too much. Parameters are `$1`, `$2`, … on both databases. */
export type Sql = {
  provider: Provider;
  /** Rows as objects; a count or a time comes as a number. `once` plans for these very values, which pays where a bound decides the plan. */
  all<Row>(text: string, values?: readonly SqliteValue[], how?: "once"): Promise<Row[]>;
  /** Rows of a table from its columns, each as long as the others; `types` are PostgreSQL's, `onConflict` says what follows. */
  insert(table: string, columns: Record<string, { type: string; values: readonly SqliteValue[] }>, onConflict: string): Promise<void>;
};

/** The database below Prisma; the same connections, so that each sees what the other wrote. */
export type Direct = Sql & { transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> };

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

/** Statements on the one connection of a SQLite file. */
export function sqliteDirect(connection: SqliteConnection): Direct {
  const held = sqliteSql(connection);
  return {
    provider: "sqlite",
    all: (text, values) => connection.alone(() => held.all(text, values)),
    insert: (table, columns, onConflict) => connection.alone(() => held.insert(table, columns, onConflict)),
    transaction: (work) =>
      connection.alone(async () => {
        connection.run("BEGIN IMMEDIATE", []);
        try {
          const result = await work(held);
          connection.run("COMMIT", []);
          return result;
        } catch (error) {
          connection.run("ROLLBACK", []);
          throw error;
        }
      }),
  };
}

function objectOf(columns: readonly string[], row: readonly SqliteValue[]): Record<string, SqliteValue> {
  const made: Record<string, SqliteValue> = {};
  for (let i = 0; i < columns.length; i++) made[columns[i]!] = row[i]!;
  return made;
}

/** Rows that one prepared INSERT takes; a power of ten, so that few shapes are kept. */
const chunks = [100, 10, 1];

function sqliteSql(connection: SqliteConnection): Sql {
  return {
    provider: "sqlite",
    all: async <Row>(text: string, values: readonly SqliteValue[] = []) => {
      const { columns, rows } = connection.run(text, values);
      return rows.map((row) => objectOf(columns, row)) as Row[];
    },
    insert: async (table, columns, onConflict) => {
      const [head, lists] = [`INSERT INTO "${table}" (${Object.keys(columns).map((name) => `"${name}"`).join(", ")}) VALUES `, Object.values(columns).map(({ values }) => values)];
      const row = `(${lists.map(() => "?").join(",")})`;
      const values: SqliteValue[] = [];
      let at = 0;
      for (const size of chunks) {
        const text = `${head}${Array(size).fill(row).join(",")} ${onConflict}`;
        for (; lists[0]!.length - at >= size; at += size) {
          values.length = 0;
          for (let i = at; i < at + size; i++) for (const list of lists) values.push(list[i]!);
          connection.run(text, values);
        }
      }
    },
  };
}

/** Statements on a pool of PostgreSQL connections. */
export function postgresDirect(pool: Pool): Direct {
  return {
    ...postgresSql(pool),
    transaction: async (work) => {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query("BEGIN");
        const result = await work(postgresSql(client));
        await client.query("COMMIT");
        return result;
      } catch (error) {
        await client.query("ROLLBACK").catch((lost: Error) => (broken = lost));
        throw error;
      } finally {
        client.release(broken);
      }
    },
  };
}

/** int8 and numeric as numbers: counts and times, all below 2^53. */
const types = { getTypeParser: (oid: number) => (oid === 20 || oid === 21 || oid === 23 || oid === 700 || oid === 701 || oid === 1700 ? Number : (text: string) => text) };
const names = new Map<string, string>();

function postgresSql(queryable: Pool | PoolClient): Sql {
  const all = async <Row>(text: string, values: readonly unknown[] = [], how?: "once"): Promise<Row[]> => {
    const { rows } = await queryable.query({ ...(how ? {} : { name: nameOf(text) }), text, values: [...values], types });
    return rows as Row[];
  };
  return {
    provider: "postgresql",
    all,
    insert: async (table, columns, onConflict) => {
      const entries = Object.entries(columns);
      const text = `INSERT INTO "${table}" (${entries.map(([name]) => `"${name}"`).join(", ")}) SELECT * FROM unnest(${entries.map(([, { type }], i) => `$${i + 1}::${type}[]`).join(", ")}) ${onConflict}`;
      await all(text, entries.map(([, { type, values }]) => (numeric.has(type) ? numbersText(values) : values)));
    },
  };
}

const numeric = new Set(["int", "bigint", "float8"]);

/** A list of numbers as PostgreSQL writes it; the driver would quote each one. */
function numbersText(values: readonly SqliteValue[]): string {
  return `{${values.map((value) => value ?? "NULL").join(",")}}`;
}

/** A prepared statement's name follows from its text, because two copies of this file may share one connection. */
function nameOf(text: string): string {
  const found = names.get(text);
  if (found) return found;
  const name = createHash("sha256").update(text).digest("hex").slice(0, 32);
  names.set(text, name);
  return name;
}
