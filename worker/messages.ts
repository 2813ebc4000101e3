import type { Claimed } from "./api";

/** What a supervisor sends to the process of a job, once. */
export type Assignment = { server: string; job: Claimed };

/** What the process of a job tells its supervisor; log lines go to its standard output. */
export type JobMessage =
  | { op: "progress"; message: string; done: number; total: number }
  | { op: "result"; result: unknown }
  | { op: "failed"; sentence: string };
