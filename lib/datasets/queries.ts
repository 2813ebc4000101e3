import { toTextIdFilter, type AccessFilter } from "@/lib/auth/access-filter";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import { numberAfter, toPage, type PageQuery } from "@/lib/page";
import { parseDictionary, type Dictionary } from "./dictionary";
import type { Validation } from "./expectations";
import type { ImportNote } from "./import-note";
import type { ImportedWith } from "./import-options";
import { parseMasks, type DatasetMasks } from "./mask";
import { masksOfVersion } from "./mask-lineage";
import type { Reader } from "./reader";
import type { Step } from "./recipe";
import { withoutMasked } from "./redact";
import { shownTo } from "./shown";
import { partsOf } from "./sql-references";
import type { Synthesis } from "./synthetic/report";

const select = {
  id: true,
  number: true,
  sha256: true,
  bytes: true,
  rows: true,
  columns: true,
  origin: true,
  source: true,
  sourceHash: true,
  simulated: true,
  synthetic: true,
  recipe: true,
  createdBy: true,
  createdAt: true,
} as const;

/** An immutable version of a dataset, its JSON read. */
export type Version = Awaited<ReturnType<typeof findVersion>>;

/** A page of the datasets of a project that a filter allows, with their newest versions, by name. */
export async function listDatasets(db: Tx, projectId: string, access: AccessFilter, page: PageQuery) {
  const where = { projectId, id: toTextIdFilter(access), versions: { some: {} } };
  const found = await db.dataset.findMany({
    where: page.after === undefined ? where : { ...where, name: { gt: page.after } },
    select: {
      id: true,
      name: true,
      versions: {
        select: {
          number: true,
          rows: true,
          columns: true,
          bytes: true,
          simulated: true,
          synthetic: true,
          origin: true,
          source: true,
          createdAt: true,
          createdBy: true,
        },
        orderBy: { number: "desc" },
        take: 1,
      },
    },
    orderBy: { name: "asc" },
    take: page.limit + 1,
  });
  const { rows, next } = toPage(found, page.limit, ({ name }) => name);
  const datasets = rows.flatMap(({ id, name, versions: [newest] }) =>
    newest ? [{ id, name, ...newest, columns: (JSON.parse(newest.columns) as ColumnSchema[]).length }] : [],
  );
  return { rows: datasets, next, total: await db.dataset.count({ where }) };
}
export type DatasetRow = Awaited<ReturnType<typeof listDatasets>>["rows"][number];

/**
 * One version of a dataset by name, as a reader sees it; without a number the newest. What tells of values of
 * columns that are masked for the reader is not in it.
 *
 * @throws {AppError} NOT_FOUND when the project has no such dataset or version
 */
export async function findVersion(db: Tx, reader: Reader, name: string, number?: number) {
  const { projectId } = reader;
  const version = await db.datasetVersion.findFirst({
    where: { projectId, dataset: { projectId, name }, ...(number ? { number } : {}) },
    select: {
      ...select,
      importNote: true,
      importedWith: true,
      failedSha256: true,
      validation: true,
      synthesis: true,
      dataset: { select: { id: true, name: true, description: true, dictionary: true } },
    },
    orderBy: { number: "desc" },
  });
  if (!version)
    throw new AppError(
      "NOT_FOUND",
      number
        ? `There is no version ${number} of ${name} in this project.`
        : `There is no dataset ${name} in this project.`,
    );
  const { dictionary, ...dataset } = version.dataset;
  const columns = JSON.parse(version.columns) as ColumnSchema[];
  const masks = await masksOfVersion(db, projectId, version.id);
  const shown = shownTo({ id: dataset.id, columns }, masks, reader);
  const said = {
    recipe: version.recipe ? (JSON.parse(version.recipe) as Step[]) : null,
    importNote: version.importNote ? (JSON.parse(version.importNote) as ImportNote) : null,
    importedWith: version.importedWith ? (JSON.parse(version.importedWith) as ImportedWith) : null,
    validation: version.validation ? (JSON.parse(version.validation) as Validation) : null,
    synthesis: version.synthesis ? (JSON.parse(version.synthesis) as Synthesis) : null,
    dictionary: parseDictionary(dictionary),
  };
  const isMasked = shown.columns.some(({ mask }) => mask !== null) || shown.hiddenSteps.size > 0;
  return {
    ...version,
    ...(isMasked ? { ...withoutMasked(said, shown), ...noHashes } : said),
    dataset,
    columns: shown.columns.map(({ name, type }) => ({ name, type })),
    /** Columns that are masked for somebody, and whether they are for the reader. */
    masks: shown.masks,
    /** Steps of the recipe that are left out, as they speak of masked columns. */
    hiddenSteps: shown.hiddenSteps.size,
    /** Masks through which the reader reads, by their keys. */
    through: shown.through,
    /** Masks of its columns that do not hold for the reader. */
    seen: shown.seen,
  };
}

