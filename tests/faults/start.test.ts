import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { connect } from "@/lib/db/client";
import { eventually } from "../eventually";
import { startServer } from "../server-process";

function freshFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-start-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the server where it cannot start, and gives what it says. */
function refused(env: Record<string, string>): { status: number | null; said: string } {
  const { status, stderr } = spawnSync(path.resolve("node_modules/node/bin/node"), ["dist/server.mjs"], {
    env: { ...process.env, NODE_ENV: "production", HOST: "127.0.0.1", ...env },
    encoding: "utf8",
    timeout: 30_000,
  });
  return { status, said: stderr.trim() };
}

const workersOf = (server: number) =>
  spawnSync("pgrep", ["-P", String(server)], { encoding: "utf8" })
    .stdout.trim()
    .split("\n")
    .filter(Boolean)
    .map(Number);
const isAlive = (pid: number) => spawnSync("kill", ["-0", String(pid)]).status === 0;

test("a port in use, and a folder open in another server, are each one sentence", async () => {
  const folder = freshFolder();
  const server = await startServer(folder);
  const port = new URL(server.url).port;
  expect(refused({ PERIHELION_DATA: folder, PORT: "0" })).toEqual({
    status: 1,
    said:
      `The data folder ${folder} is open in another Perihelion. ` +
      "Stop that one, or choose another folder with --data.",
  });
  expect(refused({ PERIHELION_DATA: freshFolder(), PORT: port })).toEqual({
    status: 1,
    said: `Port ${port} is in use. Stop what listens there, or choose another with --port.`,
  });
  await server.kill("SIGTERM");
});

test("a folder that cannot be written, and a setting that cannot be read, are each one sentence", () => {
  const file = path.join(freshFolder(), "file");
  writeFileSync(file, "");
  expect(refused({ PERIHELION_DATA: path.join(file, "data") }).said).toContain("cannot be written");
  expect(refused({ PORT: "many" }).said).toContain("PORT is not usable");
  expect(refused({ DATABASE_URL: "mysql://x" }).said).toContain("expected postgresql://");
});

test("a database made by a newer version is left alone", async () => {
  const folder = freshFolder();
  await (await startServer(folder)).kill("SIGTERM");
  const db = connect({ provider: "sqlite", file: path.join(folder, "perihelion.db") });
  await db.$executeRawUnsafe(`INSERT INTO "_migration" ("name") VALUES ('9999_from_the_future.sql')`);
  await db.$disconnect();
  expect(refused({ PERIHELION_DATA: folder, PORT: "0" })).toEqual({
    status: 1,
    said:
      "The database was made by a newer Perihelion (9999_from_the_future.sql). " +
      "Start that version, or restore a backup.",
  });
});

test.skipIf(inject("postgresUrl") === null)("a database that does not answer is one sentence", () => {
  expect(
    refused({
      PERIHELION_DATA: freshFolder(),
      PORT: "0",
      DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
    }).said,
  ).toContain("The database does not answer");
});

test.each(["SIGTERM", "SIGKILL"] as const)("%s ends everything that the server started", async (signal) => {
  const server = await startServer(freshFolder());
  const workers = await eventually(async () => workersOf(server.child.pid!), {
    for: "a worker to start",
    until: (found) => found.length > 0,
  });
  await server.kill(signal);
  await eventually(async () => workers.filter(isAlive), {
    for: "every worker to end",
    until: (alive) => alive.length === 0,
  });
});

test("an administrator and a token come from the environment at an unattended start", async () => {
  const token = "peri_unattended_0123456789";
  const server = await startServer(freshFolder(), {
    PERIHELION_ADMIN_EMAIL: "ops@example.com",
    PERIHELION_ADMIN_PASSWORD: "long enough",
    PERIHELION_ADMIN_TOKEN: token,
  });
  const me = await fetch(`${server.url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(await me.json()).toMatchObject({ email: "ops@example.com", administrator: true });
  const setup = await fetch(`${server.url}/setup`);
  expect(setup.status).toBe(404);
  await server.kill("SIGTERM");
});
