/**
 * Documents of MLflow's REST API, as far as a transfer reads them.
 * @see https://mlflow.org/docs/latest/rest-api.html
 */
export type Pair = { key: string; value: string };
export type ExperimentDocument = {
  experiment_id: string;
  name: string;
  lifecycle_stage: string;
  tags?: Pair[];
};
export type PointDocument = { key: string; value: number | string; timestamp: number; step: number };
export type DatasetDocument = {
  tags?: Pair[];
  dataset: {
    name: string;
    digest: string;
    source_type: string;
    source: string;
    schema?: string;
    profile?: string;
  };
};
export type RunDocument = {
  info: {
    run_id: string;
    run_name?: string;
    user_id?: string;
    status: string;
    start_time: number;
    end_time?: number;
    lifecycle_stage: string;
    artifact_uri: string;
  };
  data: { metrics?: { key: string }[]; params?: Pair[]; tags?: Pair[] };
  inputs?: { dataset_inputs?: DatasetDocument[]; model_inputs?: { model_id: string }[] };
  outputs?: { model_outputs?: { model_id: string; step?: number }[] };
};
export type LoggedModelDocument = {
  info: {
    model_id: string;
    name: string;
    status: string;
    model_type?: string;
    source_run_id?: string;
    artifact_uri: string;
    tags?: Pair[];
  };
  data?: {
    params?: Pair[];
    metrics?: (PointDocument & { run_id: string; dataset_name?: string; dataset_digest?: string })[];
  };
};
export type ModelDocument = {
  name: string;
  description?: string;
  tags?: Pair[];
  aliases?: { alias: string; version: string }[];
};
export type VersionDocument = {
  name: string;
  version: string;
  description?: string;
  source: string;
  run_id?: string;
  run_link?: string;
  current_stage?: string;
  tags?: Pair[];
};

/** A file of a run or a logged model, with its path inside. */
export type SourceFile = { path: string; open: () => Promise<AsyncIterable<Uint8Array>> };

/** Where a transfer reads: an MLflow server, or the SQLite file of one. */
export type Source = {
  experiments: () => AsyncIterable<ExperimentDocument>;
  runs: (experimentId: string) => AsyncIterable<RunDocument>;
  /** Every point of a metric, in pieces. */
  history: (runId: string, key: string) => AsyncIterable<PointDocument[]>;
  loggedModels: (experimentId: string) => AsyncIterable<LoggedModelDocument>;
  models: () => AsyncIterable<ModelDocument>;
  /** Versions of a model, oldest first. */
  versions: (name: string) => Promise<VersionDocument[]>;
  /** Files of a run or of a logged model; null where the source holds none. */
  files: (owner: { run: RunDocument } | { model: LoggedModelDocument }) => AsyncIterable<SourceFile> | null;
};
