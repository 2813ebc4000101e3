import type { Claimed, WorkerApi } from "./api";

/**
 * What a run of a job is given: the server, the job, and ways to tell how far it is. To stop it,
 * its process is killed.
 */
export type RunContext = {
  api: WorkerApi;
  job: Claimed;
  log: (line: string) => void;
  progress: (message: string, done?: number, total?: number) => void;
};
