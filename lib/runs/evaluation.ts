import * as z from "zod";

const curve = z.object({ x: z.array(z.number()).max(10_000), y: z.array(z.number()).max(10_000) }).nullable();
const part = z.object({
  rows: z.number(),
  metrics: z.record(z.string(), z.number().nullable()),
  confusion: z.array(z.array(z.number()).max(1_000)).max(1_000),
  roc: curve,
  precisionRecall: curve,
});

/** What the trainer wrote about a run: confusion, curves and metrics on both parts. */
export const runEvaluation = z.object({ classes: z.array(z.string()).max(1_000), train: part, test: part });
export type RunEvaluation = z.output<typeof runEvaluation>;

/** How much a model leans on each feature. */
export const runImportance = z.array(z.object({ feature: z.string(), value: z.number() })).max(10_000);
export type Importance = z.output<typeof runImportance>;
