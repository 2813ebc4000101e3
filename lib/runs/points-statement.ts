import type { Sql } from "@/lib/db/direct";
import { binaryArray, type NumberType } from "@/lib/db/postgres-binary";
import { knownMetricKeyIds } from "./metric-keys";
import type { Points } from "./points";

/** Points, and params and tags that may come with them, of one run. */
export type PointsLogged = {
  projectId: string;
  runUid: string;
  points: Points;
  params: { length: number };
  tags: { length: number };
};
export type RunRow = {
  id: number;
  uid: string;
  name: string;
  experimentId: number;
  projectId: string;
  deleted: number;
};

/** What follows where a series has a latest point already: the newer one by step, time and value stays. */
export const newer = `ON CONFLICT ("runId", "keyId") DO UPDATE
  SET "step" = excluded."step", "time" = excluded."time",
      "value" = excluded."value", "nan" = excluded."nan"
  WHERE (excluded."step", excluded."time", excluded."value")
      > ("MetricLatest"."step", "MetricLatest"."time", "MetricLatest"."value")`;

/**
 * Where the newest point of each series stands, by step, then time, then value; in one order, so that two
 * writers never wait on each other.
 */
export function newest({
  runId,
  keyId,
  step,
  time,
  value,
}: Record<"runId" | "keyId" | "step" | "time" | "value", readonly number[]>): number[] {
  const found = new Map<number, number>();
  for (let i = 0; i < runId.length; i++) {
    const series = runId[i]! * 2 ** 21 + keyId[i]!;
    const other = found.get(series);
    const later =
      other === undefined ||
      step[i]! > step[other]! ||
      (step[i] === step[other] &&
        (time[i]! > time[other]! || (time[i] === time[other] && value[i]! > value[other]!)));
    if (later) found.set(series, i);
  }
  return [...found].sort(([a], [b]) => a - b).map(([, place]) => place);
}

/** Points from which on COPY, which needs a transaction, is the shorter way. */
const few = 100;

/**
 * One statement of PostgreSQL's for requests that log few points and nothing else, under names that are
 * known: it finds the runs, and writes only when all of them are there and active.
 *
 * @returns what runs it and answers the runs that it found, deleted ones too; null where it cannot be
 */
export function pointsStatement(
  { provider }: Sql,
  requests: readonly PointsLogged[],
): ((sql: Sql) => Promise<RunRow[]>) | null {
  if (provider !== "postgresql" || !requests.every(isPointsAlone)) return null;
  const count = requests.reduce((sum, { points }) => sum + points.keys.length, 0);
  const keyIds = count < few ? knownMetricKeyIds(requests) : null;
  if (!keyIds) return null;
  const runs = new Map<string, { place: number; pair: [string, string] }>();
  const rows = { runId: [], keyId: [], step: [], time: [], value: [], nan: [] } as Rows;
  for (const { projectId, runUid, points } of requests) {
    const name = `${runUid} ${projectId}`;
    const { place } = runs.get(name) ?? { place: runs.size };
    runs.set(name, { place, pair: [runUid, projectId] });
    points.keys.forEach((key, at) => {
      const value = points.values[at]!;
      const nan = Number.isNaN(value);
      rows.runId.push(place);
      rows.keyId.push(keyIds(projectId, key));
      rows.step.push(points.steps[at]!);
      rows.time.push(points.times[at]!);
      rows.value.push(nan ? 0 : value);
      rows.nan.push(nan ? 1 : 0);
    });
  }
  const isLatest = rows.keyId.map(() => 0);
  for (const at of newest(rows)) isLatest[at] = 1;
  const array = (type: NumberType, values: readonly number[]) => binaryArray({ type, values });
  const values = [
    JSON.stringify([...runs.values()].map(({ pair }) => pair)),
    array("int", rows.runId),
    array("int", rows.keyId),
    array("bigint", rows.step),
    array("bigint", rows.time),
    array("float8", rows.value),
    array("int", rows.nan),
    array("int", isLatest),
  ];
  return (sql) => sql.all<RunRow>(statement, values);
}

type Rows = Record<"runId" | "keyId" | "step" | "time" | "value" | "nan", number[]>;

function isPointsAlone({ params, tags, points }: PointsLogged): boolean {
  return params.length === 0 && tags.length === 0 && points.subjects.size === 0;
}

const statement = `
  WITH asked AS (
    SELECT a."value" ->> 0 AS "uid", a."value" ->> 1 AS "projectId", a."place" - 1 AS "place"
    FROM json_array_elements($1::json) WITH ORDINALITY AS a ("value", "place")
  ), runs AS (
    SELECT a."place", r."id", r."uid", r."name", r."experimentId", r."projectId",
      CASE WHEN r."deletedAt" IS NULL THEN 0 ELSE 1 END AS "deleted"
    FROM asked a JOIN "Run" r ON r."uid" = a."uid" AND r."projectId" = a."projectId"
  ), points AS (
    SELECT r."id" AS "runId", r."experimentId", p."keyId", p."step", p."time", p."value", p."nan",
      p."isLatest"
    FROM unnest($2::int[], $3::int[], $4::bigint[], $5::bigint[], $6::float8[], $7::int[], $8::int[])
      AS p ("place", "keyId", "step", "time", "value", "nan", "isLatest")
    JOIN runs r ON r."place" = p."place"
    WHERE (SELECT count(*) FROM runs WHERE "deleted" = 0) = (SELECT count(*) FROM asked)
  ), history AS (
    INSERT INTO "MetricPoint" ("runId", "keyId", "step", "time", "value", "nan")
    SELECT "runId", "keyId", "step", "time", "value", "nan" FROM points ON CONFLICT DO NOTHING
  ), latest AS (
    INSERT INTO "MetricLatest" ("runId", "keyId", "experimentId", "step", "time", "value", "nan")
    SELECT "runId", "keyId", "experimentId", "step", "time", "value", "nan" FROM points
    WHERE "isLatest" = 1 ORDER BY "runId", "keyId" ${newer}
  )
  SELECT "id", "uid", "name", "experimentId", "projectId", "deleted" FROM runs`;
