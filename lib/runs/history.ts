import type { Sql } from "@/lib/db/direct";
import { AppError } from "@/lib/errors";

/** A logged point: its step, its time in milliseconds, its value, which may be NaN. */
export type HistoryPoint = { step: number; time: number; value: number };
type Row = HistoryPoint & { nan: number };

const columns = `"step", "time", "value", "nan"`;
const shown = ({ step, time, value, nan }: Row): HistoryPoint => ({ step, time, value: nan ? NaN : value });

/** The inner numbers of a run's metric; `keyId` is null where nothing was logged under that name. @throws {AppError} NOT_FOUND for an unknown run */
export async function findSeries(sql: Sql, projectId: string, runUid: string, key: string): Promise<{ runId: number; keyId: number | null }> {
  const [row] = await sql.all<{ runId: number; keyId: number | null }>(`SELECT r."id" AS "runId", k."id" AS "keyId" FROM "Run" r LEFT JOIN "MetricKey" k ON k."projectId" = r."projectId" AND k."key" = $3 WHERE r."projectId" = $1 AND r."uid" = $2`, [projectId, runUid, key]);
  if (!row) throw new AppError("NOT_FOUND", `Run with id=${runUid} not found`);
  return row;
}

/** How many points a series has. */
export async function historyLength(sql: Sql, { runId, keyId }: { runId: number; keyId: number | null }): Promise<number> {
  const [row] = await sql.all<{ count: number }>(`SELECT count(*) AS "count" FROM "MetricPoint" WHERE "runId" = $1 AND "keyId" = $2`, [runId, keyId]);
  return row?.count ?? 0;
}

/**
 * At most `most` points of a series, evenly chosen by their place, the first and the last among them.
 *
 * @see MLflow's get-history-bulk-interval, which chooses so
 */
export async function sampledHistory(sql: Sql, { runId, keyId }: { runId: number; keyId: number | null }, { most, from, to }: { most: number; from?: number | undefined; to?: number | undefined }): Promise<HistoryPoint[]> {
  if (keyId === null) return [];
  const range = from === undefined || to === undefined ? "" : `AND "step" BETWEEN $3 AND $4`;
  const values = [runId, keyId, ...(range ? [from!, to!] : [])];
  const source = `FROM "MetricPoint" WHERE "runId" = $1 AND "keyId" = $2 ${range}`;
  const rows = await sql.all<Row>(`SELECT ${columns} FROM (SELECT ${columns}, row_number() OVER (PARTITION BY "bucket" ORDER BY ${columns}) AS "place" FROM (SELECT ${columns}, ntile(${Math.trunc(most)}) OVER (ORDER BY ${columns}) AS "bucket" ${source}) AS b) AS p WHERE "place" = 1 ORDER BY ${columns}`, values);
  const [last] = await sql.all<Row>(`SELECT ${columns} ${source} ORDER BY "step" DESC, "time" DESC, "value" DESC, "nan" DESC LIMIT 1`, values);
  const end = rows.at(-1);
  if (last && end && (last.step !== end.step || last.time !== end.time || last.value !== end.value)) {
    if (rows.length >= most) rows.pop();
    rows.push(last);
  }
  return rows.map(shown);
}

/** A stretch of a series as a chart draws it: the least and the greatest value of each of its columns of pixels. */
export type Column = { at: number; low: number; high: number; count: number };
export type Drawn = { by: "step" | "time"; columns: Column[]; points: number; notNumbers: number; from: number; to: number };

/**
 * A series cut into `pixels` stretches of equal width, each with its least and greatest value, so that a
 * chart loses no peak however many points there are. By step; by time where every step is the same.
 */
export async function drawnHistory(sql: Sql, { runId, keyId }: { runId: number; keyId: number }, pixels: number): Promise<Drawn> {
  const series = `FROM "MetricPoint" WHERE "runId" = $1 AND "keyId" = $2`;
  const [range] = await sql.all<{ count: number; nans: number; firstStep: number; lastStep: number; firstTime: number; lastTime: number }>(
    `SELECT count(*) AS "count", coalesce(sum("nan"), 0) AS "nans", min("step") AS "firstStep", max("step") AS "lastStep", min("time") AS "firstTime", max("time") AS "lastTime" ${series}`,
    [runId, keyId],
  );
  const { count = 0, nans = 0, firstStep = 0, lastStep = 0, firstTime = 0, lastTime = 0 } = range ?? {};
  const by = lastStep > firstStep ? "step" : "time";
  const [from, to] = by === "step" ? [firstStep, lastStep] : [firstTime, lastTime];
  const cast = sql.provider === "postgresql" ? "::float8" : " * 1.0";
  const rows = await sql.all<Column>(
    `SELECT min("${by}") AS "at", min("value") AS "low", max("value") AS "high", count(*) AS "count" ${series} AND "nan" = 0 GROUP BY floor(("${by}" - $3${sql.provider === "postgresql" ? "::bigint" : ""})${cast} / $4${sql.provider === "postgresql" ? "::float8" : ""}) ORDER BY 1`,
    [runId, keyId, from, Math.max(1, (to - from + 1) / pixels)],
  );
  return { by, columns: rows, points: count, notNumbers: nans, from, to };
}
