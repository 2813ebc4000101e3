import { Readable } from "node:stream";
import type { Sql } from "@/lib/db/direct";
import type { SqliteValue } from "@/lib/db/sqlite";
import { AppError } from "@/lib/errors";
import { findSeries, historyLength, sampledHistory, type HistoryPoint } from "@/lib/runs/history";
import { jsonSql } from "./json-sql";
import { decodeOffset, encodeOffset } from "./page-token";

/** A history that is longer comes in pieces, so that memory stays flat. */
const pieceSize = 1_000;
/** Points that are sorted by time when their steps are in another order; a longer history comes by step then. */
const sortedAtMost = 200_000;
const columns = `"step", "time", "value", "nan"`;

type Series = { runId: number; keyId: number | null };

/** A stretch of a series as a JSON list, made by the database; with `uid`, each point names its run. */
async function listDocument(sql: Sql, key: string, { rest, values, uid }: { rest: string; values: readonly SqliteValue[]; uid?: string }): Promise<string> {
  const json = jsonSql(sql.provider);
  const text = (parameter: string) => ({ text: sql.provider === "postgresql" ? `${parameter}::text` : parameter });
  const point = { key: text("$1"), value: { metric: "f" }, timestamp: { whole: `f."time"` }, step: { whole: `f."step"` }, ...(uid ? { run_id: text(`$${values.length + 2}`) } : {}) };
  const list = json.rows(point, `FROM (SELECT ${columns} FROM "MetricPoint" WHERE "runId" = $2 AND "keyId" = $3 ${rest}) f`);
  const [row] = await sql.all<{ document: string }>(`SELECT ${json.asText(list)} AS "document"`, [key, ...values, ...(uid ? [uid] : [])]);
  return row!.document;
}

/** A metric's history as MLflow's JSON, by time: a page of it, or all. @throws {AppError} NOT_FOUND for an unknown run */
export async function historyDocument(sql: Sql, projectId: string, { uid, key, token, limit }: { uid: string; key: string; token: string | undefined; limit: number | undefined }): Promise<string | Readable> {
  const series = await findSeries(sql, projectId, uid, key);
  const offset = decodeOffset(token);
  const length = await historyLength(sql, series);
  if (limit === undefined && offset === 0 && length > pieceSize) {
    const { ends, byTime } = await outline(sql, series);
    if (byTime || length > sortedAtMost) return Readable.from(pieces(sql, series, key, ends));
  }
  const most = limit ?? sortedAtMost;
  const list = await listDocument(sql, key, { rest: `ORDER BY "time", "step", "value" LIMIT $4 OFFSET $5`, values: [series.runId, series.keyId, most, offset] });
  return `{"metrics":${list}${offset + most < length ? `,"next_page_token":"${encodeOffset(offset + most)}"` : ""}}`;
}

/** The last point of each piece of a series but the last, and whether its points follow each other in time as in step, as they nearly always do. */
async function outline(sql: Sql, { runId, keyId }: Series): Promise<{ ends: SqliteValue[][]; byTime: boolean }> {
  const points = `SELECT ${columns}, row_number() OVER w AS "place", CASE WHEN lag("time") OVER w > "time" THEN 1 ELSE 0 END AS "back" FROM "MetricPoint" WHERE "runId" = $1 AND "keyId" = $2 WINDOW w AS (ORDER BY ${columns})`;
  const rows = await sql.all<Record<string, SqliteValue>>(`SELECT ${columns}, "anyBack" FROM (SELECT ${columns}, "place", max("back") OVER () AS "anyBack" FROM (${points}) p) o WHERE "place" % ${pieceSize} = 0 ORDER BY "place"`, [runId, keyId]);
  return { ends: rows.map(({ step, time, value, nan }) => [step!, time!, value!, nan!]), byTime: rows[0]?.anyBack === 0 };
}

async function* pieces(sql: Sql, { runId, keyId }: Series, key: string, ends: readonly SqliteValue[][]): AsyncGenerator<string> {
  yield `{"metrics":[`;
  for (let i = 0, lead = ""; i <= ends.length; i++) {
    const [after, end] = [ends[i - 1], ends[i]];
    const bounds = [after ? `AND (${columns}) > ($4, $5, $6, $7)` : "", end ? `AND "step" <= $${after ? 8 : 4} AND (${columns}) <= (${[0, 1, 2, 3].map((n) => `$${n + (after ? 8 : 4)}`).join(", ")})` : ""];
    const list = await listDocument(sql, key, { rest: `${bounds.join(" ")} ORDER BY ${columns}`, values: [runId, keyId, ...(after ?? []), ...(end ?? [])] });
    if (list === "[]") continue;
    yield lead + list.slice(1, -1);
    lead = ",";
  }
  yield "]}";
}

function pointDocument(key: string, { value, time, step }: HistoryPoint, uid: string): string {
  return `{"key":${key},"value":${Number.isFinite(value) ? value : `"${value}"`},"timestamp":${time},"step":${step},"run_id":"${uid}"}`;
}

/** Histories of several runs, each thinned to at most `most` points. @throws {AppError} NOT_FOUND; INVALID for half a range */
export async function intervalDocument(sql: Sql, projectId: string, { uids, key, most, from, to }: { uids: readonly string[]; key: string; most: number; from: number | undefined; to: number | undefined }): Promise<string> {
  if ((from === undefined) !== (to === undefined)) throw new AppError("INVALID", "Both start_step and end_step must be specified together, or neither may be specified.");
  if (from !== undefined && to !== undefined && from > to) throw new AppError("INVALID", "end_step must be greater than start_step.");
  const parts: string[] = [];
  for (const uid of uids) {
    const points = await sampledHistory(sql, await findSeries(sql, projectId, uid, key), { most, from, to });
    parts.push(...points.map((point) => pointDocument(JSON.stringify(key), point, uid)));
  }
  return `{"metrics":[${parts.join(",")}]}`;
}

/** Histories of several runs one after the other, by run, at most `most` points in all. Runs that the project does not have are passed over. */
export async function bulkDocument(sql: Sql, projectId: string, { uids, key, most }: { uids: readonly string[]; key: string; most: number }): Promise<string> {
  const parts: string[] = [];
  let left = most;
  for (const uid of [...uids].sort()) {
    const series = await findSeries(sql, projectId, uid, key).catch(() => null);
    if (!series || left <= 0) continue;
    const list = await listDocument(sql, key, { rest: `ORDER BY "time", "step", "value" LIMIT $4`, values: [series.runId, series.keyId, left], uid });
    if (list !== "[]") parts.push(list.slice(1, -1));
    left -= await historyLength(sql, series);
  }
  return `{"metrics":[${parts.join(",")}]}`;
}
