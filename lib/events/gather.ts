import type { Direct } from "@/lib/db/direct";
import { limits } from "@/lib/limits";
import { bus } from "./bus";
import type { Fact } from "./facts";
import { writerOf, type EventRow } from "./rows";

/** What happened to the runs of one experiment since it was last told. */
type Activity = { started: Set<string>; logged: Set<string>; more: boolean };

const waiting = new WeakMap<Direct, Map<string, Map<number, Activity>>>();

/**
 * Tells what clients log at most once a second, as one event an experiment, however many points there are.
 * A signal, not a record: what was logged is kept by then, and a page that misses one draws itself anew
 * when its stream comes back.
 */
export function gather(direct: Direct, fact: Fact): void {
  const { subject } = fact;
  if ((subject.kind !== "run" && subject.kind !== "logged-model") || fact.projectId === null) return;
  const { id, experiment } = subject;
  const projects = waiting.get(direct) ?? new Map<string, Map<number, Activity>>();
  waiting.set(direct, projects);
  let experiments = projects.get(fact.projectId);
  if (!experiments) {
    projects.set(fact.projectId, (experiments = new Map()));
    const projectId = fact.projectId;
    setTimeout(() => void tell(direct, projectId).catch(() => undefined), limits.gatherMilliseconds).unref();
  }
  let activity = experiments.get(experiment);
  if (!activity)
    experiments.set(experiment, (activity = { started: new Set(), logged: new Set(), more: false }));
  const runs = fact.name === "run.start" ? activity.started : activity.logged;
  if (runs.size < limits.gatheredRuns || runs.has(id)) runs.add(id);
  else activity.more = true;
}

async function tell(direct: Direct, projectId: string): Promise<void> {
  const experiments = waiting.get(direct)?.get(projectId);
  waiting.get(direct)?.delete(projectId);
  const at = new Date();
  const rows = [...(experiments ?? [])].map(([experiment, { started, logged, more }]): EventRow => ({
    at,
    projectId,
    kind: "run.activity",
    scopeKind: "experiment",
    scopeId: String(experiment),
    data: JSON.stringify({
      subject: { kind: "experiment", id: experiment },
      detail: { started: [...started], logged: [...logged], more },
    }),
  }));
  if (rows.length === 0) return;
  await direct.transaction((sql) => writerOf(sql, sql.provider).events(rows));
  bus().emit("project", projectId);
}
