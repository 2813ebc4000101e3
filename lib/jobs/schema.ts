import * as z from "zod";
import { labelsMost } from "./labels";

export const jobParams = z.object({ projectSlug: z.string(), jobId: z.string() });
export const workerJobParams = z.object({ jobId: z.string() });

/** A worker that asks for a job: its slots, how many are free, and labels that jobs may need. */
export const claimBody = z.strictObject({
  worker: z.string().min(1).max(100),
  slots: z.number().int().min(1).max(1_024).default(1),
  free: z.number().int().min(1).max(1_024).default(1),
  labels: z
    .array(z.string().regex(/^[a-z0-9-]{1,50}$/, "expected small letters, digits and dashes"))
    .max(labelsMost)
    .default([]),
});
export const heartbeatBody = z.strictObject({
  done: z.number().int().min(0),
  total: z.number().int().min(0),
  message: z.string().max(500),
  lines: z
    .array(z.strictObject({ seq: z.number().int().min(0), at: z.coerce.date(), line: z.string().max(4_000) }))
    .max(1_000),
});

const how = { exit: z.string().max(100).optional() };
/** How an attempt ended; `result` is what its kind asks for (lib/jobs/kinds). */
export const finishBody = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("FINISHED"), result: z.unknown(), ...how }),
  z.strictObject({ status: z.enum(["FAILED", "KILLED"]), error: z.string().max(4_000).optional(), ...how }),
]);
export type Finish = z.input<typeof finishBody>;
