import { toIdFilter, toTextIdFilter, type AccessFilter } from "@/lib/auth/access-filter";
import type { Tx } from "@/lib/db/client";
import { numberAfter, toPage, type Page, type PageQuery } from "@/lib/page";
import type { Readable } from "./dependents";
import { howShown } from "./how-shown";

/** What a version was made from, nearest first: `depth` steps back, and how the step after it was taken. */
export type Ancestor = { depth: number; how: string } & (
  | { kind: "file"; sha256: string; fileName: string | null }
  | { kind: "dataset"; name: string; number: number; rows: number; at: Date }
  | { kind: "label-task"; id: string; name: string; dataset: string }
  /** Something that the asker may not read. */
  | { kind: "hidden" }
);
/** A version of a dataset that was made from another, and how. */
export type Descendant = { name: string; number: number; rows: number; how: string; at: Date };
/** A run that was trained on a version, and the versions of models that were registered of it. */
export type TrainedRun = {
  uid: string;
  name: string;
  status: string;
  deleted: boolean;
  experiment: string;
  startTime: number;
  models: { name: string; number: number; stage: string }[];
};

/** Steps back that are followed, and things that are named on the way. */
const mostSteps = 50;
const mostAncestors = 200;

/**
 * What a version was made from, through other datasets to the files, breadth first and within bounds.
 *
 * @returns `cut` when there is more than was followed
 */
export async function ancestorsOf(
  tx: Tx,
  projectId: string,
  versionId: string,
  { datasets, reader }: Readable,
): Promise<{ ancestors: Ancestor[]; cut: boolean }> {
  const ancestors: Ancestor[] = [];
  const seen = new Set([versionId]);
  let level = [versionId];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > mostSteps || ancestors.length >= mostAncestors) return { ancestors, cut: true };
    const edges = await tx.lineageEdge.findMany({
      where: { projectId, toKind: "dataset", toId: { in: level } },
      orderBy: { id: "desc" },
      take: mostAncestors,
    });
    const fresh = edges.filter(({ fromId }) => !seen.has(fromId));
    fresh.forEach(({ fromId }) => seen.add(fromId));
    const ids = fresh.filter(({ fromKind }) => fromKind === "dataset").map(({ fromId }) => fromId);
    const versions = await tx.datasetVersion.findMany({
      where: { projectId, id: { in: ids }, dataset: { id: toTextIdFilter(datasets) } },
      select: { id: true, number: true, rows: true, createdAt: true, dataset: { select: { name: true } } },
    });
    const files = await fileNames(tx, projectId, fresh);
    const tasks = await labelTasks(tx, projectId, fresh, datasets);
    const shown = new Map<string, Awaited<ReturnType<typeof howShown>>>();
    for (const id of new Set(fresh.map(({ toId }) => toId))) shown.set(id, await howShown(tx, reader, id));
    for (const { fromKind, fromId, toId, how: told } of fresh) {
      const { words, hash } = shown.get(toId)!;
      const how = words(told);
      const version = versions.find(({ id }) => id === fromId);
      const task = fromKind === "label-task" ? tasks.get(fromId) : undefined;
      if (task) ancestors.push({ depth, how, kind: "label-task", id: fromId, ...task });
      else if (fromKind === "file")
        ancestors.push({
          depth,
          how,
          kind: "file",
          sha256: hash(fromId),
          fileName: files.get(fromId) ?? null,
        });
      else if (version)
        ancestors.push({
          depth,
          how,
          kind: "dataset",
          name: version.dataset.name,
          number: version.number,
          rows: version.rows,
          at: version.createdAt,
        });
      else if (fromKind === "dataset") ancestors.push({ depth, how, kind: "hidden" });
    }
    level = versions.map(({ id }) => id);
  }
  return { ancestors, cut: false };
}

async function labelTasks(
  tx: Tx,
  projectId: string,
  edges: readonly { fromKind: string; fromId: string }[],
  datasets: AccessFilter,
): Promise<Map<string, { name: string; dataset: string }>> {
  const ids = edges.filter(({ fromKind }) => fromKind === "label-task").map(({ fromId }) => fromId);
  const tasks = await tx.labelTask.findMany({
    where: { projectId, id: { in: ids }, datasetId: toTextIdFilter(datasets) },
    select: { id: true, name: true, datasetId: true },
  });
  const named = await tx.dataset.findMany({
    where: { projectId, id: { in: tasks.map(({ datasetId }) => datasetId) } },
    select: { id: true, name: true },
  });
  const nameOf = new Map(named.map(({ id, name }) => [id, name]));
  return new Map(
    tasks.map(({ id, name, datasetId }) => [id, { name, dataset: nameOf.get(datasetId) ?? "" }]),
  );
}

