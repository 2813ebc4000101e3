import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { connect } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import { startPostgres } from "./postgres";

declare module "vitest" {
  interface ProvidedContext {
    /** An empty, migrated SQLite file to copy. */
    emptyDb: string;
    /** PostgreSQL with an empty, migrated database `template_app`; null where there is none. */
    postgresUrl: string | null;
  }
}

/** Prepares an empty database of each kind once; tests copy it. */
export default async function setUp(project: TestProject) {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-tests-"));
  const file = path.join(folder, "empty.db");
  const db = connect({ provider: "sqlite", file });
  await migrate(db, "sqlite");
  await db.$queryRawUnsafe("PRAGMA wal_checkpoint(TRUNCATE)");
  await db.$disconnect();
  project.provide("emptyDb", file);

  const postgres = await startPostgres();
  if (postgres) {
    const root = connect({ provider: "postgresql", url: postgres.url });
    await root.$executeRawUnsafe("CREATE DATABASE template_app");
    await root.$disconnect();
    const template = connect({
      provider: "postgresql",
      url: postgres.url.replace(/postgres$/, "template_app"),
    });
    await migrate(template, "postgresql");
    await template.$disconnect();
  }
  project.provide("postgresUrl", postgres?.url ?? null);
  return () => {
    postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
