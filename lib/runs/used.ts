import type { Db } from "@/lib/db/client";
import { toPage } from "@/lib/page";
import type { ItemCount, Items } from "./run-items";

export type UsedDataset = {
  id: number;
  name: string;
  digest: string;
  sourceType: string;
  context: string | null;
};
export type MadeModel = {
  id: string;
  name: string;
  type: string | null;
  status: string;
  direction: "input" | "output";
  files: Items<ModelFileItem>;
  fileCount: ItemCount;
};
export type ModelFileItem = { path: string; sha256: string; bytes: number };
type Page<Item, Place> = { items: Item[]; next: Place | null };

const filesOfModel = 50;
const countedAtMost = 10_000;

/** Datasets that a run's client named, a page at a time. */
export async function listUsedDatasets(
  db: Db,
  runId: number,
  { after = 0, limit }: { after?: number | undefined; limit: number },
): Promise<Page<UsedDataset, number>> {
  const inputs = await db.runInput.findMany({
    where: { runId, datasetId: { gt: after } },
    orderBy: { datasetId: "asc" },
    take: limit + 1,
  });
  const { rows: shown, next } = toPage(inputs, limit, ({ datasetId }) => datasetId);
  const datasets = await db.clientDataset.findMany({
    where: { id: { in: shown.map(({ datasetId }) => datasetId) } },
    select: { id: true, name: true, digest: true, sourceType: true },
    orderBy: { id: "asc" },
  });
  const contexts = new Map(shown.map(({ datasetId, context }) => [datasetId, context]));
  return {
    items: datasets.map((dataset) => ({ ...dataset, context: contexts.get(dataset.id) ?? null })),
    next,
  };
}

/**
 * Logged models that went into a run or came out of it, a page at a time, each with the first of its files.
 */
export async function listUsedModels(
  db: Db,
  run: { id: number; uid: string; projectId: string },
  { after = "", limit }: { after?: string | undefined; limit: number },
): Promise<Page<MadeModel, string>> {
  const ids = await usedModelIds(db, run, { after, limit: limit + 1 });
  const { rows: shown, next } = toPage(ids, limit, (id) => id);
  const models = await db.loggedModel.findMany({
    where: { projectId: run.projectId, deletedAt: null, id: { in: shown } },
    select: { id: true, name: true, type: true, status: true },
    orderBy: { id: "asc" },
  });
  const links = await db.runModel.findMany({ where: { runId: run.id, modelId: { in: shown } } });
  const items: MadeModel[] = [];
  for (const model of models) {
    const isInput = links.find(({ modelId }) => modelId === model.id)?.direction === "input";
    items.push({
      ...model,
      direction: isInput ? "input" : "output",
      files: await listModelFiles(db, model.id, { limit: filesOfModel }),
      fileCount: await countModelFiles(db, model.id),
    });
  }
  return { items, next };
}

async function usedModelIds(
  db: Db,
  run: { id: number; uid: string; projectId: string },
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const linked = await db.runModel.findMany({
    where: { runId: run.id, modelId: { gt: after } },
    select: { modelId: true },
    orderBy: { modelId: "asc" },
    take: 2 * limit,
  });
  const made = await db.loggedModel.findMany({
    where: { projectId: run.projectId, sourceRunUid: run.uid, deletedAt: null, id: { gt: after } },
    select: { id: true },
    orderBy: { id: "asc" },
    take: limit,
  });
  return [...new Set([...linked.map(({ modelId }) => modelId), ...made.map(({ id }) => id)])]
    .sort()
    .slice(0, limit);
}

/** A page of a logged model's files by path; those whose path holds a text where one is searched for. */
export async function listModelFiles(
  db: Db,
  modelId: string,
  { after, search, limit }: { after?: string | undefined; search?: string | undefined; limit: number },
): Promise<Items<ModelFileItem>> {
  const files = await db.loggedModelArtifact.findMany({
    where: {
      modelId,
      path: { ...(after === undefined ? {} : { gt: after }), ...(search ? { contains: search } : {}) },
    },
    select: { path: true, sha256: true, bytes: true },
    orderBy: { path: "asc" },
    take: limit + 1,
  });
  const { rows: items, next } = toPage(files, limit, ({ path }) => path);
  return { items, next };
}

async function countModelFiles(db: Db, modelId: string): Promise<ItemCount> {
  const found = await db.loggedModelArtifact.count({ where: { modelId }, take: countedAtMost + 1 });
  return { number: Math.min(found, countedAtMost), more: found > countedAtMost };
}
