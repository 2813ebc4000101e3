import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { inList } from "@/lib/db/group-commit";
import { firstMetrics } from "./cells";
import { drawnHistory, type Drawn } from "./history";
import { findRunHeads, namesEach } from "./queries";

/** One metric of several runs: the series of each that logged more than one point of it. */
export type ComparedSeries = { logged: string; runs: (Drawn & { run: string })[] };
/** Metrics from one place on; `next` is the place to go on from, where there are more. */
export type ComparedSeriesPage = { series: ComparedSeries[]; next: number | null };

/**
 * Metrics of which any of the runs has more than one point, those of most runs first, then by name; each cut
 * to the pixels of its chart. They are looked for among the first metrics of each run, as a comparison is.
 *
 * @param uids runs of the project; others are left out
 */
export async function comparedSeries(
  db: Db,
  projectId: string,
  uids: readonly string[],
  { from, most, pixels }: { from: number; most: number; pixels: number },
): Promise<ComparedSeriesPage> {
  const sql = directOf(db);
  const heads = await findRunHeads(db, projectId, uids);
  const ids = heads.map(({ id }) => id);
  const first = await firstMetrics(sql, ids, namesEach(ids.length));
  const names = [...new Set([...first.values()].flatMap(({ items }) => items.map(({ logged }) => logged)))];
  if (names.length === 0) return { series: [], next: null };
  const found = await sql.all<{ runId: number; keyId: number; logged: string }>(
    `SELECT f."runId", f."keyId", k."key" AS "logged" FROM "MetricKey" k
     JOIN "MetricLatest" f ON f."keyId" = k."id" AND f."runId" IN ${inList(sql, "$1", "int")}
     WHERE k."projectId" = $2 AND k."key" IN ${inList(sql, "$3")}
       AND EXISTS (SELECT 1 FROM "MetricPoint" p WHERE p."runId" = f."runId" AND p."keyId" = f."keyId"
                   AND (p."step" <> f."step" OR p."time" <> f."time"))`,
    [JSON.stringify(ids), projectId, JSON.stringify(names)],
  );
  const metrics = [...Map.groupBy(found, ({ logged }) => logged)].sort(
    ([a, of], [b, others]) => others.length - of.length || (a < b ? -1 : 1),
  );
  const series: ComparedSeries[] = [];
  for (const [logged, of] of metrics.slice(from, from + most)) {
    const runs: ComparedSeries["runs"] = [];
    for (const { id, uid } of heads) {
      const own = of.find(({ runId }) => runId === id);
      if (own) runs.push({ run: uid, ...(await drawnHistory(sql, own, pixels)) });
    }
    series.push({ logged, runs });
  }
  return { series, next: from + most < metrics.length ? from + most : null };
}
