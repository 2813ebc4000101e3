import { createHash } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { binaryArray, isNumberType } from "./binary-array";
import type { Columns, Direct, Sql } from "./direct";

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
  const all = async <Row>(text: string, values: readonly unknown[] = [], how?: "varied" | "once"): Promise<Row[]> => {
    const isKept = how === undefined || (how === "varied" && isAmongFew(text));
    const { rows } = await queryable.query({ ...(isKept ? { name: nameOf(text) } : {}), text, values: [...values], types });
    return rows as Row[];
  };
  const insert = (table: string, columns: Columns, onConflict: string) => {
    const entries = Object.entries(columns);
    const text = `INSERT INTO "${table}" (${entries.map(([name]) => `"${name}"`).join(", ")}) SELECT * FROM unnest(${entries.map(([, { type }], i) => `$${i + 1}::${type}[]`).join(", ")}) ${onConflict}`;
    return all(text, entries.map(([, { type, values }]) => (isNumberType(type) ? binaryArray(type, values as readonly (number | null)[]) : values)));
  };
  return {
    provider: "postgresql",
    all,
    insert: async (table, columns, onConflict) => void (await insert(table, columns, onConflict)),
    // PostgreSQL takes twice as long where it must look for each row before it writes it.
    insertNew: async (table, columns) => {
      await all("SAVEPOINT new_rows");
      try {
        await insert(table, columns, "");
      } catch (error) {
        if ((error as { code?: string }).code !== uniqueViolation) throw error;
        await all("ROLLBACK TO SAVEPOINT new_rows");
        await insert(table, columns, "ON CONFLICT DO NOTHING");
      }
    },
  };
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

/** A prepared statement's name follows from its text, because two copies of this file may share one connection. */
function nameOf(text: string): string {
  const found = names.get(text);
  if (found) return found;
  const name = createHash("sha256").update(text).digest("hex").slice(0, 32);
  names.set(text, name);
  return name;
}
