import type { Claimed, WorkerApi } from "./api";

/** What a run of a job is given: the server, the job, and ways to tell how far it is. */
export type RunContext = {
  api: WorkerApi;
  job: Claimed;
  /** Aborted when the job must stop. */
  signal: AbortSignal;
  log: (line: string) => void;
  progress: (message: string, done?: number, total?: number) => void;
};
