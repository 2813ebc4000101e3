import type { Sql } from "@/lib/db/direct";
import { inList } from "@/lib/db/group-commit";
import { readMetricName } from "./metric-name";
import type { Points } from "./points";

type Named = { projectId: string; points: Points };

type Numbers = Map<string, Map<string, number>>;
type Wanted = { projectId: string; key: string; datasetName: string | undefined };

/**
 * Numbers that the database has told lately, by project and name. They never change,
 * but a database may be set back to an older state.
 */
const known = { ids: new Map() as Numbers, count: 0, since: 0 };
const [knownFor, knownAtMost] = [10_000, 50_000];

/**
 * The numbers that stand for metric names inside, making those that are new.
 *
 * @returns what finds the number of a name in a project
 */
export async function metricKeyIds(
  sql: Sql,
  requests: readonly Named[],
): Promise<(projectId: string, key: string) => number> {
  forgetInTime();
  const told = known.ids;
  const asked = new Map<string, Wanted>();
  for (const { projectId, points } of requests) {
    const ofProject = told.get(projectId);
    points.keys.forEach(
      (key, at) =>
        ofProject?.has(key) ||
        asked.set(`${projectId} ${key}`, {
          projectId,
          key,
          datasetName: points.subjects.get(at)?.datasetName,
        }),
    );
  }
  const made = asked.size > 0 ? await findOrMake(sql, [...asked.values()]) : null;
  return (projectId, key) => told.get(projectId)?.get(key) ?? made!.get(projectId)!.get(key)!;
}

/** The same where the database has told all of them lately, else null. */
export function knownMetricKeyIds(
  requests: readonly Named[],
): ((projectId: string, key: string) => number) | null {
  forgetInTime();
  const told = known.ids;
  const isKnown = ({ projectId, points }: Named) => {
    const ofProject = told.get(projectId);
    return points.keys.every((key) => ofProject?.has(key));
  };
  return requests.every(isKnown) ? (projectId, key) => told.get(projectId)!.get(key)! : null;
}

function forgetInTime(): void {
  if (performance.now() - known.since > knownFor || known.count > knownAtMost)
    Object.assign(known, { ids: new Map(), count: 0, since: performance.now() });
}

/** The numbers of names that this transaction makes; those that were there are noted as known. */
async function findOrMake(sql: Sql, wanted: readonly Wanted[]): Promise<Numbers> {
  const there = await find(sql, wanted);
  for (const [projectId, ids] of there) for (const [key, id] of ids) note(projectId, key, id);
  const missing = wanted
    .filter(({ projectId, key }) => !there.get(projectId)?.has(key))
    .map((entry) => ({ ...entry, ...readMetricName(entry.key, entry.datasetName) }));
  if (missing.length === 0) return there;
  const text = (pick: (entry: (typeof missing)[number]) => string) => ({
    type: "text",
    values: missing.map(pick),
  });
  await sql.insert(
    "MetricKey",
    {
      projectId: text(({ projectId }) => projectId),
      key: text(({ key }) => key),
      name: text(({ name }) => name),
      split: text(({ split }) => split),
    },
    "ON CONFLICT DO NOTHING",
  );
  // New ones are not noted: this transaction may yet be undone.
  return find(sql, wanted);
}

function note(projectId: string, key: string, id: number): void {
  const ids = known.ids.get(projectId) ?? new Map<string, number>();
  known.ids.set(projectId, ids.set(key, id));
  known.count += 1;
}

async function find(sql: Sql, wanted: readonly { projectId: string; key: string }[]): Promise<Numbers> {
  const [projects, keys] = [
    [...new Set(wanted.map(({ projectId }) => projectId))],
    [...new Set(wanted.map(({ key }) => key))],
  ];
  const rows = await sql.all<{ id: number; projectId: string; key: string }>(
    `SELECT "id", "projectId", "key" FROM "MetricKey"
     WHERE "projectId" IN ${inList(sql, "$1")} AND "key" IN ${inList(sql, "$2")}`,
    [JSON.stringify(projects), JSON.stringify(keys)],
  );
  const found: Numbers = new Map();
  for (const { projectId, key, id } of rows)
    found.set(projectId, (found.get(projectId) ?? new Map<string, number>()).set(key, id));
  return found;
}
