import type * as z from "zod";

/**
 * What the secret of a running attempt opens beside its own job: nothing; the run that it works on; the
 * datasets that who asked for the job may read; or all that they may do in its project.
 */
export type AttemptAccess = "nothing" | "own-run" | "read-datasets" | "as-creator";

/** What an attempt needs of a worker: so many of its slots, and labels that it must have. */
export type Needs = { slots: number; labels: readonly string[] };

/** Bounds of one attempt: seconds of time, and megabytes of files and of log. */
export type AttemptLimits = { seconds: number; outputMb: number; logMb: number };

/** Everything that the queue, the pages and the workers know of one kind of job. */
export type JobKind<Spec extends z.ZodType = z.ZodType, Result extends z.ZodType = z.ZodType> = {
  /** Stored in the job's row; also the name of its file. */
  name: string;
  /** How a page calls it, such as "Training". */
  label: string;
  spec: Spec;
  result: Result;
  access: AttemptAccess;
  needs: (spec: z.output<Spec>) => Needs;
  limits: AttemptLimits;
  /** Days after its end for which an attempt's log is kept; null for as long as the job's run. */
  logDays: number | null;
  /**
   * How often a job is tried whose worker was lost; more than once only where a second try changes nothing.
   * `byHand`: whether somebody may ask for another try of one that has failed, for which its spec must stay.
   */
  retry: { attempts: number; byHand: boolean };
  /** Whether the spec stays when the job has ended; one that may hold secrets is forgotten. */
  keepsSpec: boolean;
};

type Declared<Spec extends z.ZodType, Result extends z.ZodType> = Pick<
  JobKind<Spec, Result>,
  "name" | "label" | "spec" | "result"
> &
  Partial<Omit<JobKind<Spec, Result>, "retry">> & { retry?: { attempts: number; byHand?: boolean } };

/**
 * Declares a kind. What it does not say is closed: its secret opens nothing, it is tried once, has an
 * hour, a gigabyte of files and 100 MB of log for 90 days, and its spec is forgotten at the end.
 */
export function jobKind<Spec extends z.ZodType, Result extends z.ZodType>(
  declared: Declared<Spec, Result>,
): JobKind<Spec, Result> {
  return {
    access: "nothing",
    needs: () => ({ slots: 1, labels: [] }),
    limits: { seconds: 3_600, outputMb: 1_024, logMb: 100 },
    logDays: 90,
    keepsSpec: false,
    ...declared,
    retry: { attempts: 1, byHand: false, ...declared.retry },
  };
}
