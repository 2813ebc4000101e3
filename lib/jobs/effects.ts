import type * as z from "zod";
import type { Tx } from "@/lib/db/client";
import { isJobKind, type JobKindName } from "./kinds";
import type { JobKind } from "./kinds/kind";

/** The parts of a job's row that its kind needs. */
export type JobRef = {
  id: string;
  kind: string;
  projectId: string;
  runId: number | null;
  datasetVersionId: string | null;
  createdBy: string;
  spec: string;
};

/** How a job ended for good; `result` is there when it finished. */
export type Outcome<Result> = { error: string | null; now: Date } & (
  { status: "FINISHED"; result: Result } | { status: "FAILED" | "KILLED"; result: null }
);

/** What a kind of job does beside its own row, each in the transaction in which the row changes. */
type Effects<Result> = {
  /** Looks at what a result names before anything is written. @throws {AppError} INVALID */
  check: (result: Result, job: JobRef) => Promise<void>;
  /** A worker has taken the job. */
  claimed: (tx: Tx, job: JobRef, now: Date) => Promise<void>;
  /** The job waits again, because its worker was lost. */
  requeued: (tx: Tx, job: JobRef) => Promise<void>;
  /** Looks whether what a job works on is there yet for another try. @throws {AppError} CONFLICT */
  ready: (job: JobRef) => Promise<void>;
  /** The job waits again, because somebody asked for another try. @throws {AppError} FORBIDDEN, CONFLICT */
  retried: (tx: Tx, job: JobRef, by: { id: string }) => Promise<void>;
  /** The job ended; what is answered is kept with it as its report. */
  ended: (tx: Tx, job: JobRef, outcome: Outcome<Result>) => Promise<object | null>;
};

/** The effects of one kind as the queue calls them: with results that nobody has looked at yet. */
export type JobEffects = Effects<unknown>;

/** The effects of every kind; a kind without any says so. */
export type AllJobEffects = Record<JobKindName, JobEffects>;

/** What a kind does, with its results read by its own schema before they reach it. */
export function jobEffects<Spec extends z.ZodType, Result extends z.ZodType>(
  kind: JobKind<Spec, Result>,
  effects: Partial<Effects<z.output<Result>>>,
): JobEffects {
  return {
    ...nothing,
    ...effects,
    check: async (result, job) => {
      const read = kind.result.parse(result);
      await effects.check?.(read, job);
    },
    ended: async (tx, job, outcome) => {
      const read =
        outcome.status === "FINISHED" ? { ...outcome, result: kind.result.parse(outcome.result) } : outcome;
      return (await effects.ended?.(tx, job, read)) ?? null;
    },
  };
}

const nothing: JobEffects = {
  check: async () => undefined,
  claimed: async () => undefined,
  requeued: async () => undefined,
  ready: async () => undefined,
  retried: async () => undefined,
  ended: async () => null,
};

/** What happens around jobs of a kind; nothing for one that is no longer declared. */
export function effectsOf(effects: AllJobEffects, kind: string): JobEffects {
  return isJobKind(kind) ? effects[kind] : nothing;
}
