import { may } from "@/lib/auth/member";
import { pageLoader } from "@/lib/http/page-loader";
import { edgesOf } from "@/lib/projects/lineage";
import { artifactJson } from "@/lib/runs/loaders";
import type { Signature } from "./mlflow-model";
import { findModel, listModels } from "./queries";
import type { Stage } from "./stage";

export type VersionView = {
  id: string;
  number: number;
  stage: Stage;
  stageAt: Date | null;
  createdAt: Date;
  by: string;
  run: { uid: string; name: string; metrics: Record<string, number>; bytes: number | null; millisecondsPerRow: number | null };
};

export const loadModels = pageLoader("model:read", async ({ member, db }) => ({ models: await listModels(db, member.project.id) }));

/** A model, its versions with the metrics of their runs, and the signature of the one that is tried. */
export const loadModel = pageLoader("model:read", async ({ member, db }, name: string, number: number | undefined) => {
  const model = await findModel(db, member.project.id, name);
  const [runs, people] = await Promise.all([
    db.run.findMany({ where: { id: { in: model.versions.map(({ runId }) => runId) } }, select: { id: true, uid: true, name: true, provenance: true, metrics: { where: { split: "test" } }, artifacts: true } }),
    db.user.findMany({ where: { id: { in: model.versions.map(({ createdBy }) => createdBy) } }, select: { id: true, name: true } }),
  ]);
  const versions = model.versions.map((version): VersionView => {
    const run = runs.find(({ id }) => id === version.runId)!;
    const { modelBytes, millisecondsPerRow } = JSON.parse(run.provenance) as { modelBytes?: number; millisecondsPerRow?: number };
    const metrics = Object.fromEntries(run.metrics.map(({ key, value }) => [key, value]));
    return { id: version.id, number: version.number, stage: version.stage as Stage, stageAt: version.stageAt, createdAt: version.createdAt, by: people.find(({ id }) => id === version.createdBy)?.name ?? "somebody", run: { uid: run.uid, name: run.name, metrics, bytes: modelBytes ?? null, millisecondsPerRow: millisecondsPerRow ?? null } };
  });
  const chosen = versions.find((version) => version.number === number) ?? versions[0]!;
  const chosenRun = runs.find(({ uid }) => uid === chosen.run.uid)!;
  const [signature, example, data] = await Promise.all([
    artifactJson<Signature>(chosenRun, "signature.json"),
    artifactJson<{ columns: string[]; data: (string | number | null)[][] }>(chosenRun, "model/input_example.json"),
    edgesOf(db, member.project.id, { kind: "run", id: chosen.run.uid }),
  ]);
  const source = data.made[0] ? await db.datasetVersion.findUnique({ where: { id: data.made[0].fromId }, select: { number: true, source: true, rows: true, dataset: { select: { name: true } } } }) : null;
  return { model, versions, chosen, signature, example, source, mayPromote: may(member, "model:promote"), mayPredict: may(member, "model:predict") };
});
