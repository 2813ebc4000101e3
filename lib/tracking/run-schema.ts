import * as z from "zod";
import { expectation } from "@/lib/issue-words";
import { AppError } from "@/lib/errors";
import { addPoint, noPoints, type Points } from "@/lib/runs/points";
import {
  double,
  experimentNumber,
  int64,
  list,
  name,
  noList,
  pageSize,
  pageToken,
  queryList,
  refuseWhole,
  runUid,
  text,
  view,
} from "./fields";

/** Clients of long ago say `run_uuid`. */
export const runRef = z.object({ run_id: runUid.optional(), run_uuid: runUid.optional() });

/**
 * The id of a run, by its newer field or its older one.
 * @throws {AppError} INVALID when neither name of the field is there
 */
export function uidOf({ run_id, run_uuid }: z.output<typeof runRef>): string {
  const uid = run_id || run_uuid;
  if (!uid)
    throw new AppError(
      "INVALID",
      "Missing value for required parameter 'run_id'. " +
        "See the API docs for more information about request parameters.",
    );
  return uid;
}

const status = z.enum(["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"]);
/** A word of a metric's, param's or tag's name: no character that a path could read otherwise. */
const key = name
  .refine(
    (value) => /^[/\p{L}\p{M}\p{N}_.\- :]*$/u.test(value),
    "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), " +
      "colon(:) and slashes (/).",
  )
  .refine(
    (value) => !/^\/|^\.\.?(\/|$)|\/\.\.?(\/|$)|\/\/|\/$/.test(value),
    "Names may be treated as files in certain cases, " +
      "and must not resolve to other names when treated as such.",
  )
  .refine((value) => value.length <= 250, "exceeds the maximum length of 250 characters");
export const param = z.object({ key, value: text.default("").transform((value) => value.slice(0, 6_000)) });
export const tag = z.object({ key, value: text.default("").transform((value) => value.slice(0, 8_000)) });
const ofModel = { model_id: text.optional(), dataset_name: text.optional(), dataset_digest: text.optional() };
const metric = z.object({
  key,
  value: double,
  timestamp: int64.refine((value) => value >= 0, "Timestamp must be a nonnegative long (64-bit integer)"),
  step: int64.default(0),
  ...ofModel,
});

const plainKey = /^(?!\/)[\w][\w.\- :]{0,248}$/;

/**
 * Adds a metric that needs no mending, which is nearly every one, without zod's objects; false for any other.
 */
function addPlainMetric(points: Points, raw: unknown): boolean {
  if (
    typeof raw !== "object" ||
    raw === null ||
    "model_id" in raw ||
    "dataset_name" in raw ||
    "dataset_digest" in raw
  )
    return false;
  const { key: name, value, timestamp, step } = raw as Record<string, unknown>;
  if (
    typeof name !== "string" ||
    !plainKey.test(name) ||
    typeof value !== "number" ||
    !Number.isSafeInteger(timestamp) ||
    !Number.isSafeInteger(step) ||
    (timestamp as number) < 0
  )
    return false;
  addPoint(points, name, step as number, timestamp as number, value);
  return true;
}

function addMetric(points: Points, raw: unknown, context: z.RefinementCtx, at: readonly number[]): void {
  if (addPlainMetric(points, raw)) return;
  const { data, error } = metric.safeParse(raw);
  error?.issues.forEach((issue) =>
    context.addIssue({ code: "custom", path: [...at, ...issue.path], message: expectation(issue) }),
  );
  if (!data) return;
  if (data.model_id || data.dataset_name || data.dataset_digest)
    points.subjects.set(points.keys.length, {
      modelId: data.model_id,
      datasetName: data.dataset_name,
      datasetDigest: data.dataset_digest,
    });
  addPoint(points, data.key, data.step, data.timestamp, data.value);
}

const metrics = z
  .preprocess((raw) => raw ?? [], z.array(z.unknown(), { error: noList }).max(100_000))
  .transform((entries, context) => {
    const points = noPoints();
    entries.forEach((entry, i) => addMetric(points, entry, context, [i]));
    return points;
  });
const oneMetric = z.unknown().transform((raw, context) => {
  const points = noPoints();
  addMetric(points, raw, context, []);
  return { metrics: points };
});

