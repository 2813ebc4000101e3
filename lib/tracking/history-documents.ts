import { Readable } from "node:stream";
import type { Sql } from "@/lib/db/direct";
import type { SqliteValue } from "@/lib/db/sqlite";
import { findSeries, historyLength, sampledHistory, type HistoryPoint } from "@/lib/runs/history";
import { jsonSql } from "./json-sql";
import { decodeOffset, encodeOffset } from "@/lib/runs/page-token";

/** A history that is longer comes in pieces, so that memory stays flat. */
const pieceSize = 1_000;
/**
 * Points that are sorted by time when their steps are in another order; a longer history comes by step then.
 */
const sortedAtMost = 200_000;
const columns = `"step", "time", "value", "nan"`;

/** The parameters of a point, the first of them given. */
const tuple = (first: number) => `($${first}, $${first + 1}, $${first + 2}, $${first + 3})`;

type Series = { runId: number; keyId: number | null };

/** A stretch of a series as a JSON list, made by the database; with `uid`, each point names its run. */
async function listDocument(
  sql: Sql,
  key: string,
  { rest, values, uid }: { rest: string; values: readonly SqliteValue[]; uid?: string },
): Promise<string> {
  const json = jsonSql(sql.provider);
  const text = (parameter: string) => ({
    text: sql.provider === "postgresql" ? `${parameter}::text` : parameter,
  });
  const point = {
    key: text("$1"),
    value: { metric: "f" },
    timestamp: { whole: `f."time"` },
    step: { whole: `f."step"` },
    ...(uid ? { run_id: text(`$${values.length + 2}`) } : {}),
  };
  const list = json.list(
    json.object(point),
    `FROM (SELECT ${columns} FROM "MetricPoint" WHERE "runId" = $2 AND "keyId" = $3 ${rest}) f`,
  );
  const [row] = await sql.all<{ document: string }>(`SELECT ${list} AS "document"`, [
    key,
    ...values,
    ...(uid ? [uid] : []),
  ]);
  return row!.document;
}

/**
 * A metric's history as MLflow's JSON, by time: a page of it, or all.
 * @throws {AppError} NOT_FOUND for an unknown run
 */
export async function historyDocument(
  sql: Sql,
  projectId: string,
  {
    uid,
    key,
    token,
    limit,
  }: { uid: string; key: string; token: string | undefined; limit: number | undefined },
): Promise<string | Readable> {
  const series = await findSeries(sql, projectId, uid, key);
  const offset = decodeOffset(token);
  const length = await historyLength(sql, series);
  if (
    limit === undefined &&
    offset === 0 &&
    length > pieceSize &&
    (length > sortedAtMost || (await isByTime(sql, series)))
  )
    return Readable.from(pieces(sql, series, key, await pieceEnds(sql, series)));
  const most = limit ?? sortedAtMost;
  const list = await listDocument(sql, key, {
    rest: `ORDER BY "time", "step", "value" LIMIT $4 OFFSET $5`,
    values: [series.runId, series.keyId, most, offset],
  });
  const next = offset + most < length ? `,"next_page_token":"${encodeOffset(offset + most)}"` : "";
  return `{"metrics":${list}${next}}`;
}

/** Whether the points of a series follow each other in time as in step, as they nearly always do. */
async function isByTime(sql: Sql, { runId, keyId }: Series): Promise<boolean> {
  const [back] = await sql.all(
    `SELECT 1 AS "back" FROM (SELECT "time", lag("time") OVER (ORDER BY ${columns}) AS "before"
     FROM "MetricPoint" WHERE "runId" = $1 AND "keyId" = $2) o WHERE "before" > "time" LIMIT 1`,
    [runId, keyId],
  );
  return back === undefined;
}

/**
 * The last point of each piece of a series; what comes after the last of them is one more. SQLite leaps from
 * end to end, where PostgreSQL is faster in one reading.
 */
