import { randomUUID } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, inject, onTestFinished } from "vitest";
import { connect, type Db, type Provider } from "@/lib/db/client";

/** A database test: runs on SQLite, and on PostgreSQL where there is one. */
export function onBothDatabases(sentence: string, tests: (provider: Provider) => void): void {
  describe(`${sentence}, on SQLite`, () => tests("sqlite"));
  onPostgres(sentence, () => tests("postgresql"));
}

/** Races are tested where writers really meet. */
export function onPostgres(sentence: string, tests: () => void): void {
  describe.skipIf(inject("postgresUrl") === null)(`${sentence}, on PostgreSQL`, tests);
}

/** An empty, migrated database of the test's own; gone when the test ends. */
export async function freshDb(provider: Provider): Promise<Db> {
  return provider === "sqlite" ? freshSqlite() : freshPostgres();
}

async function freshSqlite(): Promise<Db> {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-"));
  const file = path.join(folder, "test.db");
  copyFileSync(inject("emptyDb"), file);
  const db = connect({ provider: "sqlite", file });
  onTestFinished(async () => {
    await db.$disconnect();
    rmSync(folder, { recursive: true });
  });
  return db;
}

async function freshPostgres(): Promise<Db> {
  const url = inject("postgresUrl")!;
  const name = `t_${randomUUID().replaceAll("-", "")}`;
  const root = connect({ provider: "postgresql", url });
  await root.$executeRawUnsafe(`CREATE DATABASE ${name} TEMPLATE template_app`);
  const db = connect({ provider: "postgresql", url: url.replace(/postgres$/, name) });
  onTestFinished(async () => {
    await db.$disconnect();
    await root.$executeRawUnsafe(`DROP DATABASE ${name} WITH (FORCE)`);
    await root.$disconnect();
  });
  return db;
}