export const createRunInput = z.object({
  experiment_id: experimentNumber.default(0),
  user_id: text.default(""),
  run_name: text.default(""),
  start_time: int64.optional(),
  tags: list(tag, 1_000),
});
export const updateRunInput = runRef.extend({
  status: status.optional(),
  end_time: int64.optional(),
  run_name: text.optional(),
});
export const logMetricInput = z.intersection(runRef, oneMetric);
export const logParamInput = runRef.extend(param.shape);
export const setTagInput = runRef.extend(tag.shape);
export const deleteTagInput = runRef.extend({ key: name });
export const logBatchInput = z
  .object({ run_id: runUid, metrics, params: list(param, 100_000), tags: list(tag, 100_000) })
  .superRefine(({ metrics: { keys }, params, tags }, context) => {
    const limit = (what: string, most: number, count: number) =>
      count > most &&
      refuseWhole(
        context,
        `A batch logging request can contain at most ${most} ${what}. Got ${count} ${what}. ` +
          `Please split up ${what} across multiple requests and try again.`,
      );
    limit("metrics", 1_000, keys.length);
    limit("params", 100, params.length);
    limit("tags", 100, tags.length);
    limit("metrics, params, and tags", 1_000, keys.length + params.length + tags.length);
    const keysOfParams = params.map((entry) => entry.key);
    const twice = [...new Set(keysOfParams.filter((name, i) => keysOfParams.indexOf(name) < i))];
    if (twice.length > 0)
      refuseWhole(
        context,
        "Duplicate parameter keys have been submitted: " +
          `[${twice.map((name) => `'${name}'`).join(", ")}]. ` +
          "Please ensure the request contains only one param value per param key.",
      );
  });
export const logModelInput = z.object({ run_id: runUid, model_json: name });
const dataset = z.object({
  name: name.pipe(z.string().max(500)),
  digest: name.pipe(z.string().max(36)),
  source_type: name,
  source: text.pipe(z.string().max(65_535)),
  schema: text.pipe(z.string().max(1_048_575)).optional(),
  profile: text.pipe(z.string().max(16_777_215)).optional(),
});
export const logInputsInput = z.object({
  run_id: runUid,
  datasets: list(
    z.object({
      tags: list(
        z.object({ key: name.pipe(z.string().max(255)), value: text.pipe(z.string().max(500)) }),
        100,
      ),
      dataset,
    }),
    1_000,
  ),
  models: list(z.object({ model_id: name }), 1_000),
});
export const logOutputsInput = z.object({
  run_id: runUid,
  models: list(z.object({ model_id: name, step: int64.default(0) }), 1_000),
});
export const searchRunsInput = z.object({
  experiment_ids: list(experimentNumber, 10_000),
  filter: text.pipe(z.string().max(20_000)).default(""),
  run_view_type: view,
  max_results: pageSize(50_000, 1_000),
  order_by: list(text.pipe(z.string().max(1_000)), 20),
  page_token: pageToken,
});
export const historyInput = runRef.extend({
  metric_key: name,
  page_token: pageToken,
  max_results: int64.pipe(z.number().min(0)).optional(),
});
export const bulkHistoryInput = z.object({
  run_id: queryList(runUid, 10_000).superRefine((uids, context) => {
    if (uids.length === 0)
      refuseWhole(context, "GetMetricHistoryBulk request must specify at least one run_id.");
    if (uids.length > 100)
      refuseWhole(
        context,
        `GetMetricHistoryBulk request cannot specify more than 100 run_ids. Received ${uids.length} run_ids.`,
      );
  }),
  metric_key: text.default("").superRefine((key, context) => {
    if (key === "") refuseWhole(context, "GetMetricHistoryBulk request must specify a metric_key.");
  }),
  max_results: int64.default(25_000),
});
const seeDocs = "See the API docs for more information about request parameters.";
export const intervalInput = z
  .object({
    run_ids: queryList(runUid, 10_000).superRefine((uids, context) => {
      if (uids.length === 0)
        refuseWhole(context, `Missing value for required parameter 'run_ids'. ${seeDocs}`);
      if (uids.length > 100)
        refuseWhole(
          context,
          "GetMetricHistoryBulkInterval request must specify at most 100 run_ids. " +
            `Received ${uids.length} run_ids. ${seeDocs}`,
        );
    }),
    metric_key: name,
    start_step: int64.optional(),
    end_step: int64.optional(),
    max_results: int64.default(320).superRefine((value, context) => {
      if (value < 1 || value > 2_500)
        refuseWhole(context, `max_results must be between 1 and 2500. ${seeDocs}`);
    }),
  })
  .superRefine(({ start_step: from, end_step: to }, context) => {
    if ((from === undefined) !== (to === undefined))
      refuseWhole(context, "If either start step or end step are specified, both must be specified.");
    if (from !== undefined && to !== undefined && from > to)
      refuseWhole(
        context,
        `end_step must be greater than start_step. Found start_step=${from} and end_step=${to}.`,
      );
  });
