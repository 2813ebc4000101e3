// Generates Prisma's client twice from the one schema: for SQLite and for PostgreSQL.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const schema = readFileSync("prisma/schema.prisma", "utf8");
const generated = "prisma/generated";
rmSync(generated, { recursive: true, force: true });
mkdirSync(generated, { recursive: true });

for (const provider of ["sqlite", "postgresql"]) {
  const file = `${generated}/${provider}.prisma`;
  writeFileSync(
    file,
    schema
      .replace('provider = "sqlite"', `provider = "${provider}"`)
      .replace("./generated/sqlite", `./${provider}`),
  );
  const { status, stderr } = spawnSync(
    process.execPath,
    ["node_modules/prisma/build/index.js", "generate", "--schema", file],
    {
      encoding: "utf8",
      // The engine's host cannot be reached everywhere, and generating needs none: any executable will do.
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        CHECKPOINT_DISABLE: "1",
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
      },
    },
  );
  if (status !== 0) throw new Error(`prisma generate for ${provider} failed:\n${stderr}`);
}
