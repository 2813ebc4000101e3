import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";

export type Postgres = {
  url: string;
  /** Its first process, above all others of it. */
  pid: number;
  /** One more, empty database; its address. */
  database: (name: string) => Promise<string>;
  /** Goes away for a few seconds, as after a crash, and comes back with what it had. */
  restart: () => Promise<void>;
  stop: () => void;
};

/** How long PostgreSQL stays away in a test. */
const awayMilliseconds = 3_000;

/**
 * A PostgreSQL of the tests' own, from the machine's packages; null where none is installed. Commits that it
 * answered outlive its own end only when asked for, because that takes time.
 */
export async function startPostgres({ keepsCommits = false } = {}): Promise<Postgres | null> {
  const bin = binaries();
  if (!bin) return null;
  const folder = mkdtempSync(path.join(tmpdir(), "pg-"));
  chmodSync(folder, 0o777);
  const asRoot = process.getuid?.() === 0;
  if (asRoot) execFileSync("chown", ["postgres:", folder]);
  const run = (command: string, args: string[]) => {
    const [program, all] = asRoot
      ? ["runuser", ["-u", "postgres", "--", path.join(bin, command), ...args]]
      : [path.join(bin, command), args];
    execFileSync(program!, all as string[], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  };
  const password = path.join(folder, "pw");
  writeFileSync(password, "test", { mode: 0o644 });
  const data = path.join(folder, "data");
  const port = await freePort();
  run("initdb", [
    "-D",
    data,
    "-U",
    "test",
    `--pwfile=${password}`,
    "-A",
    "scram-sha-256",
    "-E",
    "UTF8",
    "--locale=C.UTF-8",
    "--no-sync",
  ]);
  const options =
    `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c fsync=off ` +
    `-c synchronous_commit=${keepsCommits ? "on" : "off"} -c full_page_writes=off -c max_connections=200`;
  run("pg_ctl", ["-D", data, "-w", "-t", "60", "-l", path.join(folder, "log"), "-o", options, "start"]);
  const url = `postgresql://test:test@127.0.0.1:${port}/postgres`;
  return {
    url,
    pid: Number(readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n")[0]),
    database: async (name) => {
      const client = new Client(url);
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return url.replace(/postgres$/, name);
    },
    restart: async () => {
      run("pg_ctl", ["-D", data, "-m", "immediate", "stop"]);
      await new Promise((resolve) => setTimeout(resolve, awayMilliseconds));
      run("pg_ctl", ["-D", data, "-w", "-t", "60", "-l", path.join(folder, "log"), "-o", options, "start"]);
    },
    stop: () => {
      run("pg_ctl", ["-D", data, "-m", "immediate", "stop"]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function binaries(): string | null {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return (
    versions
      .map((version) => path.join(root, version, "bin"))
      .find((bin) => existsSync(path.join(bin, "initdb"))) ?? null
  );
}

/** A port that was free a moment ago, below those that outgoing connections are given. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const probe = createServer();
    probe.once("error", () => resolve(freePort()));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(port)));
  });
}