async function pieceEnds(sql: Sql, { runId, keyId }: Series): Promise<SqliteValue[][]> {
  const valuesOf = ({ step, time, value, nan }: Record<string, SqliteValue>) => [step!, time!, value!, nan!];
  const points = `FROM "MetricPoint" WHERE "runId" = $1 AND "keyId" = $2`;
  if (sql.provider === "postgresql") {
    const numbered = `SELECT ${columns}, row_number() OVER (ORDER BY ${columns}) AS "place" ${points}`;
    return (
      await sql.all<Record<string, SqliteValue>>(
        `SELECT ${columns} FROM (${numbered}) p WHERE "place" % ${pieceSize} = 0 ORDER BY "place"`,
        [runId, keyId],
      )
    ).map(valuesOf);
  }
  for (const ends: SqliteValue[][] = []; ;) {
    const after = ends.at(-1) ?? [];
    const [end] = await sql.all<Record<string, SqliteValue>>(
      `SELECT ${columns} ${points} ${after.length > 0 ? `AND (${columns}) > ${tuple(3)}` : ""}
       ORDER BY ${columns} LIMIT 1 OFFSET ${pieceSize - 1}`,
      [runId, keyId, ...after],
    );
    if (!end) return ends;
    ends.push(valuesOf(end));
  }
}

async function* pieces(
  sql: Sql,
  { runId, keyId }: Series,
  key: string,
  ends: readonly SqliteValue[][],
): AsyncGenerator<string> {
  yield `{"metrics":[`;
  for (let i = 0, lead = ""; i <= ends.length; i++) {
    const [after, end] = [ends[i - 1], ends[i]];
    const first = after ? 8 : 4;
    const lower = after ? `AND (${columns}) > ${tuple(4)}` : "";
    // the plain bound is where an index stops
    const upper = end ? `AND "step" <= $${first} AND (${columns}) <= ${tuple(first)}` : "";
    const list = await listDocument(sql, key, {
      rest: `${lower} ${upper} ORDER BY ${columns}`,
      values: [runId, keyId, ...(after ?? []), ...(end ?? [])],
    });
    if (list === "[]") continue;
    yield lead + list.slice(1, -1);
    lead = ",";
  }
  yield "]}";
}

function pointDocument(key: string, { value, time, step }: HistoryPoint, uid: string): string {
  const number = Number.isFinite(value) ? value : `"${value}"`;
  return `{"key":${key},"value":${number},"timestamp":${time},"step":${step},"run_id":"${uid}"}`;
}

/** Histories of several runs, each thinned to at most `most` points. @throws {AppError} NOT_FOUND */
export async function intervalDocument(
  sql: Sql,
  projectId: string,
  {
    uids,
    key,
    most,
    from,
    to,
  }: { uids: readonly string[]; key: string; most: number; from: number | undefined; to: number | undefined },
): Promise<string> {
  const parts: string[] = [];
  for (const uid of uids) {
    const points = await sampledHistory(sql, await findSeries(sql, projectId, uid, key), { most, from, to });
    parts.push(...points.map((point) => pointDocument(JSON.stringify(key), point, uid)));
  }
  return `{"metrics":[${parts.join(",")}]}`;
}

/**
 * Histories of several runs one after the other, by run, at most `most` points in all. Runs that the project
 * does not have are passed over.
 */
export async function bulkDocument(
  sql: Sql,
  projectId: string,
  { uids, key, most }: { uids: readonly string[]; key: string; most: number },
): Promise<string> {
  const parts: string[] = [];
  let left = most;
  for (const uid of [...uids].sort()) {
    const series = await findSeries(sql, projectId, uid, key).catch(() => null);
    if (!series || left <= 0) continue;
    const list = await listDocument(sql, key, {
      rest: `ORDER BY "time", "step", "value" LIMIT $4`,
      values: [series.runId, series.keyId, left],
      uid,
    });
    if (list !== "[]") parts.push(list.slice(1, -1));
    left -= await historyLength(sql, series);
  }
  return `{"metrics":[${parts.join(",")}]}`;
}
