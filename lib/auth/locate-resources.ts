import type { Db } from "@/lib/db/client";
import { scopedKinds, type ResourceRef, type ScopedKind } from "./resources";

/** The experiment, model, dataset or notebook that grants are given on, by its id in the database. */
export type Scope = { kind: ScopedKind; id: string };
type Kind = ResourceRef["kind"];
type Finder = (db: Db, projectId: string, names: string[]) => Promise<Map<string, Scope>>;

/**
 * Where grants on each resource are: the scope that holds it, or null where the project has no such resource.
 */
export async function locateResources(
  db: Db,
  projectId: string,
  refs: readonly ResourceRef[],
): Promise<(Scope | null)[]> {
  const asked = new Map<Kind, Set<string>>();
  for (const ref of refs) asked.set(ref.kind, (asked.get(ref.kind) ?? new Set()).add(nameOf(ref)));
  const found = new Map<Kind, Map<string, Scope>>();
  for (const [kind, names] of asked) found.set(kind, await finders[kind](db, projectId, [...names]));
  return refs.map((ref) => found.get(ref.kind)?.get(nameOf(ref)) ?? null);
}

/**
 * What a ref calls its resource; experiments go by name or, with a sign that no name starts with, by number.
 */
function nameOf(ref: ResourceRef): string {
  if (ref.kind === "run") return ref.uid;
  if (ref.kind === "experiment") return "number" in ref ? `#${ref.number}` : `=${ref.name}`;
  return "name" in ref ? ref.name : String(ref.id);
}

const finders: Record<Kind, Finder> = {
  async experiment(db, projectId, names) {
    const of = (sign: string) =>
      names.filter((name) => name.startsWith(sign)).map((name) => name.slice(sign.length));
    const rows = await db.experiment.findMany({
      where: { projectId, OR: [{ name: { in: of("=") } }, { number: { in: of("#").map(Number) } }] },
      select: { id: true, number: true, name: true },
    });
    return new Map(
      rows.flatMap(({ id, number, name }) => [
        [`=${name}`, inExperiment(id)],
        [`#${number}`, inExperiment(id)],
      ]),
    );
  },
  async run(db, projectId, uids) {
    const rows = await db.run.findMany({
      where: { projectId, uid: { in: uids } },
      select: { uid: true, experimentId: true },
    });
    return new Map(rows.map(({ uid, experimentId }) => [uid, inExperiment(experimentId)]));
  },
  async job(db, projectId, ids) {
    const jobs = await db.job.findMany({
      where: { projectId, id: { in: ids } },
      select: { id: true, runId: true, datasetId: true },
    });
    const runs = await db.run.findMany({
      where: { projectId, id: { in: jobs.flatMap(({ runId }) => runId ?? []) } },
      select: { id: true, experimentId: true },
    });
    const experimentOf = new Map(runs.map(({ id, experimentId }) => [id, experimentId]));
    return new Map(
      jobs.flatMap(({ id, runId, datasetId }): [string, Scope][] => {
        const experimentId = runId === null ? undefined : experimentOf.get(runId);
        if (experimentId !== undefined) return [[id, inExperiment(experimentId)]];
        return datasetId === null ? [] : [[id, { kind: "dataset", id: datasetId }]];
      }),
    );
  },
  async "logged-model"(db, projectId, ids) {
    const rows = await db.loggedModel.findMany({
      where: { projectId, id: { in: ids } },
      select: { id: true, experimentId: true },
    });
    return new Map(rows.map(({ id, experimentId }) => [id, inExperiment(experimentId)]));
  },
  async model(db, projectId, names) {
    const where = { projectId, name: { in: names } };
    const rows = await db.registeredModel.findMany({ where, select: { id: true, name: true } });
    return new Map(rows.map(({ id, name }) => [name, { kind: "model", id }]));
  },
  async dataset(db, projectId, names) {
    const where = { projectId, name: { in: names } };
    const rows = await db.dataset.findMany({ where, select: { id: true, name: true } });
    return new Map(rows.map(({ id, name }) => [name, { kind: "dataset", id }]));
  },
  async notebook(db, projectId, ids) {
    const rows = await db.notebook.findMany({ where: { projectId, id: { in: ids } }, select: { id: true } });
    return new Map(rows.map(({ id }) => [id, { kind: "notebook", id }]));
  },
  async grant(db, projectId, ids) {
    const rows = await db.grant.findMany({
      where: { projectId, id: { in: ids.map(Number) }, scopeKind: { in: [...scopedKinds] } },
      select: { id: true, scopeKind: true, scopeId: true },
    });
    return new Map(
      rows.map(({ id, scopeKind, scopeId }) => [String(id), { kind: scopeKind as ScopedKind, id: scopeId }]),
    );
  },
};

function inExperiment(id: number): Scope {
  return { kind: "experiment", id: String(id) };
}