/** By the hash of a file somebody could find out whether it holds what they guess. */
const noHashes = { sha256: "", sourceHash: null } as const;

/** What an owner said of the masks of a dataset: of its columns, and which were freed. */
export async function findMasks(db: Tx, projectId: string, datasetId: string): Promise<DatasetMasks> {
  const dataset = await db.dataset.findFirst({
    where: { id: datasetId, projectId },
    select: { masks: true },
  });
  return parseMasks(dataset?.masks ?? null);
}

/** The name of who made a version. */
export async function makerOf(db: Tx, { createdBy }: Pick<Version, "createdBy">): Promise<string> {
  const person = await db.user.findUnique({ where: { id: createdBy }, select: { name: true } });
  return person?.name ?? "somebody";
}

/** What a dataset's columns mean and what is expected of them; empty where there is no such dataset. */
export async function dictionaryOf(db: Tx, projectId: string, name: string): Promise<Dictionary> {
  const dataset = await db.dataset.findUnique({
    where: { projectId_name: { projectId, name } },
    select: { dictionary: true },
  });
  return parseDictionary(dataset?.dictionary ?? null);
}

/** The newest version that a recipe or a notebook made, by its dataset's name; null where there is none. */
export async function newestPrepared(db: Tx, projectId: string, access: AccessFilter) {
  const version = await db.datasetVersion.findFirst({
    where: {
      projectId,
      dataset: { id: toTextIdFilter(access) },
      origin: { in: ["recipe", "notebook"] },
    },
    select: { number: true, dataset: { select: { name: true } } },
    orderBy: { createdAt: "desc" },
  });
  return version && { name: version.dataset.name, number: version.number };
}

/** Versions of other datasets that were made of a version, newest first, `limit` at most. */
export async function madeOf(
  db: Tx,
  projectId: string,
  { id, dataset }: { id: string; dataset: { id: string } },
  access: AccessFilter,
  limit: number,
) {
  const edges = await db.lineageEdge.findMany({
    where: { projectId, fromKind: "dataset", fromId: id, toKind: "dataset" },
    select: { toId: true },
    orderBy: { id: "desc" },
    take: 100,
  });
  const versions = await db.datasetVersion.findMany({
    where: {
      projectId,
      id: { in: edges.map(({ toId }) => toId) },
      datasetId: { not: dataset.id },
      dataset: { id: toTextIdFilter(access) },
    },
    select: { number: true, rows: true, columns: true, dataset: { select: { name: true } } },
    orderBy: { createdAt: "desc" },
    take: limit,
  });
  return versions.map(({ number, rows, columns, dataset: { name } }) => ({
    name,
    number,
    rows,
    columns: (JSON.parse(columns) as ColumnSchema[]).length,
  }));
}
export type MadeOf = Awaited<ReturnType<typeof madeOf>>[number];

/** A page of a dataset's versions as a reader sees them, newest first. */
export async function listVersions(db: Tx, reader: Reader, datasetId: string, page: PageQuery) {
  const { projectId } = reader;
  const after = numberAfter(page.after);
  const where = { projectId, datasetId };
  const found = await db.datasetVersion.findMany({
    where: after === null ? where : { ...where, number: { lt: after } },
    select,
    orderBy: { number: "desc" },
    take: page.limit + 1,
  });
  const { rows, next } = toPage(found, page.limit, ({ number }) => String(number));
  const versions = [];
  for (const row of rows) versions.push(await versionRow(db, reader, { ...row, datasetId }));
  return { rows: versions, next, total: await db.datasetVersion.count({ where }) };
}

type StoredRow = { id: string; datasetId: string; columns: string; recipe: string | null };

async function versionRow<Row extends StoredRow & { sha256: string; sourceHash: string | null }>(
  db: Tx,
  reader: Reader,
  { datasetId, ...row }: Row,
) {
  const columns = JSON.parse(row.columns) as ColumnSchema[];
  const recipe = row.recipe ? (JSON.parse(row.recipe) as Step[]) : null;
  const masks = await masksOfVersion(db, reader.projectId, row.id);
  const shown = shownTo({ id: datasetId, columns }, masks, reader);
  const isMasked = shown.columns.some(({ mask }) => mask !== null) || shown.hiddenSteps.size > 0;
  return {
    ...row,
    ...(isMasked ? { sha256: "", sourceHash: null } : {}),
    columns: shown.columns.map(({ name, type }) => ({ name, type })),
    recipe: recipe && recipe.filter((_, i) => !shown.hiddenSteps.has(i)),
  };
}
export type VersionRow = Awaited<ReturnType<typeof listVersions>>["rows"][number];

/** A version by `name` or `name@v2`, as a reader sees it. */
export function findReference(db: Tx, reader: Reader, reference: string): Promise<Version> {
  const { name, number } = partsOf(reference);
  return findVersion(db, reader, name, number);
}
