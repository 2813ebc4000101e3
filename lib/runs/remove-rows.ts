import type { Tx } from "@/lib/db/client";

export type RemovedRun = { id: number; uid: string };

/**
 * Removes every row that names these runs, their jobs and the models that they logged; params,
 * tags and files go with the run's own row.
 */
export async function removeRunRows(tx: Tx, projectId: string, runs: readonly RemovedRun[]): Promise<void> {
  const runIds = runs.map(({ id }) => id);
  const uids = runs.map(({ uid }) => uid);
  const ofRuns = { runId: { in: runIds } };
  const models = await tx.loggedModel.findMany({
    where: { projectId, sourceRunUid: { in: uids } },
    select: { id: true },
  });
  const modelIds = models.map(({ id }) => id);
  const ofModels = { modelId: { in: modelIds } };
  await tx.metricPoint.deleteMany({ where: ofRuns });
  await tx.metricLatest.deleteMany({ where: ofRuns });
  await tx.runModel.deleteMany({ where: { OR: [ofRuns, ofModels] } });
  await tx.loggedModelMetric.deleteMany({ where: { OR: [{ runUid: { in: uids } }, ofModels] } });
  await tx.loggedModelParam.deleteMany({ where: ofModels });
  await tx.loggedModelTag.deleteMany({ where: ofModels });
  await tx.loggedModelArtifact.deleteMany({ where: ofModels });
  await tx.loggedModel.deleteMany({ where: { projectId, id: { in: modelIds } } });
  await removeInputs(tx, runIds);
  await tx.lineageEdge.deleteMany({
    where: {
      projectId,
      OR: [
        { fromKind: "run", fromId: { in: uids } },
        { toKind: "run", toId: { in: uids } },
      ],
    },
  });
  await tx.job.deleteMany({ where: { projectId, runId: { in: runIds } } });
  await tx.run.updateMany({ where: { projectId, parentId: { in: runIds } }, data: { parentId: null } });
  await tx.run.deleteMany({ where: { projectId, id: { in: runIds } } });
}

/** What runs read, and the descriptions of datasets that no other run has read. */
async function removeInputs(tx: Tx, runIds: number[]): Promise<void> {
  const inputs = await tx.runInput.findMany({
    where: { runId: { in: runIds } },
    select: { datasetId: true },
    distinct: ["datasetId"],
  });
  const described = inputs.map(({ datasetId }) => datasetId);
  await tx.runInput.deleteMany({ where: { runId: { in: runIds } } });
  const kept = await tx.runInput.findMany({
    where: { datasetId: { in: described } },
    select: { datasetId: true },
    distinct: ["datasetId"],
  });
  const still = new Set(kept.map(({ datasetId }) => datasetId));
  await tx.clientDataset.deleteMany({ where: { id: { in: described.filter((id) => !still.has(id)) } } });
}
