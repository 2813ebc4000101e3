import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { directOf } from "@/lib/db/direct";
import { connect } from "@/lib/db/client";
import { bareDb } from "../fresh-db";
import { eventually, formOf } from "../instance";
import { startServer } from "../server-process";

const token = "peri_for_the_files_test_only_0123456789";
const admin = {
  PERIHELION_ADMIN_EMAIL: "ines@example.com",
  PERIHELION_ADMIN_PASSWORD: "correct horse",
  PERIHELION_ADMIN_TOKEN: token,
  PERIHELION_WORKERS: "0",
};
const headers = { authorization: `Bearer ${token}` };

function freshFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function running(folder: string, env: Record<string, string>) {
  const server = await startServer(folder, { ...admin, ...env });
  onTestFinished(() => void server.child.kill("SIGKILL"));
  const call = (method: string, route: string, body?: unknown) =>
    fetch(server.url + route, {
      method,
      headers: {
        ...headers,
        ...(body && !(body instanceof FormData) ? { "content-type": "application/json" } : {}),
      },
      ...(body ? { body: body instanceof FormData ? body : JSON.stringify(body) } : {}),
    });
  return { ...server, call };
}

/** Starts the server where it cannot start, and gives what it says. */
function refused(env: Record<string, string>): { status: number | null; said: string } {
  const { status, stderr } = spawnSync(path.resolve("node_modules/node/bin/node"), ["dist/server.mjs"], {
    env: { ...process.env, NODE_ENV: "production", HOST: "127.0.0.1", PORT: "0", ...env },
    encoding: "utf8",
    timeout: 60_000,
  });
  return { status, said: stderr.trim() };
}

test.skipIf(inject("postgresUrl") === null)(
  "two servers that start together on one new database migrate once, and share their files",
  { timeout: 120_000 },
  async () => {
    const { address } = await bareDb("postgresql");
    if (address.provider !== "postgresql") throw new Error("PostgreSQL was asked for");
    const files = path.join(freshFolder(), "files");
    const env = { DATABASE_URL: address.url, PERIHELION_FILES: files };
    const folders = [freshFolder(), freshFolder()];
    const [one, other] = await Promise.all(folders.map((folder) => running(folder, env)));
    const db = connect(address);
    onTestFinished(() => db.$disconnect());
    const applied = await directOf(db).all<{ name: string; sha256: string }>(
      `SELECT * FROM "_migration" ORDER BY "name"`,
    );
    expect(applied.map(({ name }) => name)).toEqual(
      readdirSync("prisma/migrations/postgresql")
        .filter((name) => name.endsWith(".sql"))
        .sort(),
    );
    expect(applied.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);

    await one!.call("POST", "/api/projects", { name: "P", slug: "p" });
    expect((await one!.call("POST", "/api/projects/p/datasets", formOf("d.csv", "a,b\n1,2\n"))).status).toBe(
      201,
    );
    const rows = await other!.call("GET", "/api/projects/p/datasets/d/versions/1/rows");
    expect(await rows.json()).toMatchObject({ total: 1, rows: [{ a: 1, b: 2 }] });
    expect((await other!.call("POST", "/api/projects/p/datasets", formOf("e.csv", "a\n1\n"))).status).toBe(
      201,
    );
    expect((await one!.call("GET", "/api/projects/p/datasets/e/versions/1/file")).status).toBe(200);
    expect(folders.map((folder) => existsSync(path.join(folder, "blobs")))).toEqual([false, false]);

    await one!.kill("SIGTERM");
    await other!.kill("SIGTERM");
    const elsewhere = refused({
      ...admin,
      ...env,
      PERIHELION_DATA: freshFolder(),
      PERIHELION_FILES: path.join(freshFolder(), "files"),
    });
    expect(elsewhere).toEqual({
      status: 1,
      said: expect.stringMatching(/^The files of this database lie elsewhere\. Point PERIHELION_FILES/),
    });
  },
);

