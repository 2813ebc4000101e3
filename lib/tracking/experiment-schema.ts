import * as z from "zod";
import {
  experimentNumber,
  list,
  name,
  pageSize,
  pageToken,
  queryList,
  refuseWhole,
  text,
  view,
} from "./fields";

const tagKey = name.refine(
  (value) => value.length <= 250,
  "'key' exceeds the maximum length of 250 characters",
);
const tagValue = text.refine(
  (value) => value.length <= 20_000,
  "'value' exceeds the maximum length of 20000 characters",
);
const experimentName = name.refine(
  (value) => value.length <= 500,
  "'name' exceeds the maximum length of 500 characters",
);
export const createExperimentInput = z.object({
  name: experimentName,
  artifact_location: text.optional(),
  tags: list(z.object({ key: tagKey, value: tagValue.default("") }), 1_000),
});
export const experimentRef = z.object({ experiment_id: experimentNumber });
export const experimentByName = z.object({ experiment_name: name });
export const renameExperimentInput = experimentRef.extend({ new_name: experimentName });
export const experimentTagInput = experimentRef.extend({ key: tagKey, value: tagValue.default("") });
export const deleteExperimentTagInput = experimentRef.extend({ key: tagKey });
export const searchExperimentsInput = z.object({
  max_results: pageSize(50_000, 1_000),
  page_token: pageToken,
  filter: text.pipe(z.string().max(20_000)).default(""),
  order_by: queryList(text.pipe(z.string().max(1_000)), 20),
  view_type: view,
});
export const searchDatasetsInput = z.object({
  experiment_ids: list(experimentNumber, 10_000).superRefine((ids, context) => {
    if (ids.length === 0)
      refuseWhole(context, "SearchDatasets request must specify at least one experiment_id.");
    if (ids.length > 20)
      refuseWhole(
        context,
        "SearchDatasets request cannot specify more than 20 experiment_ids. " +
          `Received ${ids.length} experiment_ids.`,
      );
  }),
});
