import { randomUUID } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, inject, onTestFinished } from "vitest";
import { connect, type DatabaseAddress, type Db, type Provider } from "@/lib/db/client";

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

/** A database without any table, and its address. */
export async function bareDb(provider: Provider): Promise<{ db: Db; address: DatabaseAddress }> {
  const address = provider === "sqlite" ? sqliteAddress() : await postgresAddress("template1");
  const db = connect(address);
  onTestFinished(() => db.$disconnect());
  return { db, address };
}

function sqliteAddress(): DatabaseAddress & { provider: "sqlite" } {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return { provider: "sqlite", file: path.join(folder, "test.db") };
}

async function freshSqlite(): Promise<Db> {
  const address = sqliteAddress();
  copyFileSync(inject("emptyDb"), address.file);
  const db = connect(address);
  onTestFinished(() => db.$disconnect());
  return db;
}

async function freshPostgres(): Promise<Db> {
  const db = connect(await postgresAddress("template_app"));
  onTestFinished(() => db.$disconnect());
  return db;
}

/** The address of an empty, migrated PostgreSQL database, for a server that is started beside the test. */
export async function freshAddress(): Promise<string> {
  return (await postgresAddress("template_app")).url;
}

async function postgresAddress(template: string) {
  const url = inject("postgresUrl")!;
  const name = `t_${randomUUID().replaceAll("-", "")}`;
  const root = connect({ provider: "postgresql", url });
  await root.$executeRawUnsafe(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  onTestFinished(async () => {
    await root.$executeRawUnsafe(`DROP DATABASE ${name} WITH (FORCE)`);
    await root.$disconnect();
  });
  return { provider: "postgresql" as const, url: url.replace(/postgres$/, name) };
}
