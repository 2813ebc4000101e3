import { Readable } from "node:stream";
import type { Sql } from "@/lib/db/direct";
import { AppError } from "@/lib/errors";
import { findSeries, historyLength, historyPage, historyPieces, sampledHistory, type HistoryPoint } from "@/lib/runs/history";
import { decodeOffset, encodeOffset } from "./page-token";

/** Longer histories are not sorted by time but come by step, in pieces, so that memory stays flat. */
const sortedAtMost = 200_000;
const pieceSize = 20_000;

function pointDocument(key: string, { value, time, step }: HistoryPoint, tail = ""): string {
  return `{"key":${key},"value":${Number.isFinite(value) ? value : `"${value}"`},"timestamp":${time},"step":${step}${tail}}`;
}

/** A metric's history as MLflow's JSON: a page of it, or all. @throws {AppError} NOT_FOUND for an unknown run */
export async function historyDocument(sql: Sql, projectId: string, { uid, key, token, limit }: { uid: string; key: string; token: string | undefined; limit: number | undefined }): Promise<string | Readable> {
  const series = await findSeries(sql, projectId, uid, key);
  const offset = decodeOffset(token);
  const name = JSON.stringify(key);
  if (limit === undefined && offset === 0 && (await historyLength(sql, series)) > sortedAtMost) return Readable.from(pieces(sql, series, name));
  const points = await historyPage(sql, series, { offset, limit: limit === undefined ? sortedAtMost : limit + 1 });
  const page = points.slice(0, limit);
  const next = limit !== undefined && points.length > limit ? `,"next_page_token":"${encodeOffset(offset + limit)}"` : "";
  return `{"metrics":[${page.map((point) => pointDocument(name, point)).join(",")}]${next}}`;
}

async function* pieces(sql: Sql, series: { runId: number; keyId: number | null }, name: string): AsyncGenerator<string> {
  let lead = `{"metrics":[`;
  for await (const piece of historyPieces(sql, series, pieceSize)) {
    yield lead + piece.map((point) => pointDocument(name, point)).join(",");
    lead = ",";
  }
  yield "]}";
}

/** Histories of several runs, each thinned to at most `most` points. @throws {AppError} NOT_FOUND; INVALID for half a range */
export async function intervalDocument(sql: Sql, projectId: string, { uids, key, most, from, to }: { uids: readonly string[]; key: string; most: number; from: number | undefined; to: number | undefined }): Promise<string> {
  if ((from === undefined) !== (to === undefined)) throw new AppError("INVALID", "Both start_step and end_step must be specified together, or neither may be specified.");
  if (from !== undefined && to !== undefined && from > to) throw new AppError("INVALID", "end_step must be greater than start_step.");
  const parts: string[] = [];
  for (const uid of uids) {
    const series = await findSeries(sql, projectId, uid, key);
    const points = await sampledHistory(sql, series, { most, from, to });
    parts.push(...points.map((point) => pointDocument(JSON.stringify(key), point, `,"run_id":"${uid}"`)));
  }
  return `{"metrics":[${parts.join(",")}]}`;
}

/** Histories of several runs one after the other, by run, at most `most` points in all. Runs that the project does not have are passed over. */
export async function bulkDocument(sql: Sql, projectId: string, { uids, key, most }: { uids: readonly string[]; key: string; most: number }): Promise<string> {
  const parts: string[] = [];
  for (const uid of [...uids].sort()) {
    const series = await findSeries(sql, projectId, uid, key).catch(() => null);
    if (series && parts.length < most) parts.push(...(await historyPage(sql, series, { offset: 0, limit: most - parts.length })).map((point) => pointDocument(JSON.stringify(key), point, `,"run_id":"${uid}"`)));
  }
  return `{"metrics":[${parts.join(",")}]}`;
}
