import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createConnection } from "mysql2/promise";
import { eventually } from "./eventually";
import { freePort } from "./postgres";

/** Whether this machine can start a MariaDB. */
export const hasMariadb = ["/usr/sbin/mariadbd", "/usr/bin/mariadbd"].some((file) => existsSync(file));

/** A MariaDB of a test's own, from the machine's packages, with a database `test` and its user. */
export async function startMariadb(password: string) {
  const folder = mkdtempSync(path.join(tmpdir(), "my-"));
  const asRoot = process.getuid?.() === 0;
  const as = asRoot ? ["--user=mysql"] : [];
  if (asRoot) execFileSync("chown", ["mysql:", folder]);
  const data = `--datadir=${path.join(folder, "data")}`;
  const socket = path.join(folder, "s");
  const root = ["--no-defaults", ...as, data];
  execFileSync(
    "mariadb-install-db",
    [...root, "--auth-root-authentication-method=normal", "--skip-test-db"],
    { stdio: "ignore" },
  );
  const port = await freePort();
  const child = spawn(
    "mariadbd",
    [...root, `--socket=${socket}`, `--port=${port}`, "--bind-address=127.0.0.1"],
    { stdio: "ignore" },
  );
  const connect = () => createConnection({ socketPath: socket, user: "root" }).catch(() => null);
  const db = (await eventually(connect, { for: "MariaDB to start", within: 30_000 }))!;
  await db.query("CREATE DATABASE test");
  await db.query(`CREATE USER test@'%' IDENTIFIED BY '${password}'`);
  await db.query("GRANT ALL ON test.* TO test@'%'");
  await db.query("USE test");
  return {
    port,
    sql: async (text: string) => void (await db.query(text)),
    rows: async (text: string) => (await db.query(text))[0],
    stop: async () => {
      await db.end();
      child.kill("SIGKILL");
      await new Promise((resolve) => child.once("exit", resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
