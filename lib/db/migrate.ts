import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { AppError } from "@/lib/errors";
import type { Db, Provider, Tx } from "./client";

/**
 * Brings a database to the newest version: applies each migration not yet applied, in order of name,
 * each in a transaction together with the note that it was applied.
 *
 * @returns the names applied now
 * @throws {AppError} CONFLICT when the database was made by a newer version of the product
 */
export async function migrate(
  db: Db,
  provider: Provider,
  folder = path.resolve("prisma/migrations"),
): Promise<string[]> {
  await db.$executeRawUnsafe(`CREATE TABLE IF NOT EXISTS "_migration" ("name" TEXT PRIMARY KEY)`);

  const known = readdirSync(path.join(folder, provider))
    .filter((name) => name.endsWith(".sql"))
    .sort();
  const rows = await db.$queryRawUnsafe<{ name: string }[]>(`SELECT "name" FROM "_migration"`);
  const applied = new Set(rows.map(({ name }) => name));
  const newer = [...applied].filter((name) => !known.includes(name));
  if (newer.length > 0) {
    throw new AppError(
      "CONFLICT",
      `The database was made by a newer Perihelion (${newer.join(", ")}). Start that version, or restore a backup.`,
    );
  }

  const missing = known.filter((name) => !applied.has(name));
  // SQLite makes a table anew to change it; with keys enforced, dropping the old one would empty what points at it.
  if (provider === "sqlite") await db.$executeRawUnsafe("PRAGMA foreign_keys = OFF");
  for (const name of missing) {
    const sql = readFileSync(path.join(folder, provider, name), "utf8");
    await db.$transaction((tx) => apply(tx, name, sql), { timeout: 600_000 });
  }
  if (provider === "sqlite") await db.$executeRawUnsafe("PRAGMA foreign_keys = ON");
  return missing;
}

async function apply(tx: Tx, name: string, sql: string): Promise<void> {
  const statements = sql.split(/;\s*$/m).filter((statement) => /^\s*[^-\s]/m.test(statement));
  for (const statement of statements) await tx.$executeRawUnsafe(statement);
  await tx.$executeRawUnsafe(`INSERT INTO "_migration" ("name") VALUES ('${name}')`);
}
