import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { drawnHistory, type Drawn } from "./history";

export type DrawnSeries = Drawn & { logged: string };
/** Series of a run by name; `next` is the name to go on after, where there are more. */
export type SeriesPage = { series: DrawnSeries[]; next: string | null };

/** Metrics of a run among which those of several points are looked for. */
const lookedAtMost = 2_000;

/**
 * Metrics of a run that have more than one point, by name, at most `most` after a name;
 * each cut to the pixels of its chart.
 */
export async function drawnSeries(
  db: Db,
  runId: number,
  { most, pixels, after = "" }: { most: number; pixels: number; after?: string },
): Promise<SeriesPage> {
  const sql = directOf(db);
  const name = sql.provider === "postgresql" ? `k."key" COLLATE "C"` : `k."key"`;
  const found = await sql.all<{ keyId: number; logged: string }>(
    `SELECT f."keyId", k."key" AS "logged"
     FROM (SELECT * FROM "MetricLatest" WHERE "runId" = $1 ORDER BY "keyId" LIMIT ${lookedAtMost}) f
     JOIN "MetricKey" k ON k."id" = f."keyId"
     WHERE ${name} > $2
       AND EXISTS (SELECT 1 FROM "MetricPoint" p WHERE p."runId" = f."runId" AND p."keyId" = f."keyId"
                   AND (p."step" <> f."step" OR p."time" <> f."time"))
     ORDER BY ${name} LIMIT $3`,
    [runId, after, most + 1],
  );
  const series: DrawnSeries[] = [];
  for (const { keyId, logged } of found.slice(0, most))
    series.push({ logged, ...(await drawnHistory(sql, { runId, keyId }, pixels)) });
  return { series, next: found.length > most ? found[most - 1]!.logged : null };
}
