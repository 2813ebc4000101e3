import { spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { freePort } from "../tests/postgres";

/**
 * MLflow's own server with its default four workers, on a database of its own; `python` has mlflow beside it.
 */
export async function startMlflow(
  python: string,
  folder: string,
  databaseUrl: string | null,
): Promise<{ url: string; pid: number; stop: () => Promise<void> }> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const store =
    databaseUrl?.replace(/^postgres(ql)?:/, "postgresql+psycopg2:") ?? `sqlite:///${folder}/mlflow.db`;
  const child = spawn(
    path.join(path.dirname(python), "mlflow"),
    [
      "server",
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
      "--backend-store-uri",
      store,
      "--artifacts-destination",
      path.join(folder, "artifacts"),
    ],
    {
      env: {
        ...process.env,
        MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
        PATH: `${path.resolve(path.dirname(python))}:${process.env.PATH}`,
      },
      stdio: "ignore",
      detached: true,
    },
  );
  const url = `http://127.0.0.1:${port}`;
  while (
    !(await fetch(`${url}/health`).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`mlflow server ended with ${child.exitCode} on ${store}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return {
    url,
    pid: child.pid!,
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        process.kill(-child.pid!, "SIGKILL");
      }),
  };
}

/**
 * The largest sum of resident memory of a process and those below it, in MB, looked at four times a second.
 */
export function peakMemory(pid: number): { stop: () => number } {
  let peak = 0;
  const look = () => {
    const { stdout } = spawnSync("ps", ["-eo", "pid,ppid,rss", "--no-headers"], { encoding: "utf8" });
    const rows = stdout
      .trim()
      .split("\n")
      .map((line) => line.trim().split(/\s+/).map(Number) as [number, number, number]);
    const below = new Set([pid]);
    for (let grown = true; grown;) {
      grown = false;
      for (const [own, parent] of rows)
        if (below.has(parent) && !below.has(own)) grown = Boolean(below.add(own));
    }
    peak = Math.max(
      peak,
      rows.filter(([own]) => below.has(own)).reduce((sum, [, , rss]) => sum + rss, 0) / 1_024,
    );
  };
  const timer = setInterval(look, 250);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}
