import { firstTagsOf } from "@/lib/runs/first-tags";
import type { KeyValue } from "@/lib/runs/log";

/** What a run was made of; `experiment` is its number in the project, `startTime` in milliseconds. */
type Made = {
  uid: string;
  experiment: number;
  name: string;
  clientUser: string;
  startTime: number;
  tags: readonly KeyValue[];
};

/**
 * A run that was made this moment as MLflow's JSON, without asking the database: nothing else can be known
 * of it yet. The same as `runDocument` reads, which a test holds.
 */
export function newRunDocument(run: Made): string {
  const { uid, experiment, name, clientUser, startTime } = run;
  const tags = firstTagsOf(run)
    .toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([key, value]) => ({ key, value }));
  return JSON.stringify({
    info: {
      run_uuid: uid,
      run_id: uid,
      run_name: name,
      experiment_id: String(experiment),
      user_id: clientUser,
      status: "RUNNING",
      start_time: startTime,
      artifact_uri: `mlflow-artifacts:/${experiment}/${uid}/artifacts`,
      lifecycle_stage: "active",
    },
    data: { metrics: [], params: [], tags },
    inputs: { dataset_inputs: [], model_inputs: [] },
    outputs: { model_outputs: [] },
  });
}
