import * as z from "zod";
import { algorithmSchema } from "@/lib/ml/algorithms";

/** What a worker is told to do. */
export const trainSpec = z.strictObject({
  algorithm: algorithmSchema,
  target: z.string(),
  exclude: z.array(z.string()),
  splitColumn: z.string().nullable(),
  testShare: z.number(),
  seed: z.number().int(),
});

export const jobParams = z.object({ projectSlug: z.string(), jobId: z.string() });
export const workerJobParams = z.object({ jobId: z.string() });
export const claimBody = z.strictObject({ worker: z.string().min(1).max(100) });
export const beatBody = z.strictObject({
  done: z.number().int().min(0),
  total: z.number().int().min(0),
  message: z.string().max(500),
  lines: z.array(z.strictObject({ seq: z.number().int().min(0), at: z.coerce.date(), line: z.string().max(4_000) })).max(1_000),
});

const metric = z.strictObject({ key: z.string().min(1).max(250), split: z.string().min(1).max(50), value: z.number() });
const artifact = z.strictObject({ path: z.string().min(1).max(500), sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.number().int().min(0) });
export const finishBody = z.strictObject({
  status: z.enum(["FINISHED", "FAILED", "KILLED"]),
  error: z.string().max(4_000).optional(),
  metrics: z.array(metric).max(1_000).default([]),
  artifacts: z.array(artifact).max(1_000).default([]),
  provenance: z.record(z.string(), z.unknown()).default({}),
});
export type Finish = z.infer<typeof finishBody>;
