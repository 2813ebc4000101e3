import { fork, type ChildProcess } from "node:child_process";
import path from "node:path";

/** Starts the built-in workers beside the server, and again whenever one ends, until told to stop. */
export function startWorkers({
  count,
  server,
  token,
  name,
}: {
  count: number;
  server: string;
  token: string;
  name: string;
}) {
  const alive = new Set<ChildProcess>();
  let stopped = false;

  function start(number: number): void {
    const { PERIHELION_SECRET_KEY: _key, ...inherited } = process.env; // the server alone opens secrets
    const env = {
      ...inherited,
      PERIHELION_SERVER: server,
      PERIHELION_WORKER_TOKEN: token,
      PERIHELION_WORKER_NAME: `${name}-${number}`,
    };
    const child = fork(path.resolve("dist/worker.mjs"), {
      env,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    alive.add(child);
    child.on("exit", () => {
      alive.delete(child);
      if (!stopped) setTimeout(() => stopped || start(number), 500);
    });
  }
  for (let number = 1; number <= count; number++) start(number);

  return {
    stop() {
      stopped = true;
      for (const child of alive) child.kill("SIGKILL");
    },
  };
}
