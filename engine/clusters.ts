import { columnsInFormula, requireUnmasked } from "@/lib/datasets/barred";
import { clustersOf } from "@/lib/datasets/clusters/clusters";
import type { ColumnClusters, EngineRequests } from "@/lib/datasets/engine";
import { findColumn } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { whereSql, withRecipe } from "./recipe";

/** The values of a column of text that likely mean the same; what was not compared is counted. */
export function findClusters(input: EngineRequests["clusters"]["input"]): Promise<ColumnClusters> {
  const names = [input.column, ...(input.where === null ? [] : columnsInFormula(input.where))];
  return withRecipe(input, async ({ connection, last, columns, masked }) => {
    requireUnmasked(masked, names, "its values cannot be put together");
    const { id, type } = findColumn(columns, input.column);
    if (type !== "text") throw new AppError("INVALID", `${input.column} holds no text to put together.`);
    await connection.run(
      `CREATE TEMP TABLE counted AS SELECT ${id} AS value, count(*)::DOUBLE AS n,
        length(${id}) > ${limits.facetValueCharacters} AS long
        FROM ${last} ${whereSql(input.where, columns)} GROUP BY ${id} HAVING ${id} IS NOT NULL`,
    );
    const sums = await connection.runAndReadAll(
      "SELECT count(*)::DOUBLE, (count(*) FILTER (WHERE long))::DOUBLE FROM counted",
    );
    const [distinct, long] = sums.getRowsJson()[0]!.map(Number) as [number, number];
    const reader = await connection.runAndReadAll(
      `SELECT value, n FROM counted WHERE NOT long ORDER BY n DESC, value LIMIT ${limits.clusterValues}`,
    );
    const values = reader.getRowsJson().map(([value, n]) => ({ value: String(value), count: Number(n) }));
    const all = clustersOf(values, input.by, { comparisons: limits.clusterComparisons });
    const clusters = firstWhole(all.clusters);
    const beyond = distinct - long - values.length;
    return { ...all, clusters, found: all.clusters.length, distinct, long, beyond };
  });
}

/** As many clusters as can be answered, each with all its values. */
function firstWhole<Cluster extends { values: readonly unknown[] }>(clusters: readonly Cluster[]): Cluster[] {
  let left: number = limits.clusteredValues;
  const fits = (cluster: Cluster) => cluster.values.length <= left;
  return clusters.slice(0, limits.clusters).filter((cluster) => {
    if (!fits(cluster)) return false;
    left -= cluster.values.length;
    return true;
  });
}
