import type { Sql } from "@/lib/db/direct";
import { inList } from "@/lib/db/group-commit";
import { readMetricName } from "./metric-name";

type Named = { projectId: string; points: readonly { key: string; datasetName?: string | undefined }[] };

/**
 * The numbers that stand for metric names inside, making those that are new.
 *
 * @returns what finds the number of a name in a project
 */
export async function metricKeyIds(sql: Sql, requests: readonly Named[]): Promise<(projectId: string, key: string) => number> {
  const wanted = new Map<string, { projectId: string; key: string; datasetName: string | undefined }>();
  for (const { projectId, points } of requests) for (const { key, datasetName } of points) wanted.set(`${projectId} ${key}`, { projectId, key, datasetName });
  const found = await find(sql, [...wanted.values()]);
  const missing = [...wanted].filter(([name]) => !found.has(name)).map(([, entry]) => ({ ...entry, ...readMetricName(entry.key, entry.datasetName) }));
  if (missing.length > 0) {
    const text = (pick: (entry: (typeof missing)[number]) => string) => ({ type: "text", values: missing.map(pick) });
    await sql.insert("MetricKey", { projectId: text(({ projectId }) => projectId), key: text(({ key }) => key), name: text(({ name }) => name), split: text(({ split }) => split) }, "ON CONFLICT DO NOTHING");
    for (const [name, id] of await find(sql, missing)) found.set(name, id);
  }
  return (projectId, key) => found.get(`${projectId} ${key}`)!;
}

async function find(sql: Sql, wanted: readonly { projectId: string; key: string }[]): Promise<Map<string, number>> {
  const [projects, keys] = [[...new Set(wanted.map(({ projectId }) => projectId))], [...new Set(wanted.map(({ key }) => key))]];
  const rows = await sql.all<{ id: number; projectId: string; key: string }>(`SELECT "id", "projectId", "key" FROM "MetricKey" WHERE "projectId" IN ${inList(sql, "$1")} AND "key" IN ${inList(sql, "$2")}`, [JSON.stringify(projects), JSON.stringify(keys)]);
  return new Map(rows.map(({ id, projectId, key }) => [`${projectId} ${key}`, id]));
}
