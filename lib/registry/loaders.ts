import { may, mayOn } from "@/lib/auth/member";
import { readableDatasets, readableModels, toTextIdFilter } from "@/lib/auth/access-filter";
import { namesOf } from "@/lib/auth/users";
import type { Db } from "@/lib/db/client";
import { pageLoader } from "@/lib/http/page-loader";
import { edgesOf } from "@/lib/projects/lineage";
import { findRules } from "@/lib/projects/queries";
import { directOf } from "@/lib/db/direct";
import { metricsCalled, type Metric } from "@/lib/runs/cells";
import { readJson } from "@/lib/storage/json";
import { openStorage } from "@/lib/storage/open";
import type { PageQuery } from "@/lib/page";
import { findModel, inProduction, listModels, modelFiles, type ModelFile } from "./queries";
import { signatureOfFiles } from "./read-signature";
import type { Stage } from "./stage";

export type VersionView = {
  id: string;
  number: number;
  stage: Stage;
  stageAt: Date | null;
  createdAt: Date;
  /** Whether its run learned from synthetic rows. */
  synthetic: boolean;
  by: string;
  aliases: string[];
  description: string;
  /** Where its files are, in MLflow's words. */
  source: string;
  /** The run that made it, where there is one here. */
  run: {
    uid: string;
    name: string;
    metrics: Record<string, number>;
    bytes: number | null;
    millisecondsPerRow: number | null;
  } | null;
};

/** The registered models that the member may read, and the project's rules for who may change them. */
export const loadModels = pageLoader(
  { permission: "model:read", resources: "filtered" },
  async ({ member, db }, page: PageQuery) => ({
    ...(await listModels(db, member.project.id, readableModels(member), page)),
    after: page.after,
    rules: may(member, "project:edit") ? await findRules(db, member.project.id) : null,
  }),
);

/** Versions in Production, for the overview: a few, and one more where there are others. */
export const loadProduction = pageLoader(
  { permission: "model:read", resources: "filtered" },
  ({ member, db }) => inProduction(db, member.project.id, readableModels(member), 4),
);

type Example = { columns: string[]; data: (string | number | boolean | null)[][] };

/** A model, its versions with the metrics of their runs, and the signature of the one that is chosen. */
export const loadModel = pageLoader(
  { permission: "model:read", resources: (name: string) => [{ kind: "model", name }] },
  async ({ member, db }, name: string, number: number | undefined, page: PageQuery) => {
    const projectId = member.project.id;
    const model = await pageWith(number, page, (asked) => findModel(db, projectId, name, asked));
    const versions = await versionViews(db, projectId, model);
    const chosen = versions.find((version) => version.number === number) ?? versions[0] ?? null;
    const { resolvedSource = null } = model.versions.find(({ id }) => id === chosen?.id) ?? {};
    const files = await modelFiles(db, projectId, resolvedSource).catch(() => []);
    const [signature, example, data] = await Promise.all([
      signatureOfFiles(openStorage(), files),
      fileJson<Example>(files, "input_example.json"),
      chosen?.run ? edgesOf(db, projectId, { kind: "run", id: chosen.run.uid }) : { made: [] },
    ]);
    const source = data.made[0]
      ? await db.datasetVersion.findFirst({
          where: { id: data.made[0].fromId, datasetId: toTextIdFilter(readableDatasets(member)) },
          select: { number: true, source: true, rows: true, dataset: { select: { name: true } } },
        })
      : null;
    const asked = files.some((file) => file.name === "model.perihelion");
    return {
      model,
      versions,
      next: model.next,
      after: page.after,
      total: model.total,
      chosen,
      signature,
      example,
      source,
      kept: files.length > 0,
      mayPromote: mayOn(member, "model:promote", "model", model.id),
      mayPredict: asked && mayOn(member, "model:predict", "model", model.id),
    };
  },
);

type ModelAndVersions = Awaited<ReturnType<typeof findModel>>;

/** The page that was asked for; or that which a version begins, where it is not on it. */
async function pageWith(
  number: number | undefined,
  page: PageQuery,
  read: (page: PageQuery) => Promise<ModelAndVersions>,
): Promise<ModelAndVersions> {
  const has = (model: ModelAndVersions) => model.versions.some((version) => version.number === number);
  const model = await read(page);
  if (number === undefined || has(model)) return model;
  const other = await read({ ...page, after: String(number + 1) });
  return has(other) ? other : model;
}

/** Metrics that a table of versions shows. */
const versionMetrics = ["f1", "recall"];

async function versionViews(db: Db, projectId: string, model: ModelAndVersions): Promise<VersionView[]> {
  const runIds = model.versions.flatMap(({ runId }) => runId ?? []);
  const [runs, names, metrics] = await Promise.all([
    db.run.findMany({
      where: { id: { in: runIds } },
      select: { id: true, uid: true, name: true, provenance: true },
    }),
    namesOf(
      db,
      model.versions.map(({ createdBy }) => createdBy),
    ),
    metricsCalled(directOf(db), projectId, runIds, versionMetrics),
  ]);
  return model.versions.map(
    ({ id, number, stage, stageAt, createdAt, createdBy, runId, synthetic, description, source }) => {
      const run = runs.find((candidate) => candidate.id === runId);
      const aliases = model.aliases.filter((alias) => alias.number === number).map(({ alias }) => alias);
      return {
        id,
        number,
        stage: stage as Stage,
        stageAt,
        createdAt,
        synthetic,
        description,
        source,
        aliases,
        by: names.get(createdBy) ?? createdBy,
        run: run ? runView(run, metrics.get(run.id) ?? []) : null,
      };
    },
  );
}

function runView(
  { uid, name, provenance }: { uid: string; name: string; provenance: string },
  metrics: readonly Metric[],
): NonNullable<VersionView["run"]> {
  const { modelBytes, millisecondsPerRow } = JSON.parse(provenance) as {
    modelBytes?: number;
    millisecondsPerRow?: number;
  };
  const test = metrics.filter(({ split }) => split === "test").map(({ key, value }) => [key, value]);
  return {
    uid,
    name,
    metrics: Object.fromEntries(test) as Record<string, number>,
    bytes: modelBytes ?? null,
    millisecondsPerRow: millisecondsPerRow ?? null,
  };
}

async function fileJson<Value>(files: readonly ModelFile[], name: string): Promise<Value | null> {
  const file = files.find((candidate) => candidate.name === name);
  return file ? readJson<Value>(openStorage(), file.sha256).catch(() => null) : null;
}
