import * as z from "zod";
import { experimentNumber, int64, list, name, pageToken, text } from "./fields";

const status = z.enum(["LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED"]);
const keyValues = (longest: number) =>
  list(
    z.object({
      key: name.pipe(z.string().max(250)),
      value: text.default("").transform((value) => value.slice(0, longest)),
    }),
    1_000,
  );
const modelName = text
  .refine((value) => !/[/:.%"']/.test(value), `Model name cannot contain any of / : . % " '`)
  .refine((value) => value.length <= 500, "exceeds the maximum length of 500 characters");

export const createLoggedModelInput = z.object({
  experiment_id: experimentNumber,
  name: modelName.default(""),
  model_type: text.optional(),
  source_run_id: text.optional(),
  params: keyValues(6_000),
  tags: keyValues(8_000),
});
export const loggedModelRef = z.object({ model_id: name });
export const finalizeInput = loggedModelRef.extend({ status });
export const loggedModelTagsInput = loggedModelRef.extend({ tags: keyValues(8_000) });
export const deleteLoggedModelTagInput = loggedModelRef.extend({ tag_key: name });
export const loggedModelParamsInput = loggedModelRef.extend({ params: keyValues(6_000) });
export const loggedModelFilesInput = loggedModelRef.extend({ artifact_directory_path: text.optional() });
export const searchLoggedModelsInput = z.object({
  experiment_ids: list(experimentNumber, 10_000),
  filter: text.pipe(z.string().max(20_000)).default(""),
  datasets: list(z.object({ dataset_name: name, dataset_digest: text.optional() }), 100),
  max_results: int64.pipe(z.number().min(1).max(50_000)).default(100),
  order_by: list(
    z.object({
      field_name: name,
      ascending: z.boolean().default(true),
      dataset_name: text.optional(),
      dataset_digest: text.optional(),
    }),
    20,
  ),
  page_token: pageToken,
});
