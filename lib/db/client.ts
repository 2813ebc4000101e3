import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { Pool } from "pg";
import { configOf } from "@/lib/config";
import { PrismaClient as PostgresClient } from "@/prisma/generated/postgresql/client";
import { PrismaClient } from "@/prisma/generated/sqlite/client";
import { keepDirect, type Direct } from "./direct";
import { postgresDirect } from "./direct-postgres";
import { sqliteDirect } from "./direct-sqlite";
import { retryOnLockConflict } from "./retry-on-conflict";
import { openSqlite } from "./sqlite";
import { sqliteAdapter } from "./sqlite-adapter";
import { runTransaction } from "./transaction";
import type { Begin, DatabaseAddress, Db } from "./types";

export type { DatabaseAddress, Db, Provider, Tx } from "./types";

/** The database that the environment asks for. */
export function databaseAddress(env: Record<string, string | undefined> = process.env): DatabaseAddress {
  const { databaseUrl, dataFolder } = configOf(env);
  if (databaseUrl) return { provider: "postgresql", url: databaseUrl };
  return { provider: "sqlite", file: path.join(dataFolder, "perihelion.db") };
}

/**
 * Milliseconds that a transaction waits for a connection, and may take: many that stand in line are no fault.
 */
const transactionOptions = { maxWait: 10_000, timeout: 15_000 };

/** A client of its own for `address`; one a process, because two on one SQLite file wait on each other. */
export function connect(address: DatabaseAddress): Db {
  if (address.provider === "sqlite") {
    const connection = openSqlite(address.file);
    const db = new PrismaClient({ adapter: sqliteAdapter(connection), transactionOptions });
    return withTransactions(db, sqliteDirect(connection));
  }
  // Requests are short and many: workers that a single one starts, and code compiled for it,
  // cost more than they bring.
  const options = "-c max_parallel_workers_per_gather=0 -c jit=off";
  const pool = new Pool({
    connectionString: address.url,
    options,
    max: 20,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
  });
  // A connection that breaks tells the query that it was busy with, and is replaced;
  // without a listener it would end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => void client.on("error", () => undefined));
  const adapter = new PrismaPg(pool, { disposeExternalPool: true });
  // Both clients are generated from one schema, so they differ in their SQL alone: the one cast of the house.
  const db = new PostgresClient({ adapter, transactionOptions }) as object as PrismaClient;
  return withTransactions(db, postgresDirect(pool));
}

/**
 * Gives a client the way below it, lets its transactions carry last steps (both ways know of each other's),
 * and runs one again that met others.
 */
function withTransactions(db: PrismaClient, direct: Direct): Db {
  keepDirect(db, direct);
  const begin: Begin = db.$transaction.bind(db);
  const $transaction: Begin = async (work, options) => {
    const { result, committed } = await retryOnLockConflict(() =>
      begin((tx) => runTransaction(direct, tx, work), options),
    );
    committed();
    return result;
  };
  return Object.assign(db, { $transaction });
}

const shared = globalThis as { perihelionDb?: Db };

/** The process's database. Next and the server evaluate this file separately, so it hangs on `globalThis`. */
export function db(): Db {
  return (shared.perihelionDb ??= connect(databaseAddress()));
}
