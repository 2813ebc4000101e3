import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { drawnHistory, type Drawn } from "./history";

export type DrawnSeries = Drawn & { logged: string };

/** Metrics of a run that have more than one point, by name, at most `most`; each cut to the pixels of its chart. */
export async function drawnSeries(
  db: Db,
  runId: number,
  { most, pixels }: { most: number; pixels: number },
): Promise<DrawnSeries[]> {
  const sql = directOf(db);
  const found = await sql.all<{ keyId: number; logged: string }>(
    `SELECT f."keyId", k."key" AS "logged" FROM "MetricLatest" f JOIN "MetricKey" k ON k."id" = f."keyId" WHERE f."runId" = $1
     AND EXISTS (SELECT 1 FROM "MetricPoint" p WHERE p."runId" = f."runId" AND p."keyId" = f."keyId" AND (p."step" <> f."step" OR p."time" <> f."time")) ORDER BY k."key" LIMIT $2`,
    [runId, most],
  );
  const drawn: DrawnSeries[] = [];
  for (const { keyId, logged } of found)
    drawn.push({ logged, ...(await drawnHistory(sql, { runId, keyId }, pixels)) });
  return drawn;
}
