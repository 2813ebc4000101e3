import { groupCommit, inList } from "@/lib/db/group-commit";
import type { Sql } from "@/lib/db/direct";
import { AppError } from "@/lib/errors";
import { metricKeyIds } from "./metric-keys";

/** One point of a metric. `step` and `time` (milliseconds) are whole numbers; `value` may be NaN or infinite. */
export type Point = { key: string; value: number; step: number; time: number; modelId?: string | undefined; datasetName?: string | undefined; datasetDigest?: string | undefined };
export type KeyValue = { key: string; value: string };
export type Logged = { projectId: string; runUid: string; points: readonly Point[]; params: readonly KeyValue[]; tags: readonly KeyValue[] };

type RunRow = { id: number; uid: string; experimentId: number; deleted: number };

/**
 * Logs points, params and tags of a run: all of them or none, kept when it answers. A point or param
 * that is there already changes nothing, so that a client may send again.
 *
 * @throws {AppError} NOT_FOUND for a run that the project does not have; INVALID for a deleted run, or a
 * param that has another value already
 */
export const logToRun = groupCommit<Logged, void>(async (sql, requests) => {
  const runs = await activeRuns(sql, requests);
  await writeParams(sql, requests, runs);
  await writePoints(sql, requests, runs);
  await writeTags(sql, requests, runs);
  return requests.map(() => undefined);
});

async function activeRuns(sql: Sql, requests: readonly Logged[]): Promise<RunRow[]> {
  const rows = await sql.all<RunRow & { projectId: string }>(
    `SELECT "id", "uid", "experimentId", "projectId", CASE WHEN "deletedAt" IS NULL THEN 0 ELSE 1 END AS "deleted" FROM "Run" WHERE "uid" IN ${inList(sql, "$1")}`,
    [JSON.stringify([...new Set(requests.map(({ runUid }) => runUid))])],
  );
  const byUid = new Map(rows.map((row) => [row.uid, row]));
  return requests.map(({ runUid, projectId }) => {
    const run = byUid.get(runUid);
    if (!run || run.projectId !== projectId) throw new AppError("NOT_FOUND", `Run with id=${runUid} not found`);
    if (run.deleted) throw new AppError("INVALID", `The run ${runUid} must be in the 'active' state. Current state is deleted.`);
    return run;
  });
}

async function writeParams(sql: Sql, requests: readonly Logged[], runs: readonly RunRow[]): Promise<void> {
  const rows = requests.flatMap(({ params }, i) => params.map((param) => ({ runId: runs[i]!.id, uid: runs[i]!.uid, ...param })));
  if (rows.length === 0) return;
  const columns = { runId: { type: "int", values: rows.map(({ runId }) => runId) }, key: { type: "text", values: rows.map(({ key }) => key) }, value: { type: "text", values: rows.map(({ value }) => value) } };
  await sql.insert("RunParam", columns, "ON CONFLICT DO NOTHING");
  const kept = await sql.all<{ runId: number; key: string; value: string }>(`SELECT "runId", "key", "value" FROM "RunParam" WHERE "runId" IN ${inList(sql, "$1", "int")} AND "key" IN ${inList(sql, "$2")}`, [
    JSON.stringify([...new Set(rows.map(({ runId }) => runId))]),
    JSON.stringify([...new Set(rows.map(({ key }) => key))]),
  ]);
  const values = new Map(kept.map(({ runId, key, value }) => [`${runId} ${key}`, value]));
  const changed = rows.find(({ runId, key, value }) => values.get(`${runId} ${key}`) !== value);
  if (changed) throw new AppError("INVALID", `Changing param values is not allowed. Param with key='${changed.key}' was already logged with value='${values.get(`${changed.runId} ${changed.key}`)}' for run ID='${changed.uid}'. Attempted logging new value '${changed.value}'.`);
}

type Row = Point & { runId: number; experimentId: number; uid: string; keyId: number; nan: number };

