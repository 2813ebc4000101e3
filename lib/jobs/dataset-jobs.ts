import type { Actor } from "@/lib/auth/actor";
import type { ColumnOptions, ImportOptions } from "@/lib/datasets/import-options";
import { parseDictionary } from "@/lib/datasets/dictionary";
import { holdVersion } from "@/lib/datasets/lock-dataset";
import { fileFor, type TableDeps } from "@/lib/datasets/masked-file";
import type { Version } from "@/lib/datasets/queries";
import type { Reader } from "@/lib/datasets/reader";
import type { Step } from "@/lib/datasets/recipe";
import { requireSteps } from "@/lib/datasets/require-steps";
import { toSynthesise, type SynthesisBody } from "@/lib/datasets/synthetic/request";
import type { SecondVersion } from "@/lib/datasets/second-versions";
import type { Db } from "@/lib/db/client";
import { record } from "@/lib/events/record";
import type { Blob } from "@/lib/storage/storage";
import type { ImportSpec } from "./kinds/import";
import type { RecipeSpec } from "./kinds/recipe";
import type { SyntheticSpec } from "./kinds/synthetic";
import { enqueue, type NewJob } from "./queue";

type Person = Actor & { id: string };

/** A job that will make a version of a dataset, as whoever asked for it is told. */
export type StartedJob = { job: string; kind: string; title: string; status: "QUEUED"; dataset: string };

/** Asks for an uploaded file to be read into the next version of a dataset. @throws {AppError} TOO_MANY */
export function startImport(
  db: Db,
  actor: Person,
  {
    projectId,
    dataset,
    fileName,
    blob,
    options,
    before,
  }: {
    projectId: string;
    dataset: string;
    fileName: string;
    blob: Blob;
    options?: ImportOptions | undefined;
    before?: ColumnOptions[] | undefined;
  },
): Promise<StartedJob> {
  const spec: ImportSpec = { dataset, fileName, ...blob, options, before };
  const job = { projectId, kind: "import" as const, title: `Import ${dataset}`, spec };
  return start(db, actor, { dataset, fact: "dataset.import", job });
}

/**
 * Asks for a recipe to be run on all rows of a version, for the next version of a dataset.
 *
 * @throws {AppError} INVALID for steps that do not fit the version's columns; TOO_MANY
 */
export async function startRecipe(
  deps: TableDeps,
  actor: Person,
  {
    reader,
    version,
    steps,
    seconds,
    dataset,
    signal,
  }: {
    reader: Reader;
    version: Version;
    steps: Step[];
    /** The versions that steps read beside their rows. */
    seconds: SecondVersion[];
    dataset: string;
    signal: AbortSignal;
  },
): Promise<StartedJob> {
  requireSteps(version, steps, seconds);
  const { projectId } = reader;
  const asking = { asker: { projectId, personId: actor.id }, signal };
  const tableFor = async (id: string) => {
    const { columns, rows, bytes, masked, through } = await fileFor(deps, reader, id, asking);
    return { columns, rows, bytes, masked, through };
  };
  const others: NonNullable<RecipeSpec["seconds"]> = [];
  for (const { step, id } of seconds) others.push({ step, id, ...(await tableFor(id)) });
  const table = await tableFor(version.id);
  const spec: RecipeSpec = { dataset, steps, table, ...(others.length > 0 ? { seconds: others } : {}) };
  const job = {
    projectId,
    kind: "recipe" as const,
    title: `Prepare ${dataset}`,
    spec,
    datasetVersionId: version.id,
    datasetId: version.dataset.id,
  };
  const reads = seconds.map(({ id }) => id);
  return start(deps.db, actor, { dataset, fact: "dataset.prepare", job, reads });
}

/**
 * Asks for rows that are made like those of a version, for the next version of a dataset.
 *
 * @throws {AppError} INVALID, FORBIDDEN, TOO_LARGE for what cannot be made; TOO_MANY
 */
export async function startSynthetic(
  deps: TableDeps,
  actor: Person,
  {
    reader,
    version,
    body,
    signal,
  }: { reader: Reader; version: Version; body: SynthesisBody; signal: AbortSignal },
): Promise<StartedJob> {
  const { projectId } = reader;
  const asked = toSynthesise(version, body);
  const asking = { asker: { projectId, personId: actor.id }, signal };
  const { columns, rows, bytes, masked, through } = await fileFor(deps, reader, version.id, asking);
  const { name: dataset } = body;
  const spec: SyntheticSpec = { dataset, asked, table: { columns, rows, bytes, masked, through } };
  const job = {
    projectId,
    kind: "synthetic" as const,
    title: `Synthesise ${dataset}`,
    spec,
    datasetVersionId: version.id,
    datasetId: version.dataset.id,
  };
  return start(deps.db, actor, { dataset, fact: "dataset.synthesise", job });
}

async function start(
  db: Db,
  actor: Person,
  {
    dataset: name,
    fact,
    job,
    reads = [],
  }: {
    dataset: string;
    fact: "dataset.import" | "dataset.prepare" | "dataset.synthesise";
    job: Omit<NewJob, "createdBy">;
    /** Versions that it reads beside the one that it is of. */
    reads?: readonly string[];
  },
): Promise<StartedJob> {
  const { projectId, kind, title } = job;
  return db.$transaction(async (tx) => {
    for (const id of [...(job.datasetVersionId ? [job.datasetVersionId] : []), ...reads])
      await holdVersion(tx, projectId, id);
    const key = { projectId_name: { projectId, name } };
    const target = await tx.dataset.findUnique({ where: key, select: { id: true, dictionary: true } });
    const expect = parseDictionary(target?.dictionary ?? null);
    const spec = {
      ...(job.spec as object),
      ...(expect.length > 0 ? { expect } : {}),
      ...(target ? { datasetId: target.id } : {}),
    };
    const datasetId = target?.id ?? job.datasetId ?? null;
    const { id } = await enqueue(tx, { ...job, spec, datasetId, createdBy: actor.id });
    const subject = { kind: "job" as const, id, name: title, experiment: null, dataset: datasetId };
    record(tx, actor, { name: fact, projectId, subject, detail: {} });
    return { job: id, kind, title, status: "QUEUED" as const, dataset: name };
  });
}
