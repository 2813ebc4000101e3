import type { Actor } from "@/lib/auth/actor";
import { requireStillMay } from "@/lib/auth/still-may";
import { writeVersion } from "@/lib/datasets/write-version";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { requireStored } from "@/lib/jobs/dataset-effects";
import { jobEffects, type JobEffects, type JobRef, type Outcome } from "@/lib/jobs/effects";
import type { ResultOf } from "@/lib/jobs/kinds";
import { refresh, type RefreshSpec } from "@/lib/jobs/kinds/refresh";
import type { Storage } from "@/lib/storage/storage";
import { parseConfig } from "./parse";

type Fetched = ResultOf<"refresh">;

/**
 * What a refresh does at its end: the version of what changed, and a line in the source's history
 * either way.
 */
export function refreshEffects(storage: Storage): JobEffects {
  return jobEffects(refresh, {
    check: async ({ table }) => {
      if (table) await requireStored(storage, table.sha256);
    },
    ended: async (tx, job, outcome) => {
      const spec = specOf(job);
      const source = await tx.source.findFirst({ where: { id: spec.source, projectId: job.projectId } });
      if (outcome.status === "FINISHED") return keep(tx, job, { spec, source, result: outcome.result });
      if (source && outcome.status === "FAILED") await note(tx, job, { spec, source, outcome });
      return null;
    },
  });
}

function specOf({ spec }: JobRef): RefreshSpec {
  return refresh.spec.parse(JSON.parse(spec));
}

type Kept = { id: string; datasetId: string; versionId: string | null };

async function keep(
  tx: Tx,
  job: JobRef,
  { spec, source, result }: { spec: RefreshSpec; source: Kept | null; result: Fetched },
) {
  const { projectId } = job;
  const dataset = spec.dataset;
  const person = await requireStillMay(tx, "dataset:write", { projectId, userId: job.createdBy, dataset });
  if (!source) throw new AppError("CONFLICT", `The source of ${dataset} was deleted meanwhile.`);
  const actor: Actor & { id: string } = { ...person, via: "job", viaId: job.id, from: null };
  if (result.table) await saveVersion(tx, actor, job, { spec, result, table: result.table });
  const version = await currentVersion(tx, source, result);
  await tx.sourceRefresh.create({
    data: {
      ...lineOf(job, spec, source),
      outcome: result.table ? "changed" : "unchanged",
      versionId: version.id,
      number: version.number,
      resultHash: result.sent?.sha256 ?? null,
      bytes: result.sent?.bytes ?? null,
      rows: version.rows,
      changes: result.changes && JSON.stringify(result.changes),
      error: result.unchanged,
    },
  });
  const validators = result.validators && JSON.stringify(result.validators);
  await tx.source.update({
    where: { id: source.id, projectId },
    data: { versionId: version.id, validators },
  });
  const columns = (JSON.parse(version.columns) as unknown[]).length;
  return { dataset, version: version.number, rows: version.rows, columns, unchanged: result.unchanged };
}

async function saveVersion(
  tx: Tx,
  actor: Actor & { id: string },
  { projectId }: JobRef,
  { spec, result, table }: { spec: RefreshSpec; result: Fetched; table: NonNullable<Fetched["table"]> },
): Promise<void> {
  const { sha256, bytes, rows, columns, note: importNote, importedWith, validation } = table;
  const { kind, place, query } = parseConfig(spec.kind, spec.config);
  const asked = query ? `${query}; ` : "";
  const hash = `sent SHA-256 ${result.sent?.sha256 ?? "none"}`;
  await writeVersion(
    tx,
    actor,
    { projectId, name: spec.dataset },
    { blob: { sha256, bytes }, columns, rows, note: importNote, importedWith, validation },
    {
      origin: "source",
      source: `${kind.label}: ${place}`.slice(0, 500),
      sourceHash: null,
      simulated: false,
      recipe: null,
      from: [{ node: { kind: "source", id: spec.source }, how: `${asked.slice(0, 400)}${hash}` }],
    },
  );
}

/** The version that was made just now, or that what was sent is equal to. */
async function currentVersion(tx: Tx, source: Kept, { table }: Fetched) {
  const select = { id: true, number: true, rows: true, columns: true } as const;
  const version = table
    ? await tx.datasetVersion.findFirst({
        where: { datasetId: source.datasetId },
        orderBy: { number: "desc" },
        select,
      })
    : await tx.datasetVersion.findFirst({ where: { id: source.versionId ?? "" }, select });
  if (!version) throw new AppError("CONFLICT", "The version that was compared with is gone. Refresh again.");
  return version;
}

function lineOf(job: JobRef, spec: RefreshSpec, source: { id: string; datasetId: string }) {
  return {
    projectId: job.projectId,
    datasetId: source.datasetId,
    sourceId: source.id,
    kind: spec.kind,
    config: JSON.stringify(spec.config),
    jobId: job.id,
    by: job.createdBy,
  };
}

async function note(
  tx: Tx,
  job: JobRef,
  { spec, source, outcome }: { spec: RefreshSpec; source: Kept; outcome: Outcome<unknown> },
): Promise<void> {
  await tx.sourceRefresh.create({
    data: { ...lineOf(job, spec, source), outcome: "failed", error: outcome.error, at: outcome.now },
  });
}
