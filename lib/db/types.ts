import type { PrismaClient } from "@/prisma/generated/sqlite/client";

export type Db = Omit<PrismaClient, "$transaction"> & { $transaction: Begin };
export type Begin = <Result>(
  work: (tx: Tx) => Promise<Result>,
  options?: { timeout?: number },
) => Promise<Result>;
/** What a command writes through: the database, or a transaction that its caller has begun. */
export type Tx = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends">;
export type Provider = "sqlite" | "postgresql";

/** Where the database is: a PostgreSQL address, or a SQLite file. */
export type DatabaseAddress = { provider: "postgresql"; url: string } | { provider: "sqlite"; file: string };
