import { everyReader } from "@/lib/datasets/reader";
import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/auth/actor";
import { holdVersion } from "@/lib/datasets/lock-dataset";
import { findVersion } from "@/lib/datasets/queries";
import { splitColumn } from "@/lib/datasets/split-column";
import { retryOnUniqueViolation } from "@/lib/db/retry-on-conflict";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { ensureExperiment } from "@/lib/experiments/commands";
import { enqueue } from "@/lib/jobs/queue";
import { nameOfAlgorithm, type Algorithm } from "@/lib/ml/algorithms";
import { addEdge } from "@/lib/projects/lineage";
import type { Prisma } from "@/prisma/generated/sqlite/client";
import type { TrainRequest } from "./schema";

type Person = Actor & { id: string };

/**
 * Starts training on a dataset version: one run and job an algorithm, under a parent run when there are
 * several. Everything that says where a run comes from is written here, not by the caller.
 *
 * @throws {AppError} NOT_FOUND for an unknown dataset; INVALID for a column that is not there
 */
export async function startTraining(
  db: Db,
  actor: Person,
  { projectId, request, now }: { projectId: string; request: TrainRequest; now: Date },
) {
  // Whoever may see the run sees what its model learned: columns that are masked for anybody are left out.
  const version = await findVersion(db, everyReader(projectId), request.dataset, request.version);
  const names = new Set(version.columns.map(({ name }) => name));
  for (const wanted of [
    request.target,
    ...request.exclude,
    ...(request.split.column ? [request.split.column] : []),
  ]) {
    if (!names.has(wanted))
      throw new AppError("INVALID", `${version.dataset.name} v${version.number} has no column ${wanted}.`);
  }
  const split = request.split.column ?? (names.has(splitColumn) ? splitColumn : null);
  const masked = version.masks.map(({ name }) => name);
  for (const needed of [request.target, ...(split === null ? [] : [split])])
    if (masked.includes(needed))
      throw new AppError(
        "INVALID",
        `${needed} is masked, and a model would tell of it. An owner can free it, or choose another column.`,
      );

  const what = { version, request, split, masked, now };
  const write = () =>
    db.$transaction(
      async (tx) => {
        await holdVersion(tx, projectId, version.id);
        return writeTraining(tx, actor, projectId, what);
      },
      { timeout: 30_000 },
    );
  return retryOnUniqueViolation(write);
}

type Training = {
  version: Awaited<ReturnType<typeof findVersion>>;
  request: TrainRequest;
  split: string | null;
  /** Columns that are left out, as they are masked for somebody. */
  masked: string[];
  now: Date;
};

async function writeTraining(tx: Tx, actor: Person, projectId: string, what: Training) {
  const { version, request, now } = what;
  const experiment = await ensureExperiment(tx, actor, projectId, request.experiment);
  const provenance = {
    dataset: { name: version.dataset.name, version: version.number, sha256: digestOf(version) },
    seed: request.seed,
    by: { name: actor.name, via: actor.via },
  };
  const base = {
    projectId,
    experimentId: experiment.id,
    createdBy: actor.id,
    clientUser: actor.name,
    ...{ datasetVersionId: version.id, synthetic: version.synthetic },
    startTime: now.getTime(),
  };
  const datasetId = await describeDataset(tx, experiment.id, version);
  const inputs = {
    datasetId,
    context: "training",
    tags: JSON.stringify([{ key: "mlflow.data.context", value: "training" }]),
  };

  const sweep = request.algorithms.length > 1;
  const parentName = request.name ?? `sweep of ${request.algorithms.length}`;
  const parent = sweep
    ? await tx.run.create({
        data: {
          ...base,
          uid: newUid(),
          name: parentName,
          status: "RUNNING",
          provenance: JSON.stringify({ ...provenance, algorithm: "sweep" }),
          tags: { create: tagsOf(actor, parentName) },
        },
      })
    : null;
  const runs = [];
  for (const algorithm of request.algorithms) {
    const name = !sweep && request.name ? request.name : nameOfAlgorithm(algorithm);
    const scheme = { base, name, parent, provenance, inputs };
    const run = await createScheduledRun(tx, actor, algorithm, what, scheme);
    const spec = {
      algorithm,
      target: request.target,
      exclude: [...new Set([...request.exclude, ...what.masked])],
      splitColumn: what.split,
      testShare: request.split.test,
      seed: request.seed,
    };
    const job = await enqueue(tx, {
      projectId,
      kind: "train",
      title: `Train ${name}`,
      spec,
      groupId: parent?.uid ?? null,
      runId: run.id,
      experimentId: experiment.id,
      datasetVersionId: version.id,
      priority: request.priority,
      createdBy: actor.id,
    });
    await tx.run.update({ where: { id: run.id }, data: { jobId: job.id } });
    await addEdge(tx, {
      projectId,
      from: { kind: "dataset", id: version.id },
      to: { kind: "run", id: run.uid },
      how: "trained on",
    });
    runs.push({ run: run.uid, job: job.id, name });
  }
  const id = parent?.uid ?? runs[0]!.run;
  record(tx, actor, {
    name: sweep ? "sweep.start" : "run.start",
    projectId,
    subject: { kind: "run", id, name: parent?.name ?? runs[0]!.name, experiment: experiment.id },
    detail: { dataset: provenance.dataset, runs: runs.length },
  });
  return { experiment: experiment.name, parent: parent?.uid ?? null, runs };
}

