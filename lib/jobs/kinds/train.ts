import * as z from "zod";
import { algorithmSchema } from "@/lib/ml/algorithms";
import { jobKind } from "./kind";

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

/**
 * Training of one model by a built-in algorithm; the same seed gives the same model,
 * so a second try changes nothing.
 */
export const train = jobKind({
  name: "train",
  label: "Training",
  spec: z.strictObject({
    algorithm: algorithmSchema,
    target: z.string(),
    exclude: z.array(z.string()),
    splitColumn: z.string().nullable(),
    testShare: z.number(),
    seed: z.number().int(),
  }),
  result: z.strictObject({
    metrics: z.array(metric).max(1_000).default([]),
    artifacts: z.array(artifact).max(1_000).default([]),
    provenance: z.record(z.string(), z.unknown()).default({}),
  }),
  access: "nothing",
  logDays: null,
  limits: { seconds: 86_400, outputMb: 4_096, logMb: 100 },
  retry: { attempts: 3, byHand: true },
  keepsSpec: true,
});

export type TrainResult = z.output<typeof train.result>;
