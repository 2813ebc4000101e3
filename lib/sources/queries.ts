import { maskedColumnOf } from "@/lib/datasets/require-unmasked-dataset";
import type { Reader } from "@/lib/datasets/reader";
import { toTextIdFilter, type AccessFilter } from "@/lib/auth/access-filter";
import type { Changes } from "@/lib/datasets/changes";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { numberAfter, toPage, type PageQuery } from "@/lib/page";
import { isSourceKind, sourceKinds } from "./kinds";
import { parseConfig } from "./parse";

/** What is read of a source to show it: whether it has a secret, never which. */
const select = {
  id: true,
  kind: true,
  config: true,
  secret: true,
  keyColumns: true,
  fileName: true,
  fileBytes: true,
  createdAt: true,
  updatedAt: true,
  dataset: { select: { id: true, name: true } },
} as const;
type Row = {
  id: string;
  kind: string;
  config: string;
  secret: string | null;
  keyColumns: string;
  fileName: string | null;
  fileBytes: number | null;
  createdAt: Date;
  updatedAt: Date;
  dataset: { id: string; name: string };
};

/** A source as pages and answers show it. */
export type Source = ReturnType<typeof toSource>;

/** A source without its secret. */
export function toSource({ secret, keyColumns, config, dataset, fileName, fileBytes, ...row }: Row) {
  const parsed = isSourceKind(row.kind) ? parseConfig(row.kind, JSON.parse(config)) : null;
  return {
    ...row,
    dataset: dataset.name,
    label: isSourceKind(row.kind) ? sourceKinds[row.kind].label : row.kind,
    place: parsed?.place ?? "",
    query: parsed?.query ?? null,
    config: (parsed?.config ?? {}) as Record<string, string | number | boolean>,
    hasSecret: secret !== null,
    key: JSON.parse(keyColumns) as string[],
    file: fileName === null ? null : { name: fileName, bytes: fileBytes ?? 0 },
  };
}

/** The source of a dataset; null where it has none. */
export async function findSource(db: Tx, projectId: string, dataset: string): Promise<Source | null> {
  const where = { projectId, dataset: { projectId, name: dataset } };
  const found = await db.source.findFirst({ where, select });
  return found && toSource(found);
}

/** The source of a dataset with all that is kept of it. @throws {AppError} NOT_FOUND */
export async function requireSource(tx: Tx, projectId: string, dataset: string) {
  const source = await tx.source.findFirst({
    where: { projectId, dataset: { projectId, name: dataset } },
    include: { dataset: { select: { id: true, name: true } } },
  });
  if (!source) throw new AppError("NOT_FOUND", `The dataset ${dataset} has no source in this project.`);
  return source;
}
export type StoredSource = Awaited<ReturnType<typeof requireSource>>;

/** A page of the sources of the datasets that a filter allows, by dataset, each with its last refresh. */
export async function listSources(db: Tx, reader: Reader, access: AccessFilter, page: PageQuery) {
  const { projectId } = reader;
  const where = { projectId, dataset: { projectId, id: toTextIdFilter(access) } };
  const found = await db.source.findMany({
    where:
      page.after === undefined
        ? where
        : { ...where, dataset: { ...where.dataset, name: { gt: page.after } } },
    select,
    orderBy: { dataset: { name: "asc" } },
    take: page.limit + 1,
  });
  const { rows, next } = toPage(found, page.limit, ({ dataset }) => dataset.name);
  const last = await lastRefreshes(
    db,
    projectId,
    rows.map(({ dataset }) => dataset.id),
  );
  const sources = [];
  for (const row of rows) {
    const refresh = last.get(row.dataset.id);
    const [told = null] = refresh ? await refreshesTold(db, reader, row.dataset.name, [refresh]) : [];
    sources.push({ ...toSource(row), last: told });
  }
  return { rows: sources, next, total: await db.source.count({ where }) };
}
export type SourceRow = Awaited<ReturnType<typeof listSources>>["rows"][number];

