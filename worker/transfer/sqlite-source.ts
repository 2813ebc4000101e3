import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { AppError } from "@/lib/errors";
import type {
  DatasetDocument,
  ExperimentDocument,
  LoggedModelDocument,
  ModelDocument,
  Pair,
  PointDocument,
  RunDocument,
  Source,
  VersionDocument,
} from "./documents";

type ModelPoint = NonNullable<NonNullable<LoggedModelDocument["data"]>["metrics"]>[number];

type Tables = {
  all: <Row>(sql: string, ...values: SQLInputValue[]) => Row[];
  /** Rows of a table that older versions of MLflow lack. */
  rowsOf: <Row>(table: string, sql: string, ...values: SQLInputValue[]) => Row[];
};

const pieceSize = 20_000;
/** Runs that are read at once. */
const pageSize = 200;

/**
 * The SQLite file of an MLflow server as a source. It holds no files: those lie where the server kept them.
 *
 * @throws {AppError} INVALID for a file that is not MLflow's
 */
export function sqliteSource(file: string): Source & { close: () => void } {
  const db = opened(file);
  const tables = tablesOf(db);
  const { all, rowsOf } = tables;

  return {
    async *experiments() {
      for (const row of all<Omit<ExperimentDocument, "tags">>(
        `SELECT CAST(experiment_id AS TEXT) AS experiment_id, name, lifecycle_stage FROM experiments
         ORDER BY experiment_id`,
      )) {
        yield {
          ...row,
          tags: rowsOf<Pair>(
            "experiment_tags",
            `SELECT key, value FROM experiment_tags WHERE experiment_id = ?`,
            row.experiment_id,
          ),
        };
      }
    },
    async *runs(experimentId) {
      for (let offset = 0; ; offset += pageSize) {
        const rows = all<Record<string, string | number | null>>(
          `SELECT run_uuid AS run_id, name AS run_name, user_id, status, start_time, end_time,
           lifecycle_stage, artifact_uri FROM runs WHERE experiment_id = ? ORDER BY start_time, run_uuid
           LIMIT ${pageSize} OFFSET ?`,
          Number(experimentId),
          offset,
        );
        for (const row of rows) yield runOf(tables, documentOf<RunDocument["info"]>(row));
        if (rows.length < pageSize) return;
      }
    },
    history: (runId, key) => historyOf(tables, runId, key),
    async *loggedModels(experimentId) {
      const rows = rowsOf<Record<string, string | number | null>>(
        "logged_models",
        `SELECT model_id, name, artifact_location AS artifact_uri, status, model_type, source_run_id
         FROM logged_models WHERE experiment_id = ? AND lifecycle_stage = 'active'
         ORDER BY creation_timestamp_ms`,
        Number(experimentId),
      );
      for (const row of rows) yield modelOf(tables, documentOf<LoggedModelDocument["info"]>(row));
    },
    models: () => registeredModels(tables),
    async versions(name) {
      const rows = all<Record<string, string | null>>(
        `SELECT name, CAST(version AS TEXT) AS version, description, source, run_id, run_link, current_stage
         FROM model_versions WHERE name = ? AND current_stage <> 'Deleted_Internal'
         ORDER BY model_versions.version`,
        name,
      );
      return rows.map((row) => ({
        ...documentOf<VersionDocument>(row),
        tags: rowsOf<Pair>(
          "model_version_tags",
          `SELECT key, value FROM model_version_tags WHERE name = ? AND version = ?`,
          name,
          Number(row.version),
        ),
      }));
    },
    files: () => null,
    close: () => db.close(),
  };
}

/** @throws {AppError} INVALID without the tables that every MLflow server makes */
function tablesOf(db: DatabaseSync): Tables {
  const all = <Row>(sql: string, ...values: SQLInputValue[]) => db.prepare(sql).all(...values) as Row[];
  const tables = new Set(
    all<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table'`).map(({ name }) => name),
  );
  if (!tables.has("experiments") || !tables.has("runs") || !tables.has("metrics"))
    throw new AppError(
      "INVALID",
      "This is a SQLite file, but not one of an MLflow server: it has no table of runs. " +
        "Take the file that `--backend-store-uri sqlite:///…` names.",
    );
  return { all, rowsOf: (table, sql, ...values) => (tables.has(table) ? all(sql, ...values) : []) };
}

