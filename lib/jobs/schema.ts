import * as z from "zod";
import { labelsMost } from "./labels";

export const jobParams = z.object({ projectSlug: z.string(), jobId: z.string() });
/** Which stretch of a log: of the newest attempt if none is named, and its end if no place is. */
export const logQuery = z.strictObject({
  attempt: z.coerce.number().int().min(1).optional(),
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
  done: z.number().int().min(0),
  total: z.number().int().min(0),
  message: z.string().max(500),
  /** Bytes of the log that have arrived. */
  logBytes: z.number().int().min(0),
});
export const appendLogQuery = z.strictObject({ at: z.coerce.number().int().min(0) });

const how = { exit: z.string().max(100).optional() };
/** How an attempt ended; `result` is what its kind asks for (lib/jobs/kinds). */
export const finishBody = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("FINISHED"), result: z.unknown(), ...how }),
  z.strictObject({ status: z.enum(["FAILED", "KILLED"]), error: z.string().max(4_000).optional(), ...how }),
]);
export type Finish = z.input<typeof finishBody>;
