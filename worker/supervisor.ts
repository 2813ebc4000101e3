import { mkdirSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Claimed, WorkerApi } from "./api";
import { runAttempt } from "./attempt";
import { startJobProcess, type JobProcess } from "./job-process";
import { Refused } from "./refused";

export type Supervision = {
  api: WorkerApi;
  token: string;
  name: string;
  slots: number;
  labels: readonly string[];
};

/** A process that waits for its job is kept so long for the next one, such as the next run of a sweep. */
const readyMilliseconds = 30_000;

/**
 * Claims jobs and sees them through, each in a process of its own, as many at once as there are slots.
 *
 * @throws when the server does not know the token
 */
export async function supervise({ api, token, name, slots, labels }: Supervision): Promise<never> {
  const ready = readyProcess(scratchFolder());
  let running = 0;
  let freed = Promise.withResolvers<void>();
  const attempt = async (job: Claimed) => runAttempt(api, job, ready.take());
  for (;;) {
    while (running >= slots) await freed.promise;
    try {
      const { job } = await api.claim(token, {
        worker: name,
        slots,
        free: slots - running,
        labels: [...labels],
      });
      if (!job) continue;
      running += job.slots;
      void attempt(job)
        .catch((error: unknown) => console.error(error))
        .finally(() => {
          running -= job.slots;
          freed.resolve();
          freed = Promise.withResolvers();
        });
    } catch (error) {
      if (error instanceof Refused && error.status === 401)
        throw new Error(
          "The server does not know this worker's token. Give both the same PERIHELION_WORKER_TOKEN.",
        );
      if (error instanceof Refused && error.status === 400) throw error;
      await wait(1_000); // the server is starting, or away for a moment
    }
  }
}

/** Keeps one process started ahead while jobs come, so that the next job does not wait for it. */
function readyProcess(scratch: string) {
  let waiting: { child: JobProcess; timer: NodeJS.Timeout } | null = null;
  const prepare = () => {
    const child = startJobProcess(scratch);
    const drop = () => {
      if (waiting?.child === child) waiting = null;
      child.kill();
    };
    waiting = { child, timer: setTimeout(drop, readyMilliseconds).unref() };
    void child.exit.then(() => waiting?.child === child && (waiting = null));
  };
  return {
    take(): JobProcess {
      const child = waiting?.child ?? startJobProcess(scratch);
      clearTimeout(waiting?.timer);
      waiting = null;
      try {
        prepare();
      } catch (error) {
        console.error(error); // the next job starts its own
      }
      return child;
    },
  };
}

/**
 * A folder for what jobs leave lying about; those of supervisors of this machine that are gone are removed.
 */
function scratchFolder(): string {
  const prefix = `perihelion-worker-${os.hostname()}-`;
  for (const name of readdirSync(os.tmpdir())) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : NaN;
    if (pid > 0 && pid !== process.pid && !isAlive(pid))
      rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true });
  }
  const folder = path.join(os.tmpdir(), prefix + process.pid);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
