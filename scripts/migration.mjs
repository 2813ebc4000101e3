// Writes the SQL that turns the migrations so far into the schema as it stands, for both databases:
//   npm run migration -- 0002_more_words
// It works offline: Prisma's schema engine runs as WebAssembly over a scratch SQLite file.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "../node_modules/@prisma/schema-engine-wasm/schema_engine_bg.js";

const name = process.argv[2];
if (!/^\d{4}_[a-z_]+$/.test(name ?? ""))
  throw new Error("name the migration: npm run migration -- 0002_what_it_does");

const wasm = readFileSync("node_modules/@prisma/schema-engine-wasm/schema_engine_bg.wasm");
const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": bindings });
bindings.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start?.();

const scratch = mkdtempSync(path.join(tmpdir(), "perihelion-migration-"));
const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaLibSql({ url: `file:${scratch}/scratch.db` }));
const current = readFileSync("prisma/schema.prisma", "utf8");

for (const provider of ["sqlite", "postgresql"]) {
  const file = (content) => ({
    path: "schema.prisma",
    content: content.replace('provider = "sqlite"', `provider = "${provider}"`),
  });
  const before = await readFile(`prisma/migrations/${provider}/schema.prisma`);
  const engine = await bindings.SchemaEngine.new(
    { datamodels: [["schema.prisma", file(current).content]] },
    () => {},
    adapter,
  );
  const { stdout } = await engine.diff({
    from: before ? { tag: "schemaDatamodel", files: [file(before)] } : { tag: "empty" },
    to: { tag: "schemaDatamodel", files: [file(current)] },
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  mkdirSync(`prisma/migrations/${provider}`, { recursive: true });
  writeFileSync(`prisma/migrations/${provider}/${name}.sql`, stdout);
  writeFileSync(`prisma/migrations/${provider}/schema.prisma`, current);
  console.log(`prisma/migrations/${provider}/${name}.sql`);
}
rmSync(scratch, { recursive: true });

async function readFile(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
