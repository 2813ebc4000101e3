import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { inList } from "@/lib/db/group-commit";

/** A run's newest value of a metric; `logged` is its name as it was logged, `key` without the split. */
export type LatestMetric = { logged: string; key: string; split: string; value: number; step: number };
type Row = LatestMetric & { runId: number; nan: number };

/** Newest values of runs by their inner ids; a run without metrics is not in it. */
export async function latestMetrics(db: Db, runIds: readonly number[]): Promise<Map<number, LatestMetric[]>> {
  if (runIds.length === 0) return new Map();
  const sql = directOf(db);
  const rows = await sql.all<Row>(
    `SELECT f."runId", k."key" AS "logged", k."name" AS "key", k."split", f."value", f."step", f."nan" FROM "MetricLatest" f JOIN "MetricKey" k ON k."id" = f."keyId" WHERE f."runId" IN ${inList(sql, "$1", "int")} ORDER BY f."runId", k."key"`,
    [JSON.stringify(runIds)],
  );
  const found = new Map<number, LatestMetric[]>();
  for (const { runId, nan, ...metric } of rows) {
    const own = found.get(runId) ?? [];
    own.push({ ...metric, value: nan ? NaN : metric.value });
    found.set(runId, own);
  }
  return found;
}
