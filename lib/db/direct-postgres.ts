import { createHash } from "node:crypto";
import { finished } from "node:stream/promises";
import type { Pool, PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Columns, Direct, Sql } from "./direct";
import { retryOnLockConflict } from "./retry-on-conflict";
import { runTransaction } from "./transaction";
import { binaryArray, binaryRows, isNumberType, type NumberColumn } from "./postgres-binary";

/** Statements on a pool of PostgreSQL connections. */
export function postgresDirect(pool: Pool): Direct {
  const direct: Direct = {
    ...postgresSql(pool),
    transaction: async (work, how) => {
      const { result, committed } = await retryOnLockConflict(() =>
        how === "lone"
          ? runTransaction(direct, loneSql(pool), work)
          : inTransaction(pool, (client) => runTransaction(direct, postgresSql(client), work)),
      );
      committed();
      return result;
    },
  };
  return direct;
}

async function inTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((lost: Error) => (broken = lost));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** One statement, which is its own transaction. */
function loneSql(pool: Pool): Sql {
  const sql = postgresSql(pool);
  let isSpent = false;
  const spend = () => {
    if (isSpent) throw new Error("a lone statement was followed by another, which would not be one with it");
    isSpent = true;
  };
  return {
    provider: sql.provider,
    all: async (...statement) => (spend(), sql.all(...statement)),
    insert: async (...rows) => (spend(), sql.insert(...rows)),
    insertNew: async () => Promise.reject(new Error("rows that are copied in need a transaction")),
  };
}

/** int8 and numeric as numbers: counts and times, all below 2^53. */
const types = {
  getTypeParser: (oid: number) =>
    oid === 20 || oid === 21 || oid === 23 || oid === 700 || oid === 701 || oid === 1700
      ? Number
      : (text: string) => text,
};
const names = new Map<string, string>();

function postgresSql(queryable: Pool | PoolClient): Sql {
  const query = (text: string, values: readonly unknown[], how?: "varied" | "once") => {
    const isKept = how === undefined || (how === "varied" && isAmongFew(text));
    return queryable.query({
      ...(isKept ? { name: nameOf(text) } : {}),
      text,
      values: [...values],
      types,
    });
  };
  const all = async <Row>(text: string, values: readonly unknown[] = [], how?: "varied" | "once") =>
    (await query(text, values, how)).rows as Row[];
  const insert = async (table: string, columns: Columns, onConflict: string) => {
    const entries = Object.values(columns);
    const lists = entries.map(({ type }, i) => `$${i + 1}::${type}[]`).join(", ");
    const text = `INSERT INTO "${table}" (${namesOf(columns)}) SELECT * FROM unnest(${lists}) ${onConflict}`;
    const arrays = entries.map((column) => (isNumbers(column) ? binaryArray(column) : column.values));
    return (await query(text, arrays)).rowCount ?? 0;
  };
  return {
    provider: "postgresql",
    all,
    insert,
    // Where there are many rows, PostgreSQL takes twice as long if it must look for each before it writes it.
    insertNew: async (table, columns) => {
      const entries = Object.values(columns);
      if (entries[0]!.values.length < many || !entries.every(isNumbers))
        return void (await insert(table, columns, "ON CONFLICT DO NOTHING"));
      await all("SAVEPOINT new_rows");
      try {
        await copyInto(queryable as PoolClient, table, columns, binaryRows(entries));
      } catch (error) {
        if ((error as { code?: string }).code !== uniqueViolation) throw error;
        await all("ROLLBACK TO SAVEPOINT new_rows");
        await insert(table, columns, "ON CONFLICT DO NOTHING");
      }
    },
  };
}

/** Rows from which on the way by a savepoint and COPY is the shorter one. */
const many = 100;

async function copyInto(client: PoolClient, table: string, columns: Columns, rows: Buffer): Promise<void> {
  const copy = client.query(copyFrom(`COPY "${table}" (${namesOf(columns)}) FROM STDIN BINARY`));
  copy.end(rows);
  // it goes on listening: where PostgreSQL refuses rows while more are on their way, the stream fails twice
  await finished(copy);
}

function namesOf(columns: Columns): string {
  return Object.keys(columns)
    .map((name) => `"${name}"`)
    .join(", ");
}

function isNumbers(column: Columns[string]): column is NumberColumn {
  return isNumberType(column.type);
}

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const uniqueViolation = "23505";

/** Statements made as people asked, of which each connection keeps these alone: it never forgets one. */
const few = new Set<string>();
const keptAtMost = 100;

function isAmongFew(text: string): boolean {
  if (few.size < keptAtMost) few.add(text);
  return few.has(text);
}

/**
 * A prepared statement's name follows from its text,
 * because two copies of this file may share one connection.
 */
function nameOf(text: string): string {
  const found = names.get(text);
  if (found) return found;
  const name = createHash("sha256").update(text).digest("hex").slice(0, 32);
  names.set(text, name);
  return name;
}