type Scheme = {
  base: Omit<Prisma.RunUncheckedCreateInput, "uid" | "name" | "status">;
  name: string;
  parent: { id: number; uid: string } | null;
  provenance: object;
  inputs: Omit<Prisma.RunInputUncheckedCreateInput, "runId">;
};

/** A run that waits for its job, with its parameters, its tags and what it reads. */
async function createScheduledRun(
  tx: Tx,
  actor: Person,
  algorithm: Algorithm,
  { request, version, masked }: Training,
  { base, name, parent, provenance, inputs }: Scheme,
): Promise<{ id: number; uid: string }> {
  const params = {
    ...paramsOf(algorithm),
    target: request.target,
    dataset: `${version.dataset.name} v${version.number}`,
    seed: String(request.seed),
  };
  const tags = [
    ...tagsOf(actor, name),
    ...schemeOf(algorithm),
    ...(masked.length > 0 ? [{ key: "left out, as masked", value: masked.join(", ") }] : []),
    ...(parent ? [{ key: "mlflow.parentRunId", value: parent.uid }] : []),
  ];
  const run = await tx.run.create({
    data: {
      ...base,
      uid: newUid(),
      name,
      status: "SCHEDULED",
      parentId: parent?.id ?? null,
      provenance: JSON.stringify({ ...provenance, algorithm: algorithm.algorithm }),
      params: { create: Object.entries(params).map(([key, value]) => ({ key, value })) },
      tags: { create: tags },
    },
  });
  await tx.runInput.create({ data: { runId: run.id, ...inputs } });
  return run;
}

/** The dataset version in the words in which clients describe theirs, so that they can search for it. */
async function describeDataset(tx: Tx, experimentId: number, version: Training["version"]): Promise<number> {
  const { dataset, id, number } = version;
  const key = { experimentId, name: dataset.name, digest: digestOf(version).slice(0, 32) };
  const described = {
    sourceType: "perihelion",
    source: JSON.stringify({ dataset: dataset.name, version: number, id }),
  };
  const found = await tx.clientDataset.upsert({
    where: { experimentId_name_digest: key },
    create: { ...key, ...described },
    update: {},
  });
  return found.id;
}

/** What tells a version's rows from others: their hash, or its id where that would tell of masked cells. */
function digestOf({ sha256, id }: Training["version"]): string {
  return sha256 || id.replaceAll("-", "");
}

function tagsOf(actor: Person, name: string) {
  return Object.entries({
    "mlflow.runName": name,
    "mlflow.user": actor.name,
    "mlflow.source.type": "JOB",
    "mlflow.source.name": "Perihelion",
  }).map(([key, value]) => ({ key, value }));
}

/** What a run is about, by which runs are told apart whoever logged them. */
function schemeOf({ algorithm }: Algorithm) {
  return Object.entries({ algorithm, library: "perihelion", supervised: "true", task: "classification" }).map(
    ([key, value]) => ({ key, value }),
  );
}

/** A new run's id, as MLflow writes them: 32 hexadecimal digits. */
export function newUid(): string {
  return randomUUID().replaceAll("-", "");
}

function paramsOf(algorithm: Algorithm): Record<string, string> {
  return Object.fromEntries(
    Object.entries(algorithm).map(([key, value]) => [key, value === null ? "none" : String(value)]),
  );
}

/** Moves runs out of sight, or back; they keep everything. `check` may refuse, in the same transaction. */
export async function setDeleted(
  db: Db,
  actor: Actor,
  {
    projectId,
    uids,
    now,
    check,
  }: { projectId: string; uids: string[]; now: Date | null; check?: (tx: Tx) => Promise<void> },
): Promise<number> {
  return db.$transaction(async (tx) => {
    await check?.(tx);
    const where = { projectId, uid: { in: uids }, deletedAt: now ? null : { not: null } };
    const select = { id: true, uid: true, name: true, experimentId: true } as const;
    const runs = await tx.run.findMany({ where, select });
    await tx.run.updateMany({ where: { id: { in: runs.map(({ id }) => id) } }, data: { deletedAt: now } });
    for (const [experiment, moved] of Map.groupBy(runs, ({ experimentId }) => experimentId)) {
      const { uid: id, name } = moved[0]!;
      record(tx, actor, {
        name: now ? "run.delete" : "run.restore",
        projectId,
        subject: { kind: "run", id, name: moved.length === 1 ? name : `${moved.length} runs`, experiment },
        detail: { runs: moved.map(({ uid }) => uid) },
      });
    }
    return runs.length;
  });
}
