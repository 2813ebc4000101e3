import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import type { Claimed } from "./api";
import type { Assignment, JobMessage } from "./messages";
import { killGroup, spawnGroup } from "./process-group";

/** How the process of a job ended: with an exit code, or by a signal. */
export type Exit = { code: number | null; signal: NodeJS.Signals | null };
export type JobProcess = ReturnType<typeof startJobProcess>;

const jobProgram = () => [process.execPath, path.resolve("dist/job.mjs")];

/** Starts a process that waits for a job, in a folder of its own that goes with it. */
export function startJobProcess(scratch: string, program: readonly string[] = jobProgram()) {
  // somebody may have tidied the machine's folder for such
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(path.join(scratch, "job-"));
  // It has no use for the worker's own token or the server's key; what it may do, its job's secret says.
  const {
    PERIHELION_WORKER_TOKEN: _token,
    PERIHELION_SECRET_KEY: _key,
    DATABASE_URL: _url,
    ...env
  } = process.env;
  const child = spawnGroup(program, { ...env, TMPDIR: folder });
  const exit = new Promise<Exit>((resolve) => {
    child.on("error", () => resolve({ code: 127, signal: null }));
    child.on("exit", (code, signal) => {
      killGroup(child); // whatever it started ends with it
      rmSync(folder, { recursive: true, force: true });
      resolve({ code, signal });
    });
  });
  const once = (event: "close" | "disconnect") =>
    new Promise<void>((resolve) => child.on(event, () => resolve()));
  const closed = Promise.all([once("close"), once("disconnect")]);
  return {
    pid: child.pid,
    output: [child.stdout!, child.stderr!],
    exit,
    /** Resolves when the process has ended and all that it wrote and told was read. */
    closed,
    run: (server: string, job: Claimed) => child.send({ server, job } satisfies Assignment),
    onMessage: (take: (message: JobMessage) => void) => void child.on("message", take),
    kill: () => child.exitCode === null && child.signalCode === null && killGroup(child),
  };
}

/** An exit in the words of a log, such as `exit 1` or `SIGKILL`. */
export function exitText({ code, signal }: Exit): string {
  return signal ?? `exit ${code}`;
}
