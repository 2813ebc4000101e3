import type { Actor } from "@/lib/auth/actor";
import { groupCommit, inList } from "@/lib/db/group-commit";
import type { Sql } from "@/lib/db/direct";
import { record } from "@/lib/events/record";
import { refusal } from "@/lib/refusals";
import { metricKeyIds } from "./metric-keys";
import { newer, newest, pointsStatement, type PointsLogged, type RunRow } from "./points-statement";

export type KeyValue = { key: string; value: string };
export type Logged = PointsLogged & {
  actor: Actor;
  params: readonly KeyValue[];
  tags: readonly KeyValue[];
};

/**
 * Logs points, params and tags of a run: all of them or none, kept when it answers. A point or param
 * that is there already changes nothing, so that a client may send again.
 *
 * @throws {AppError} NOT_FOUND for a run that the project does not have; INVALID for a deleted run, or a
 * param that has another value already
 */
export const logToRun = groupCommit<Logged, void>(
  async (sql, requests) => {
    const runs = requireActive(requests, await runsOf(sql, requests));
    await writeParams(sql, requests, runs);
    await writePoints(sql, requests, runs);
    await writeTags(sql, requests, runs);
    recordLogged(sql, requests, runs);
    return requests.map(() => undefined);
  },
  (direct, requests) => {
    const statement = pointsStatement(direct, requests);
    return (
      statement &&
      (async (sql) => {
        recordLogged(sql, requests, requireActive(requests, await statement(sql)));
        return requests.map(() => undefined);
      })
    );
  },
);

function recordLogged(sql: Sql, requests: readonly Logged[], runs: readonly RunRow[]): void {
  requests.forEach(({ actor, projectId, runUid: id }, i) => {
    const { name, experimentId: experiment } = runs[i]!;
    const subject = { kind: "run" as const, id, name, experiment };
    record(sql, actor, { name: "run.log", projectId, subject, detail: {} });
  });
}

async function runsOf(sql: Sql, requests: readonly Logged[]): Promise<RunRow[]> {
  return sql.all<RunRow>(
    `SELECT "id", "uid", "name", "experimentId", "projectId",
       CASE WHEN "deletedAt" IS NULL THEN 0 ELSE 1 END AS "deleted"
     FROM "Run" WHERE "uid" IN ${inList(sql, "$1")}`,
    [JSON.stringify([...new Set(requests.map(({ runUid }) => runUid))])],
  );
}

/** The run of each request, found among `rows`. @throws {AppError} NOT_FOUND; INVALID for a deleted run */
function requireActive(requests: readonly Logged[], rows: readonly RunRow[]): RunRow[] {
  const byUid = new Map(rows.map((row) => [row.uid, row]));
  return requests.map(({ runUid, projectId }) => {
    const run = byUid.get(runUid);
    if (!run || run.projectId !== projectId) throw refusal("run missing", { uid: runUid });
    if (run.deleted) throw refusal("run deleted", { uid: runUid });
    return run;
  });
}

async function writeParams(sql: Sql, requests: readonly Logged[], runs: readonly RunRow[]): Promise<void> {
  const rows = requests.flatMap(({ params }, i) =>
    params.map((param) => ({ runId: runs[i]!.id, uid: runs[i]!.uid, ...param })),
  );
  if (rows.length === 0) return;
  const columns = {
    runId: { type: "int", values: rows.map(({ runId }) => runId) },
    key: { type: "text", values: rows.map(({ key }) => key) },
    value: { type: "text", values: rows.map(({ value }) => value) },
  };
  const written = await sql.insert("RunParam", columns, "ON CONFLICT DO NOTHING");
  if (written === rows.length) return; // none was there, so none has another value
  const kept = await sql.all<{ runId: number; key: string; value: string }>(
    `SELECT "runId", "key", "value" FROM "RunParam"
     WHERE "runId" IN ${inList(sql, "$1", "int")} AND "key" IN ${inList(sql, "$2")}`,
    [
      JSON.stringify([...new Set(rows.map(({ runId }) => runId))]),
      JSON.stringify([...new Set(rows.map(({ key }) => key))]),
    ],
  );
  const values = new Map(kept.map(({ runId, key, value }) => [`${runId} ${key}`, value]));
  const changed = rows.find(({ runId, key, value }) => values.get(`${runId} ${key}`) !== value);
  if (changed)
    throw refusal("param changed", {
      uid: changed.uid,
      key: changed.key,
      value: changed.value,
      kept: values.get(`${changed.runId} ${changed.key}`) ?? "",
    });
}

/** Points of many runs as they are kept. */
type Columns = Record<"runId" | "keyId" | "experimentId" | "step" | "time" | "value" | "nan", number[]>;

