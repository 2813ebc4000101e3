import { toTextIdFilter, type AccessFilter } from "@/lib/auth/access-filter";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import { numberAfter, toPage, type PageQuery } from "@/lib/page";
import type { Storage } from "@/lib/storage/storage";
import { parseDictionary, type Dictionary } from "./dictionary";
import type { NamedTable } from "./engine";
import type { Validation } from "./expectations";
import type { ImportNote } from "./import-note";
import type { ImportedWith } from "./import-options";
import type { Step } from "./recipe";
import { partsOf, referencesIn, withTables } from "./sql-references";

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
 * One version of a dataset by name; without a number the newest.
 *
 * @throws {AppError} NOT_FOUND when the project has no such dataset or version
 */
export async function findVersion(db: Tx, projectId: string, name: string, number?: number) {
  const version = await db.datasetVersion.findFirst({
    where: { projectId, dataset: { projectId, name }, ...(number ? { number } : {}) },
    select: {
      ...select,
      importNote: true,
      importedWith: true,
      failedSha256: true,
      validation: true,
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
  return {
    ...version,
    columns: JSON.parse(version.columns) as ColumnSchema[],
    recipe: version.recipe ? (JSON.parse(version.recipe) as Step[]) : null,
    importNote: version.importNote ? (JSON.parse(version.importNote) as ImportNote) : null,
    importedWith: version.importedWith ? (JSON.parse(version.importedWith) as ImportedWith) : null,
    validation: version.validation ? (JSON.parse(version.validation) as Validation) : null,
    dictionary: parseDictionary(version.dataset.dictionary),
  };
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

/** A page of a dataset's versions, newest first. */
export async function listVersions(db: Tx, projectId: string, datasetId: string, page: PageQuery) {
  const after = numberAfter(page.after);
  const where = { projectId, datasetId };
  const found = await db.datasetVersion.findMany({
    where: after === null ? where : { ...where, number: { lt: after } },
    select,
    orderBy: { number: "desc" },
    take: page.limit + 1,
  });
  const { rows, next } = toPage(found, page.limit, ({ number }) => String(number));
  const versions = rows.map((row) => ({
    ...row,
    columns: JSON.parse(row.columns) as ColumnSchema[],
    recipe: row.recipe ? (JSON.parse(row.recipe) as Step[]) : null,
  }));
  return { rows: versions, next, total: await db.datasetVersion.count({ where }) };
}
export type VersionRow = Awaited<ReturnType<typeof listVersions>>["rows"][number];

/** A version as the data process opens it, under the name that queries use. */
export async function tableOf(
  storage: Storage,
  version: { sha256: string; columns: ColumnSchema[]; rows: number },
  name = "rows",
): Promise<NamedTable> {
  const { columns, rows } = version;
  return { name, file: await storage.localPath(version.sha256), columns, rows };
}

/**
 * The datasets that a query names as `dataset('name')` or `dataset('name@v2')`, and the query with
 * those names in their place.
 *
 * @throws {AppError} NOT_FOUND when one of them is not in the project
 */
export async function resolveQuery(
  db: Tx,
  storage: Storage,
  projectId: string,
  sql: string,
): Promise<{ sql: string; tables: NamedTable[]; versions: Version[] }> {
  const found = await Promise.all(
    referencesIn(sql).map(async (reference) => ({
      reference,
      version: await findReference(db, projectId, reference),
    })),
  );
  const tables = await Promise.all(
    found.map(({ reference, version }) => tableOf(storage, version, `dataset ${reference}`)),
  );
  return { sql: withTables(sql), tables, versions: found.map(({ version }) => version) };
}

/** A version by `name` or `name@v2`. */
export function findReference(db: Tx, projectId: string, reference: string): Promise<Version> {
  const { name, number } = partsOf(reference);
  return findVersion(db, projectId, name, number);
}
