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

const otherServer = z.strictObject({
  url: z.string(),
  authorization: z.string().nullable(),
  allowPrivate: z.boolean(),
});

/** A transfer between a project and an MLflow server, or from the SQLite file of one. */
export const transferSpec = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("import"), project: z.string(), other: otherServer }),
  z.strictObject({ kind: z.literal("export"), project: z.string(), other: otherServer }),
  z.strictObject({
    kind: z.literal("import-file"),
    project: z.string(),
    sha256: z.string(),
    bytes: z.number(),
  }),
]);
export type TransferSpec = z.infer<typeof transferSpec>;

/** What a transfer brought, and what it left behind and why. */
export const transferReport = z.strictObject({
  counts: z.strictObject({
    experiments: z.number(),
    runs: z.number(),
    before: z.number(),
    points: z.number(),
    files: z.number(),
    bytes: z.number(),
    loggedModels: z.number(),
    models: z.number(),
    versions: z.number(),
  }),
  left: z.array(z.string().max(500)).max(200),
  leftInAll: z.number(),
});
export type TransferReport = z.infer<typeof transferReport>;

export const jobParams = z.object({ projectSlug: z.string(), jobId: z.string() });
export const workerJobParams = z.object({ jobId: z.string() });
export const claimBody = z.strictObject({ worker: z.string().min(1).max(100) });
export const beatBody = z.strictObject({
  done: z.number().int().min(0),
  total: z.number().int().min(0),
  message: z.string().max(500),
  lines: z
    .array(z.strictObject({ seq: z.number().int().min(0), at: z.coerce.date(), line: z.string().max(4_000) }))
    .max(1_000),
});

const metric = z.strictObject({
  key: z.string().min(1).max(250),
  split: z.string().min(1).max(50),
  value: z.number(),
});
const artifact = z.strictObject({
  path: z.string().min(1).max(500),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().min(0),
});
export const finishBody = z.strictObject({
  status: z.enum(["FINISHED", "FAILED", "KILLED"]),
  error: z.string().max(4_000).optional(),
  metrics: z.array(metric).max(1_000).default([]),
  artifacts: z.array(artifact).max(1_000).default([]),
  provenance: z.record(z.string(), z.unknown()).default({}),
  report: transferReport.optional(),
});
export type Finish = z.infer<typeof finishBody>;