async function fileNames(
  tx: Tx,
  projectId: string,
  edges: readonly { fromKind: string; toId: string }[],
): Promise<Map<string, string>> {
  const ids = edges.filter(({ fromKind }) => fromKind === "file").map(({ toId }) => toId);
  const made = await tx.datasetVersion.findMany({
    where: { projectId, id: { in: ids }, sourceHash: { not: null } },
    select: { sourceHash: true, source: true },
  });
  return new Map(made.map(({ sourceHash, source }) => [sourceHash!, source]));
}

/** A page of the versions that were made from a version, the newest first. */
export async function descendantsOf(
  tx: Tx,
  projectId: string,
  versionId: string,
  { datasets, reader }: Readable,
  page: PageQuery,
): Promise<Page<Descendant>> {
  const edges = await readEdges(tx, projectId, versionId, { to: "dataset", page });
  const versions = await tx.datasetVersion.findMany({
    where: {
      projectId,
      id: { in: edges.rows.map(({ toId }) => toId) },
      dataset: { id: toTextIdFilter(datasets) },
    },
    select: { id: true, number: true, rows: true, createdAt: true, dataset: { select: { name: true } } },
  });
  const rows: Descendant[] = [];
  for (const { toId, how } of edges.rows) {
    const version = versions.find(({ id }) => id === toId);
    if (!version) continue;
    const { number, rows: count, createdAt, dataset } = version;
    const { words } = await howShown(tx, reader, toId);
    rows.push({ name: dataset.name, number, rows: count, how: words(how), at: createdAt });
  }
  return { rows, next: edges.next };
}

/** A page of the runs that were trained on a version, the newest first, with the models made of them. */
export async function trainedRunsOf(
  tx: Tx,
  projectId: string,
  versionId: string,
  { experiments, models }: Readable,
  page: PageQuery,
): Promise<Page<TrainedRun>> {
  const edges = await readEdges(tx, projectId, versionId, { to: "run", page });
  const uids = edges.rows.map(({ toId }) => toId);
  const runs = await tx.run.findMany({
    where: { projectId, uid: { in: uids }, experimentId: toIdFilter(experiments) },
    select: {
      id: true,
      uid: true,
      name: true,
      status: true,
      deletedAt: true,
      startTime: true,
      experiment: { select: { name: true } },
    },
  });
  const registered = await tx.modelVersion.findMany({
    where: { projectId, runId: { in: runs.map(({ id }) => id) }, modelId: toTextIdFilter(models) },
    select: { runId: true, number: true, stage: true, model: { select: { name: true } } },
    orderBy: { number: "desc" },
    take: 1_000,
  });
  const rows = uids.flatMap((wanted) => {
    const run = runs.find(({ uid }) => uid === wanted);
    if (!run) return [];
    const of = registered.filter(({ runId }) => runId === run.id);
    return [
      {
        uid: run.uid,
        name: run.name,
        status: run.status,
        deleted: run.deletedAt !== null,
        experiment: run.experiment.name,
        startTime: Number(run.startTime),
        models: of.map(({ model, number, stage }) => ({ name: model.name, number, stage })),
      },
    ];
  });
  return { rows, next: edges.next };
}

async function readEdges(
  tx: Tx,
  projectId: string,
  versionId: string,
  { to, page }: { to: "dataset" | "run"; page: PageQuery },
): Promise<Page<{ id: number; toId: string; how: string }>> {
  const after = numberAfter(page.after);
  const found = await tx.lineageEdge.findMany({
    where: {
      projectId,
      fromKind: "dataset",
      fromId: versionId,
      toKind: to,
      ...(after === null ? {} : { id: { lt: after } }),
    },
    select: { id: true, toId: true, how: true },
    orderBy: { id: "desc" },
    take: page.limit + 1,
  });
  return toPage(found, page.limit, ({ id }) => String(id));
}