const refreshSelect = {
  id: true,
  datasetId: true,
  kind: true,
  config: true,
  jobId: true,
  by: true,
  at: true,
  outcome: true,
  number: true,
  resultHash: true,
  bytes: true,
  rows: true,
  changes: true,
  error: true,
} as const;

async function lastRefreshes(db: Tx, projectId: string, datasetIds: readonly string[]) {
  const ids = await db.sourceRefresh.groupBy({
    by: ["datasetId"],
    where: { projectId, datasetId: { in: [...datasetIds] } },
    _max: { id: true },
  });
  const found = await db.sourceRefresh.findMany({
    where: { projectId, id: { in: ids.flatMap(({ _max }) => _max.id ?? []) } },
    select: refreshSelect,
  });
  return new Map(found.map((row) => [row.datasetId, toRefresh(row)]));
}

function toRefresh<
  Stored extends { config: string; changes: string | null; kind: string; datasetId: string },
>({ config, changes, datasetId: _dataset, ...row }: Stored) {
  const parsed = isSourceKind(row.kind) ? parseConfig(row.kind, JSON.parse(config)) : null;
  return {
    ...row,
    place: parsed?.place ?? "",
    query: parsed?.query ?? null,
    changes: changes === null ? null : (JSON.parse(changes) as Changes),
  };
}

/** What a refresh failed for may hold cells: who is not to see them hears only that it failed. */
async function refreshesTold<Row extends { outcome: string; error: string | null }>(
  db: Tx,
  reader: Reader,
  dataset: string,
  rows: readonly Row[],
): Promise<Row[]> {
  if ((await maskedColumnOf(db, reader, dataset)) === null) return [...rows];
  const error = "It failed; what it said may tell of columns that are masked for you.";
  return rows.map((row) => (row.outcome === "failed" ? { ...row, error } : row));
}

/** A page of the refreshes of a dataset that have ended, newest first. */
export async function listRefreshes(db: Tx, reader: Reader, dataset: string, page: PageQuery) {
  const after = numberAfter(page.after);
  const { projectId } = reader;
  const where = { projectId, dataset: { projectId, name: dataset } };
  const found = await db.sourceRefresh.findMany({
    where: after === null ? where : { ...where, id: { lt: after } },
    select: refreshSelect,
    orderBy: { id: "desc" },
    take: page.limit + 1,
  });
  const { rows, next } = toPage(found, page.limit, ({ id }) => String(id));
  const told = await refreshesTold(db, reader, dataset, rows.map(toRefresh));
  return { rows: told, next, total: await db.sourceRefresh.count({ where }) };
}
export type RefreshRow = Awaited<ReturnType<typeof listRefreshes>>["rows"][number];

/** The refresh of a dataset that waits or runs; null where there is none. */
export async function openRefresh(
  tx: Tx,
  projectId: string,
  datasetId: string,
): Promise<{ id: string } | null> {
  return tx.job.findFirst({
    where: { projectId, datasetId, kind: "refresh", status: { in: ["QUEUED", "RUNNING"] } },
    select: { id: true },
  });
}

/** Sources whose dataset has no version yet, by name, a page of them at most. */
export async function listUnfetched(db: Tx, projectId: string, access: AccessFilter) {
  const dataset = { projectId, id: toTextIdFilter(access), versions: { none: {} } };
  const found = await db.source.findMany({
    where: { projectId, dataset },
    select,
    orderBy: { dataset: { name: "asc" } },
    take: limits.pageSize,
  });
  return found.map(toSource);
}

/** The id of a dataset, whether or not it has rows yet. @throws {AppError} NOT_FOUND */
export async function findDatasetId(db: Tx, projectId: string, name: string): Promise<string> {
  const where = { projectId_name: { projectId, name } };
  const found = await db.dataset.findUnique({ where, select: { id: true } });
  if (!found) throw new AppError("NOT_FOUND", `There is no dataset ${name} in this project.`);
  return found.id;
}
