import type { Db } from "@/lib/db/client";
import { limits } from "@/lib/limits";

export type UsedDataset = { name: string; digest: string; sourceType: string; context: string | null };
export type MadeModel = {
  id: string;
  name: string;
  type: string | null;
  status: string;
  direction: "input" | "output";
  files: { path: string; sha256: string; bytes: number }[];
};

/** Datasets that a run's client named, and logged models that went in or came out. */
export async function usedBy(
  db: Db,
  run: { id: number; uid: string; projectId: string },
): Promise<{ datasets: UsedDataset[]; models: MadeModel[] }> {
  const [inputs, links] = await Promise.all([
    db.runInput.findMany({ where: { runId: run.id }, take: limits.pageSizeMax }),
    db.runModel.findMany({ where: { runId: run.id }, take: limits.pageSizeMax }),
  ]);
  const [datasets, models] = await Promise.all([
    db.clientDataset.findMany({ where: { id: { in: inputs.map(({ datasetId }) => datasetId) } } }),
    db.loggedModel.findMany({
      where: {
        projectId: run.projectId,
        deletedAt: null,
        OR: [{ id: { in: links.map(({ modelId }) => modelId) } }, { sourceRunUid: run.uid }],
      },
      orderBy: { createdTime: "asc" },
      take: limits.pageSizeMax,
    }),
  ]);
  const files = await db.loggedModelArtifact.findMany({
    where: { modelId: { in: models.map(({ id }) => id) } },
    orderBy: { path: "asc" },
    take: limits.modelFiles,
  });
  return {
    datasets: datasets.map(({ id, name, digest, sourceType }) => ({
      name,
      digest,
      sourceType,
      context: inputs.find(({ datasetId }) => datasetId === id)?.context ?? null,
    })),
    models: models.map(({ id, name, type, status }) => ({
      id,
      name,
      type,
      status,
      direction: links.find(({ modelId }) => modelId === id)?.direction === "input" ? "input" : "output",
      files: files
        .filter(({ modelId }) => modelId === id)
        .map(({ path, sha256, bytes }) => ({ path, sha256, bytes })),
    })),
  };
}