async function writePoints(sql: Sql, requests: readonly Logged[], runs: readonly RunRow[]): Promise<void> {
  if (requests.every(({ points }) => points.keys.length === 0)) return;
  const keyIds = await metricKeyIds(sql, requests);
  const all: Columns = { runId: [], keyId: [], experimentId: [], step: [], time: [], value: [], nan: [] };
  requests.forEach(({ projectId, points: { keys, steps, times, values } }, i) => {
    for (let at = 0; at < keys.length; at++) {
      const value = values[at]!;
      const nan = Number.isNaN(value);
      all.runId.push(runs[i]!.id);
      all.keyId.push(keyIds(projectId, keys[at]!));
      all.experimentId.push(runs[i]!.experimentId);
      all.step.push(steps[at]!);
      all.time.push(times[at]!);
      all.value.push(nan ? 0 : value);
      all.nan.push(nan ? 1 : 0);
    }
  });
  const { experimentId: _, ...point } = typed(all);
  await sql.insertNew("MetricPoint", point);

  const places = newest(all);
  const at = (values: readonly number[]) => places.map((place) => values[place]!);
  const latest = typed({
    runId: at(all.runId),
    keyId: at(all.keyId),
    experimentId: at(all.experimentId),
    step: at(all.step),
    time: at(all.time),
    value: at(all.value),
    nan: at(all.nan),
  });
  await sql.insert("MetricLatest", latest, newer);
  await writeModelMetrics(sql, requests);
}

function typed({ runId, keyId, experimentId, step, time, value, nan }: Columns) {
  const [int, bigint] = ["int", "bigint"];
  return {
    runId: { type: int, values: runId },
    keyId: { type: int, values: keyId },
    experimentId: { type: int, values: experimentId },
    step: { type: bigint, values: step },
    time: { type: bigint, values: time },
    value: { type: "float8", values: value },
    nan: { type: int, values: nan },
  };
}

async function writeModelMetrics(sql: Sql, requests: readonly Logged[]): Promise<void> {
  const rows = requests.flatMap(({ points: { keys, steps, times, values, subjects }, runUid }) =>
    [...subjects]
      .filter(([, { modelId }]) => modelId)
      .map(([at, subject]) => ({
        ...subject,
        runUid,
        key: keys[at]!,
        step: steps[at]!,
        time: times[at]!,
        value: values[at]!,
        nan: Number.isNaN(values[at]) ? 1 : 0,
      })),
  );
  if (rows.length === 0) return;
  const text = (pick: (row: (typeof rows)[number]) => string | null | undefined) => ({
    type: "text",
    values: rows.map((row) => pick(row) ?? null),
  });
  const number = (type: string, pick: (row: (typeof rows)[number]) => number) => ({
    type,
    values: rows.map(pick),
  });
  await sql.insert(
    "LoggedModelMetric",
    {
      modelId: text(({ modelId }) => modelId),
      runUid: text(({ runUid }) => runUid),
      key: text(({ key }) => key),
      step: number("bigint", ({ step }) => step),
      time: number("bigint", ({ time }) => time),
      value: number("float8", ({ value, nan }) => (nan ? 0 : value)),
      nan: number("int", ({ nan }) => nan),
      datasetName: text(({ datasetName }) => datasetName),
      datasetDigest: text(({ datasetDigest }) => datasetDigest),
    },
    "ON CONFLICT DO NOTHING",
  );
}

async function writeTags(sql: Sql, requests: readonly Logged[], runs: readonly RunRow[]): Promise<void> {
  const rows = new Map<string, KeyValue & { runId: number; projectId: string }>();
  requests.forEach(({ tags, projectId }, i) =>
    tags.forEach((tag) => rows.set(`${runs[i]!.id} ${tag.key}`, { runId: runs[i]!.id, projectId, ...tag })),
  );
  await insertTags(sql, [...rows.values()]);
}

/**
 * Sets tags of runs; two of them also are what the product shows: the run's name,
 * unless it is `named` so already, and its parent.
 */
export async function insertTags(
  sql: Sql,
  rows: readonly (KeyValue & { runId: number; projectId: string })[],
  { named } = { named: false },
): Promise<void> {
  if (rows.length === 0) return;
  const sorted = [...rows].sort((a, b) => a.runId - b.runId || (a.key < b.key ? -1 : 1));
  const columns = {
    runId: { type: "int", values: sorted.map(({ runId }) => runId) },
    key: { type: "text", values: sorted.map(({ key }) => key) },
    value: { type: "text", values: sorted.map(({ value }) => value) },
  };
  await sql.insert(
    "RunTag",
    columns,
    `ON CONFLICT ("runId", "key") DO UPDATE SET "value" = excluded."value"`,
  );
  for (const { runId, projectId, key, value } of sorted) {
    if (key === "mlflow.runName" && !named)
      await sql.all(`UPDATE "Run" SET "name" = $2 WHERE "id" = $1`, [runId, value]);
    if (key === "mlflow.parentRunId")
      await sql.all(
        `UPDATE "Run" SET "parentId" = (SELECT p."id" FROM "Run" p WHERE p."uid" = $2 AND p."projectId" = $3)
         WHERE "id" = $1`,
        [runId, value, projectId],
      );
  }
}
