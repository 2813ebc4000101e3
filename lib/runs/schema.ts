import * as z from "zod";
import { algorithmSchema } from "@/lib/ml/algorithms";
import { limits } from "@/lib/limits";
import { pageLimit } from "@/lib/page";
import { rowNumber, rowNumberText } from "@/lib/row-number";
import { comparedAtMost } from "./compared-at-most";

const name = z.string().trim().min(1, "expected a name").max(250);

/** A request to train: one algorithm makes a run, several make a sweep with one run each under a parent. */
export const trainBody = z.strictObject({
  dataset: z.string().min(1).max(100),
  version: rowNumber.min(1).optional(),
  target: z.string().min(1, "expected the column to predict").max(300),
  exclude: z.array(z.string().max(300)).max(2_000).default([]),
  split: z
    .strictObject({
      column: z.string().max(300).nullable().default(null),
      test: z.number().min(0.01).max(0.9).default(0.1),
    })
    .default({ column: null, test: 0.1 }),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(42),
  experiment: name.default("Default"),
  name: name.optional(),
  /** Within the project, the higher goes first. */
  priority: z.number().int().min(-100).max(100).default(0),
  algorithms: z.array(algorithmSchema).min(1, "expected at least one algorithm").max(limits.sweepRuns),
});
export type TrainRequest = z.infer<typeof trainBody>;

export const runParams = z.object({ projectSlug: z.string(), runUid: z.string() });
export const artifactParams = z.object({ projectSlug: z.string(), runUid: z.string(), "*": z.string() });
export const artifactQuery = z.strictObject({ view: z.literal("1").optional() });
export const modelFileParams = z.object({ projectSlug: z.string(), modelId: z.string(), "*": z.string() });
export const seriesQuery = z.strictObject({
  metric: z.string().min(1).max(250),
  pixels: z.coerce.number().int().min(1).max(4_000).default(600),
});
export const runsQuery = z.strictObject({
  experiment: z.string().max(250).optional(),
  filter: z.string().max(2_000).optional(),
  sort: z.string().max(300).default("started"),
  order: z.enum(["asc", "desc"]).default("desc"),
  deleted: z
    .enum(["true", "false"])
    .default("false")
    .transform((value) => value === "true"),
  after: z.string().max(20_000).optional(),
  limit: pageLimit(200),
});
export type RunsQuery = z.infer<typeof runsQuery>;
/** A page of something that a run has many of, by name. */
export const itemsQuery = z.strictObject({
  after: z.string().max(20_000).optional(),
  search: z.string().max(500).optional(),
  own: z
    .literal("true")
    .transform(() => true)
    .optional(),
  limit: pageLimit(100),
});
export const modelFilesParams = z.object({ projectSlug: z.string(), modelId: z.string() });
export const childrenQuery = z.strictObject({
  after: rowNumberText.optional(),
  limit: pageLimit(100),
});
export const chartsQuery = z.strictObject({
  after: z.string().max(20_000).optional(),
  pixels: z.coerce.number().int().min(1).max(4_000).default(600),
  limit: z.coerce.number().int().min(1).max(24).default(12),
});
/** Runs by their ids with commas between, and the place of the first metric. */
export const comparedChartsQuery = z.strictObject({
  runs: z
    .string()
    .transform((text) => text.split(",").filter(Boolean))
    .pipe(z.array(z.string().max(64)).min(1).max(comparedAtMost)),
  from: z.coerce.number().int().min(0).max(1_000_000).default(0),
  pixels: z.coerce.number().int().min(1).max(4_000).default(300),
  limit: z.coerce.number().int().min(1).max(12).default(4),
});
export const fieldsQuery = z.strictObject({
  experiment: z.string().max(10_000).optional(),
  search: z.string().max(500).optional(),
});
/** Runs behind a model in use are deleted only when that is confirmed. */
export const deleteRunsBody = z.strictObject({
  runs: z.array(z.string()).min(1).max(1_000),
  confirmed: z.boolean().default(false),
});
export const removeRunsBody = z.strictObject({
  runs: z.array(z.string()).min(1).max(1_000),
  reason: z.string().trim().min(3, "expected why they are removed").max(1_000),
});
export const runIdsBody = z.strictObject({ runs: z.array(z.string()).min(1).max(1_000) });

/** Search parameters of an experiment's page; what is filtered, sorted and selected is in the address. */
export const runsSearch = z.object({
  filter: z.string().max(2_000).optional().catch(undefined),
  sort: z.string().max(300).default("started").catch("started"),
  order: z.enum(["asc", "desc"]).default("desc").catch("desc"),
  deleted: z
    .string()
    .optional()
    .transform((value) => value === "true"),
  after: z.string().max(20_000).optional().catch(undefined),
  columns: z.string().max(8_000).optional().catch(undefined),
  limit: pageLimit(200).catch(200),
});
export type RunsSearch = z.infer<typeof runsSearch>;
export const compareSearch = z.object({
  runs: z.string().max(40_000).default(""),
  from: z.coerce.number().int().min(0).default(0).catch(0),
  rows: z.coerce.number().int().min(1).max(2_000).default(200).catch(200),
  all: z
    .string()
    .optional()
    .transform((value) => value === "true"),
  split: z.enum(["test", "validation", "train"]).optional().catch(undefined),
});
export type CompareSearch = z.infer<typeof compareSearch>;
export const trainSearch = z.object({
  dataset: z.string().max(100).optional().catch(undefined),
  version: rowNumberText.optional().catch(undefined),
  experiment: z.string().max(250).optional().catch(undefined),
});
