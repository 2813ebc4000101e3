import type { Sql } from "@/lib/db/direct";
import { inList } from "@/lib/db/group-commit";
import { readMetricName } from "./metric-name";

type Named = { projectId: string; points: readonly { key: string; datasetName?: string | undefined }[] };

/** Numbers that the database has told lately. They never change, but a database may be set back to an older state. */
const known = { ids: new Map<string, number>(), since: 0 };
const [knownFor, knownAtMost] = [10_000, 50_000];

/**
 * The numbers that stand for metric names inside, making those that are new.
 *
 * @returns what finds the number of a name in a project
 */
export async function metricKeyIds(sql: Sql, requests: readonly Named[]): Promise<(projectId: string, key: string) => number> {
  if (performance.now() - known.since > knownFor || known.ids.size > knownAtMost) Object.assign(known, { ids: new Map(), since: performance.now() });
  const wanted = new Map<string, { projectId: string; key: string; datasetName: string | undefined }>();
  for (const { projectId, points } of requests) for (const { key, datasetName } of points) wanted.set(`${projectId} ${key}`, { projectId, key, datasetName });
  const found = new Map<string, number>();
  for (const name of wanted.keys()) if (known.ids.has(name)) found.set(name, known.ids.get(name)!);
  const asked = [...wanted].filter(([name]) => !found.has(name));
  if (asked.length > 0) await findOrMake(sql, asked.map(([, entry]) => entry), found);
  return (projectId, key) => found.get(`${projectId} ${key}`)!;
}

async function findOrMake(sql: Sql, wanted: readonly { projectId: string; key: string; datasetName: string | undefined }[], found: Map<string, number>): Promise<void> {
  for (const [name, id] of await find(sql, wanted)) {
    found.set(name, id);
    known.ids.set(name, id);
  }
  const missing = wanted.filter(({ projectId, key }) => !found.has(`${projectId} ${key}`)).map((entry) => ({ ...entry, ...readMetricName(entry.key, entry.datasetName) }));
  if (missing.length === 0) return;
  const text = (pick: (entry: (typeof missing)[number]) => string) => ({ type: "text", values: missing.map(pick) });
  await sql.insert("MetricKey", { projectId: text(({ projectId }) => projectId), key: text(({ key }) => key), name: text(({ name }) => name), split: text(({ split }) => split) }, "ON CONFLICT DO NOTHING");
  // Not remembered beyond this transaction: it may yet be undone.
  for (const [name, id] of await find(sql, missing)) found.set(name, id);
}

async function find(sql: Sql, wanted: readonly { projectId: string; key: string }[]): Promise<Map<string, number>> {
  const [projects, keys] = [[...new Set(wanted.map(({ projectId }) => projectId))], [...new Set(wanted.map(({ key }) => key))]];
  const rows = await sql.all<{ id: number; projectId: string; key: string }>(`SELECT "id", "projectId", "key" FROM "MetricKey" WHERE "projectId" IN ${inList(sql, "$1")} AND "key" IN ${inList(sql, "$2")}`, [JSON.stringify(projects), JSON.stringify(keys)]);
  return new Map(rows.map(({ id, projectId, key }) => [`${projectId} ${key}`, id]));
}