async function writePoints(sql: Sql, requests: readonly Logged[], runs: readonly RunRow[]): Promise<void> {
  if (requests.every(({ points }) => points.length === 0)) return;
  const keyIds = await metricKeyIds(sql, requests);
  const rows: Row[] = [];
  requests.forEach(({ projectId, points }, i) => {
    const { id: runId, experimentId, uid } = runs[i]!;
    for (const point of points) {
      const nan = Number.isNaN(point.value) ? 1 : 0;
      rows.push({ ...point, runId, experimentId, uid, keyId: keyIds(projectId, point.key), nan, value: nan ? 0 : point.value });
    }
  });
  await sql.insert("MetricPoint", columnsOf(rows), "ON CONFLICT DO NOTHING");

  const latest = [...newest(rows).values()].sort((a, b) => a.runId - b.runId || a.keyId - b.keyId);
  const newer = `ON CONFLICT ("runId", "keyId") DO UPDATE SET "step" = excluded."step", "time" = excluded."time", "value" = excluded."value", "nan" = excluded."nan" WHERE (excluded."step", excluded."time", excluded."value") > ("MetricLatest"."step", "MetricLatest"."time", "MetricLatest"."value")`;
  await sql.insert("MetricLatest", { ...columnsOf(latest), experimentId: { type: "int", values: latest.map(({ experimentId }) => experimentId) } }, newer);
  await writeModelMetrics(sql, rows.filter(({ modelId }) => modelId));
}

function columnsOf(rows: readonly Row[]) {
  return {
    runId: { type: "int", values: rows.map(({ runId }) => runId) },
    keyId: { type: "int", values: rows.map(({ keyId }) => keyId) },
    step: { type: "bigint", values: rows.map(({ step }) => step) },
    time: { type: "bigint", values: rows.map(({ time }) => time) },
    value: { type: "float8", values: rows.map(({ value }) => value) },
    nan: { type: "int", values: rows.map(({ nan }) => nan) },
  };
}

/** The newest point of each metric in a batch, by step, then time, then value. Rows are written in one order, so that two writers never wait on each other. */
function newest(rows: readonly Row[]): Map<string, Row> {
  const found = new Map<string, Row>();
  for (const row of rows) {
    const key = `${row.runId} ${row.keyId}`;
    const other = found.get(key);
    if (!other || row.step - other.step > 0 || (row.step === other.step && (row.time - other.time > 0 || (row.time === other.time && row.value > other.value)))) found.set(key, row);
  }
  return found;
}

async function writeModelMetrics(sql: Sql, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const text = (pick: (row: Row) => string | null | undefined) => ({ type: "text", values: rows.map((row) => pick(row) ?? null) });
  const { step, time, value, nan } = columnsOf(rows);
  await sql.insert("LoggedModelMetric", { modelId: text((row) => row.modelId), runUid: text(({ uid }) => uid), key: text(({ key }) => key), step, time, value, nan, datasetName: text((row) => row.datasetName), datasetDigest: text((row) => row.datasetDigest) }, "ON CONFLICT DO NOTHING");
}

async function writeTags(sql: Sql, requests: readonly Logged[], runs: readonly RunRow[]): Promise<void> {
  const rows = new Map<string, KeyValue & { runId: number; projectId: string }>();
  requests.forEach(({ tags, projectId }, i) => tags.forEach((tag) => rows.set(`${runs[i]!.id} ${tag.key}`, { runId: runs[i]!.id, projectId, ...tag })));
  await insertTags(sql, [...rows.values()]);
}

/** Sets tags of runs; two of them also are what the product shows: the run's name and its parent. */
export async function insertTags(sql: Sql, rows: readonly (KeyValue & { runId: number; projectId: string })[]): Promise<void> {
  if (rows.length === 0) return;
  const sorted = [...rows].sort((a, b) => a.runId - b.runId || (a.key < b.key ? -1 : 1));
  const columns = { runId: { type: "int", values: sorted.map(({ runId }) => runId) }, key: { type: "text", values: sorted.map(({ key }) => key) }, value: { type: "text", values: sorted.map(({ value }) => value) } };
  await sql.insert("RunTag", columns, `ON CONFLICT ("runId", "key") DO UPDATE SET "value" = excluded."value"`);
  for (const { runId, projectId, key, value } of sorted) {
    if (key === "mlflow.runName") await sql.all(`UPDATE "Run" SET "name" = $2 WHERE "id" = $1`, [runId, value]);
    if (key === "mlflow.parentRunId") await sql.all(`UPDATE "Run" SET "parentId" = (SELECT p."id" FROM "Run" p WHERE p."uid" = $2 AND p."projectId" = $3) WHERE "id" = $1`, [runId, value, projectId]);
  }
}