test(
  "files half written by servers that were killed are gone after the next start",
  { timeout: 180_000 },
  async () => {
    const folder = freshFolder();
    const tmp = path.join(folder, "blobs", "tmp");
    for (let round = 0; round < 3; round++) {
      const server = await running(folder, {});
      if (round === 0) await server.call("POST", "/api/projects", { name: "P", slug: "p" });
      const body = new ReadableStream({
        start: (controller) => void controller.enqueue(new Uint8Array(3_000_000)),
      });
      const run = (await (
        await server.call("POST", "/mlflow/p/api/2.0/mlflow/runs/create", { experiment_id: "0" })
      ).json()) as { run: { info: { run_id: string } } };
      const uploading = fetch(
        `${server.url}/mlflow/p/api/2.0/mlflow-artifacts/artifacts/0/${run.run.info.run_id}/artifacts/a`,
        {
          method: "PUT",
          headers,
          body,
          duplex: "half",
        } as RequestInit,
      ).catch(() => undefined);
      const written = () =>
        (existsSync(tmp) ? readdirSync(tmp, { recursive: true, encoding: "utf8" }) : []).filter((name) =>
          /\/[0-9a-f-]{36}$/.test(name),
        );
      await eventually(async () => written().length === 1);
      await server.kill("SIGKILL");
      await uploading;
      expect(written()).toHaveLength(1);
    }
    const server = await running(folder, {});
    expect(readdirSync(tmp)).toEqual([]);
    await server.kill("SIGTERM");
  },
);

test.skipIf(process.platform === "win32")(
  "nobody else on the machine may read the data, also where it was made open",
  { timeout: 60_000 },
  async () => {
    const folder = freshFolder();
    mkdirSync(path.join(folder, "blobs"));
    for (const place of [folder, path.join(folder, "blobs")]) chmodSync(place, 0o755);
    await (await running(folder, {})).kill("SIGTERM");
    chmodSync(folder, 0o755);
    chmodSync(path.join(folder, "perihelion.db"), 0o644);
    const server = await running(folder, {});
    await server.call("POST", "/api/projects", { name: "P", slug: "p" });
    await server.call("POST", "/api/projects/p/datasets", formOf("d.csv", "a,b\n1,2\n"));
    const places = [
      folder,
      ...readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => path.join(folder, name)),
    ];
    const open = places.filter(
      (place) =>
        (statSync(place).mode & 0o077) !== 0 &&
        place.split(path.sep).length < folder.split(path.sep).length + 3,
    );
    expect(places.length).toBeGreaterThan(6);
    expect(open).toEqual([]);
    await server.kill("SIGTERM");
  },
);

test(
  "a SQLite file that was cut off, emptied or overwritten is one sentence, and left as it is",
  { timeout: 120_000 },
  async () => {
    const folder = freshFolder();
    await (await running(folder, {})).kill("SIGTERM");
    const file = path.join(folder, "perihelion.db");
    const sound = readFileSync(file);
    const damages: [string, () => void][] = [
      ["bytes", () => truncateSync(file, Math.floor(sound.length / 2))],
      ["it is empty", () => truncateSync(file, 0)],
      ["", () => writeFileSync(file, Buffer.from(sound).fill(0x55, 4_096, 65_536))],
      ["not a database", () => writeFileSync(file, "Dear diary. ".repeat(1_000))],
    ];
    for (const [why, damage] of damages) {
      for (const beside of ["-wal", "-shm"]) rmSync(file + beside, { force: true });
      writeFileSync(file, sound);
      damage();
      const before = readFileSync(file);
      const { status, said } = refused({ PERIHELION_DATA: folder });
      expect([status, said]).toEqual([1, expect.stringContaining(`The database file ${file} is damaged: `)]);
      expect(said).toContain(why);
      expect(readFileSync(file).equals(before)).toBe(true);
    }
    writeFileSync(file, sound);
    await (await running(folder, {})).kill("SIGTERM");
  },
);

test("a migration that is not the one that was applied is one sentence", { timeout: 60_000 }, async () => {
  const folder = freshFolder();
  await (await running(folder, {})).kill("SIGTERM");
  const db = connect({ provider: "sqlite", file: path.join(folder, "perihelion.db") });
  await db.$executeRawUnsafe(`UPDATE "_migration" SET "sha256" = 'another' WHERE "name" = '0003_groups.sql'`);
  await db.$disconnect();
  expect(refused({ PERIHELION_DATA: folder })).toEqual({
    status: 1,
    said:
      "The migration 0003_groups.sql is not the one that this database was made with. " +
      "Put back the file of the release, or start the version that made the database.",
  });
});
