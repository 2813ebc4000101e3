import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { firstMetrics, firstPairs, type FirstOf, type Metric, type Pair } from "./cells";
import { comparedAtMost } from "./compared-at-most";
import { findRunHeads, namesEach, type RunHead } from "./queries";

/** A run in a comparison; `more` when it has params, tags or metrics beside those that are compared. */
export type ComparedRun = RunHead & {
  params: Record<string, string>;
  metrics: Metric[];
  more: boolean;
};

/**
 * Runs by their ids, in the order given, with the first of their params and metrics;
 * those of other projects are left out.
 */
export async function findCompared(
  db: Db,
  projectId: string,
  uids: readonly string[],
): Promise<ComparedRun[]> {
  const heads = await findRunHeads(db, projectId, uids.slice(0, comparedAtMost));
  const ids = heads.map(({ id }) => id);
  const each = namesEach(ids.length);
  const sql = directOf(db);
  const metrics = await firstMetrics(sql, ids, each);
  const params = await firstPairs(sql, "RunParam", ids, each);
  return heads.map((run) => toCompared(run, metrics.get(run.id), params.get(run.id)));
}

function toCompared(
  run: RunHead,
  metrics: FirstOf<Metric> | undefined,
  params: FirstOf<Pair> | undefined,
): ComparedRun {
  return {
    ...run,
    params: Object.fromEntries((params?.items ?? []).map(({ key, value }) => [key, value])),
    metrics: metrics?.items ?? [],
    more: (metrics?.more ?? false) || (params?.more ?? false),
  };
}
