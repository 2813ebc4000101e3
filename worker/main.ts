import { setTimeout as wait } from "node:timers/promises";
import { workerApi, Refused } from "./api";
import { runJob } from "./run-job";

const server = process.env.PERIHELION_SERVER;
const token = process.env.PERIHELION_WORKER_TOKEN;
const name = process.env.PERIHELION_WORKER_NAME ?? `worker-${process.pid}`;

/** Claims jobs and runs them, one at a time, for as long as the process lives. */
async function main(address: string, secret: string): Promise<void> {
  const api = workerApi(address);
  for (;;) {
    try {
      const { job } = await api.claim(secret, { worker: name });
      if (job) await runJob(api, job);
    } catch (error) {
      if (error instanceof Refused && error.status === 401)
        throw new Error(
          "The server does not know this worker's token. Give both the same PERIHELION_WORKER_TOKEN.",
        );
      await wait(1_000); // the server is starting, or away for a moment
    }
  }
}

process.on("disconnect", () => process.exit(0)); // the server that started this worker is gone
if (!server || !token) {
  console.error("A worker needs PERIHELION_SERVER (such as http://host:3000) and PERIHELION_WORKER_TOKEN.");
  process.exit(1);
}
main(server, token).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
