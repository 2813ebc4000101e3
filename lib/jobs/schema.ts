import * as z from "zod";
import { keepableText } from "@/lib/keepable";
import { limits } from "@/lib/limits";
import { pageLimit } from "@/lib/page";
import { rowNumber, rowNumberText } from "@/lib/row-number";
import { labelsMost } from "./labels";

export const jobParams = z.object({ projectSlug: z.string(), jobId: z.string() });
/** Which stretch of a log: of the newest attempt if none is named, and its end if no place is. */
export const logQuery = z.strictObject({
  attempt: rowNumberText.min(1).optional(),
  from: z.coerce.number().int().min(0).optional(),
  before: z.coerce.number().int().min(0).optional(),
  limit: z.coerce
    .number()
    .int()
    .min(1_000)
    .max(2 ** 20)
    .default(64_000),
});
export const workerJobParams = z.object({ jobId: z.string() });

/** Slots of a worker, and labels that jobs may need of it. */
export const slotsSchema = z.number().int().min(1).max(1_024);
export const labelsSchema = z
  .array(z.string().regex(/^[a-z0-9-]{1,50}$/, "expected small letters, digits and dashes"))
  .max(labelsMost);

/** A worker that asks for a job, and what it has for it. */
export const claimBody = z.strictObject({
  worker: z.string().min(1).max(100),
  slots: slotsSchema.default(1),
  free: slotsSchema.default(1),
  labels: labelsSchema.default([]),
});
export const heartbeatBody = z.strictObject({
  done: rowNumber,
  total: rowNumber,
  message: z.string().max(500).transform(keepableText),
  /** Bytes of the log that have arrived. */
  logBytes: rowNumber,
});
export const appendLogQuery = z.strictObject({ at: z.coerce.number().int().min(0) });

const how = { exit: z.string().max(100).transform(keepableText).optional() };
/** How an attempt ended; `result` is what its kind asks for (lib/jobs/kinds). */
export const finishBody = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("FINISHED"), result: z.unknown(), ...how }),
  z.strictObject({
    status: z.enum(["FAILED", "KILLED"]),
    error: z.string().max(4_000).transform(keepableText).optional(),
    ...how,
  }),
]);
export type Finish = z.input<typeof finishBody>;

/** Statuses that a list of jobs can be asked for; `open` is those that wait or run. */
export const jobStatuses = ["open", "QUEUED", "RUNNING", "FINISHED", "FAILED", "KILLED"] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** The statuses of rows that one of a filter stands for. */
export function statusesOf(status: JobStatus): string[] {
  return status === "open" ? ["QUEUED", "RUNNING"] : [status];
}

export const jobsQuery = z.strictObject({
  status: z.enum(jobStatuses).optional(),
  kind: z.string().max(50).optional(),
  person: z.string().max(100).optional(),
  group: z.string().max(100).optional(),
  after: z.string().max(150).optional(),
  limit: pageLimit(limits.pageSize),
});
export type JobsQuery = z.output<typeof jobsQuery>;

/** Search parameters of the page of jobs; what is not understood is left out. */
export const jobsSearch = z.object({
  status: z.enum(jobStatuses).optional().catch(undefined),
  kind: z.string().max(50).optional().catch(undefined),
  person: z.string().max(100).optional().catch(undefined),
  group: z.string().max(100).optional().catch(undefined),
  after: z
    .string()
    .regex(/^\d{1,15}_.{1,100}$/)
    .optional()
    .catch(undefined),
});
export type JobsSearch = z.output<typeof jobsSearch>;

/** Which jobs to stop together: those of a sweep, by its run. */
export const cancelGroupBody = z.strictObject({ group: z.string().min(1).max(100) });
