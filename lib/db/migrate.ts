import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { AppError } from "@/lib/errors";
import type { Db, Provider, Tx } from "./client";

type Migration = { name: string; sql: string; sha256: string };

/** Whose turn it is to migrate a PostgreSQL database; any number that nothing else of ours takes. */
const lockKey = 7_367_411;
const timeout = 600_000;

/**
 * Brings a database to the newest version: applies each migration not yet applied, in order of name,
 * each in a transaction together with the note that it was applied. Servers that start together wait for
 * each other, and apply each once.
 *
 * @returns the names applied now
 * @throws {AppError} CONFLICT when the database was made by a newer version of the product, or a migration
 * is no longer what was applied
 */
export async function migrate(
  db: Db,
  provider: Provider,
  folder = path.resolve("prisma/migrations"),
): Promise<string[]> {
  const known = readMigrations(path.join(folder, provider));
  const alone = <Result>(work: (tx: Tx) => Promise<Result>) =>
    db.$transaction(
      async (tx) => {
        if (provider === "postgresql") await tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(${lockKey})`);
        return work(tx);
      },
      { timeout },
    );
  await alone((tx) => prepare(tx, provider, known));

  const applied: string[] = [];
  // SQLite makes a table anew to change it; with keys enforced,
  // dropping the old one would empty what points at it.
  if (provider === "sqlite") await db.$executeRawUnsafe("PRAGMA foreign_keys = OFF");
  for (const migration of known) if (await alone((tx) => apply(tx, migration))) applied.push(migration.name);
  if (provider === "sqlite") await db.$executeRawUnsafe("PRAGMA foreign_keys = ON");
  return applied;
}

function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  return names.sort().map((name) => {
    const sql = readFileSync(path.join(folder, name), "utf8").replaceAll("\r\n", "\n");
    return { name, sql, sha256: createHash("sha256").update(sql).digest("hex") };
  });
}

/**
 * Makes the table of what was applied, and compares it with what is known;
 * applied before checksums were kept, it is believed once.
 */
async function prepare(tx: Tx, provider: Provider, known: readonly Migration[]): Promise<void> {
  await tx.$executeRawUnsafe(
    `CREATE TABLE IF NOT EXISTS "_migration" ("name" TEXT PRIMARY KEY, "sha256" TEXT)`,
  );
  await addChecksums(tx, provider);
  const rows = await tx.$queryRawUnsafe<{ name: string; sha256: string | null }[]>(
    `SELECT "name", "sha256" FROM "_migration" ORDER BY "name"`,
  );
  const byName = new Map(known.map((migration) => [migration.name, migration]));
  const newer = rows.filter(({ name }) => !byName.has(name)).map(({ name }) => name);
  if (newer.length > 0)
    throw new AppError(
      "CONFLICT",
      `The database was made by a newer Perihelion (${newer.join(", ")}). ` +
        "Start that version, or restore a backup.",
    );
  for (const { name, sha256 } of rows) {
    const now = byName.get(name)!.sha256;
    if (sha256 === null)
      await tx.$executeRawUnsafe(`UPDATE "_migration" SET "sha256" = '${now}' WHERE "name" = '${name}'`);
    else if (sha256 !== now)
      throw new AppError(
        "CONFLICT",
        `The migration ${name} is not the one that this database was made with. ` +
          "Put back the file of the release, or start the version that made the database.",
      );
  }
}

async function addChecksums(tx: Tx, provider: Provider): Promise<void> {
  if (provider === "postgresql")
    return void (await tx.$executeRawUnsafe(
      `ALTER TABLE "_migration" ADD COLUMN IF NOT EXISTS "sha256" TEXT`,
    ));
  const columns = await tx.$queryRawUnsafe<{ name: string }[]>(
    `SELECT name FROM pragma_table_info('_migration')`,
  );
  if (!columns.some(({ name }) => name === "sha256"))
    await tx.$executeRawUnsafe(`ALTER TABLE "_migration" ADD COLUMN "sha256" TEXT`);
}

/** Applies a migration unless another server has. @returns whether it was applied here */
async function apply(tx: Tx, { name, sql, sha256 }: Migration): Promise<boolean> {
  const done = await tx.$queryRawUnsafe<unknown[]>(
    `SELECT "name" FROM "_migration" WHERE "name" = '${name}'`,
  );
  if (done.length > 0) return false;
  const statements = sql.split(/;\s*$/m).filter((statement) => /^\s*[^-\s]/m.test(statement));
  for (const statement of statements) await tx.$executeRawUnsafe(statement);
  await tx.$executeRawUnsafe(`INSERT INTO "_migration" ("name", "sha256") VALUES ('${name}', '${sha256}')`);
  return true;
}