function runOf({ all, rowsOf }: Tables, info: RunDocument["info"]): RunDocument {
  const { run_id } = info;
  const datasets = rowsOf<DatasetDocument["dataset"] & { input: string }>(
    "inputs",
    `SELECT i.input_uuid AS input, d.name, d.digest, d.dataset_source_type AS source_type,
     d.dataset_source AS source, d.dataset_schema AS schema, d.dataset_profile AS profile FROM inputs i
     JOIN datasets d ON d.dataset_uuid = i.source_id
     WHERE i.source_type = 'DATASET' AND i.destination_type = 'RUN' AND i.destination_id = ?`,
    run_id,
  );
  const links = (source: string, target: string, from: string, to: string) =>
    rowsOf<{ model_id: string }>(
      "inputs",
      `SELECT ${to} AS model_id FROM inputs
       WHERE source_type = '${source}' AND destination_type = '${target}' AND ${from} = ?`,
      run_id,
    );
  return {
    info,
    data: {
      metrics: all(`SELECT key FROM latest_metrics WHERE run_uuid = ? ORDER BY key`, run_id),
      params: all<Pair>(`SELECT key, value FROM params WHERE run_uuid = ?`, run_id),
      tags: all<Pair>(`SELECT key, value FROM tags WHERE run_uuid = ?`, run_id),
    },
    inputs: {
      dataset_inputs: datasets.map(({ input, ...dataset }) => ({
        tags: rowsOf<Pair>(
          "input_tags",
          `SELECT name AS key, value FROM input_tags WHERE input_uuid = ?`,
          input,
        ),
        dataset: documentOf<DatasetDocument["dataset"]>(dataset),
      })),
      model_inputs: links("RUN_INPUT", "MODEL_INPUT", "source_id", "destination_id"),
    },
    outputs: { model_outputs: links("RUN_OUTPUT", "MODEL_OUTPUT", "source_id", "destination_id") },
  };
}

async function* historyOf({ all }: Tables, runId: string, key: string): AsyncGenerator<PointDocument[]> {
  for (let offset = 0; ; offset += pieceSize) {
    const rows = all<{ value: number; timestamp: number; step: number; is_nan: number }>(
      `SELECT value, timestamp, step, is_nan FROM metrics WHERE run_uuid = ? AND key = ?
       ORDER BY timestamp, step, value, is_nan LIMIT ${pieceSize} OFFSET ?`,
      runId,
      key,
      offset,
    );
    yield rows.map(({ is_nan, value, ...point }): PointDocument => ({
      key,
      ...point,
      value: is_nan ? "NaN" : value,
    }));
    if (rows.length < pieceSize) return;
  }
}

async function* registeredModels({ rowsOf }: Tables): AsyncGenerator<ModelDocument> {
  for (const row of rowsOf<{ name: string; description: string | null }>(
    "registered_models",
    `SELECT name, description FROM registered_models ORDER BY name`,
  )) {
    const tags = rowsOf<Pair>(
      "registered_model_tags",
      `SELECT key, value FROM registered_model_tags WHERE name = ?`,
      row.name,
    );
    const aliases = rowsOf<NonNullable<ModelDocument["aliases"]>[number]>(
      "registered_model_aliases",
      `SELECT alias, CAST(version AS TEXT) AS version FROM registered_model_aliases WHERE name = ?`,
      row.name,
    );
    yield { ...documentOf<ModelDocument>(row), tags, aliases };
  }
}

function modelOf({ all }: Tables, info: LoggedModelDocument["info"]): LoggedModelDocument {
  return {
    info: {
      ...info,
      status: statusOf(info.status),
      tags: all<Pair>(
        `SELECT tag_key AS key, tag_value AS value FROM logged_model_tags WHERE model_id = ?`,
        info.model_id,
      ),
    },
    data: {
      params: all<Pair>(
        `SELECT param_key AS key, param_value AS value FROM logged_model_params WHERE model_id = ?`,
        info.model_id,
      ),
      metrics: all<Record<string, string | number | null>>(
        `SELECT metric_name AS key, metric_value AS value, metric_timestamp_ms AS timestamp,
         metric_step AS step, run_id, dataset_name, dataset_digest FROM logged_model_metrics
         WHERE model_id = ?`,
        info.model_id,
      ).map((point) => documentOf<ModelPoint>(point)),
    },
  };
}

function opened(file: string): DatabaseSync {
  try {
    const db = new DatabaseSync(file, { readOnly: true, allowExtension: false });
    db.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;");
    const { made } = db.prepare(`SELECT count(*) AS made FROM sqlite_master WHERE type = 'view'`).get() as {
      made: number;
    };
    if (made > 0) throw new AppError("INVALID", "This database has views, which no MLflow server makes.");
    return db;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      "INVALID",
      "This file cannot be read as a SQLite database. " +
        "Take the file that `--backend-store-uri sqlite:///…` names, copied while the server stands still.",
    );
  }
}

const statuses: Record<string, string> = {
  "1": "LOGGED_MODEL_PENDING",
  "2": "LOGGED_MODEL_READY",
  "3": "LOGGED_MODEL_UPLOAD_FAILED",
  PENDING: "LOGGED_MODEL_PENDING",
  READY: "LOGGED_MODEL_READY",
  FAILED: "LOGGED_MODEL_UPLOAD_FAILED",
};

function statusOf(status: string | number): string {
  return statuses[String(status)] ?? "LOGGED_MODEL_READY";
}

/** A row as a document, which leaves out what was never set. */
function documentOf<Document>(row: object): Document {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Document;
}
