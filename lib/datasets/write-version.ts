import { isBelow } from "./shown";
import { readerOfPerson } from "./person-reader";
import { isSameName, parseMasks } from "./mask";
import { AppError } from "@/lib/errors";
import type { Actor } from "@/lib/auth/actor";
import type { Tx } from "@/lib/db/client";
import { record } from "@/lib/events/record";
import type { ColumnSchema } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { addEdge, type LineageNode } from "@/lib/projects/lineage";
import type { Blob } from "@/lib/storage/storage";
import type { ImportNote } from "./import-note";
import type { ImportedWith } from "./import-options";
import { carriedDictionary, parseDictionary, withEntry, type Dictionary } from "./dictionary";
import { entriesTaken, type CarriedFrom } from "./entries-taken";
import type { Validation } from "./expectations";
import { learnedElsewhere } from "./fitted-edge";
import { holdLabelTask, holdVersion, lockDataset } from "./lock-dataset";
import { sentenceOf, tableReadBy, type Step } from "./recipe";
import type { Fitted } from "./steps/step";
import type { Synthesis } from "./synthetic/report";
import { entriesOfUnits } from "./units";

/** Rows that lie in the storage as Parquet, and what the steps of their recipe learned. */
export type WrittenTable = {
  blob: Blob;
  columns: ColumnSchema[];
  rows: number;
  fitted?: (Fitted | null)[] | undefined;
  /** What reading its file meant. */
  note?: ImportNote | null | undefined;
  /** How its file was read: step 0 of what made it. */
  importedWith?: ImportedWith | null | undefined;
  /** The address of its failed cells, where it has any. */
  failedSha256?: string | null | undefined;
  /** How the rows met what is expected of them. */
  validation?: Validation | null | undefined;
  /** The masks through which its maker read what it was made from, by their keys. */
  through?: readonly string[] | undefined;
  /** How synthetic rows of it were made. */
  synthesis?: Synthesis | null | undefined;
};

/** What a new version is made from, and how. */
export type Origin = {
  origin:
    "upload" | "sample" | "catalogue" | "recipe" | "notebook" | "restore" | "source" | "labels" | "synthetic";
  source: string;
  sourceHash: string | null;
  simulated: boolean;
  recipe: Step[] | null;
  from: { node: LineageNode; how: string }[];
};

/** The origin of a version that was read from an uploaded file. */
export function uploadOrigin({ fileName, sha256 }: { fileName: string; sha256: string }): Origin {
  return {
    origin: "upload",
    source: fileName,
    sourceHash: sha256,
    simulated: false,
    recipe: null,
    from: [{ node: { kind: "file", id: sha256 }, how: "upload" }],
  };
}

/** A version that a step reads beside its rows. */
type Second = { step: number; id: string; simulated: boolean };

/** The origin of a version that a recipe made of another one, and of those that its steps read beside it. */
export function recipeOrigin(
  version: { id: string; number: number; simulated: boolean; dataset: { name: string } },
  steps: Step[],
  seconds: readonly Second[],
): Origin {
  const how = steps.map(sentenceOf).join("; ");
  return {
    origin: "recipe",
    source: `${version.dataset.name} v${version.number}`,
    sourceHash: null,
    simulated: version.simulated || seconds.some(({ simulated }) => simulated),
    recipe: steps,
    from: [
      { node: { kind: "dataset", id: version.id }, how: how.slice(0, 500) },
      ...secondEdges(steps, seconds),
    ],
  };
}

function secondEdges(steps: readonly Step[], seconds: readonly Second[]): Origin["from"] {
  return seconds.map(({ step, id }) => ({
    node: { kind: "dataset", id },
    how: sentenceOf(steps[step]!).slice(0, 500),
  }));
}

/** The origin of a version with rows that were made like those of another one. */
export function syntheticOrigin(version: {
  id: string;
  number: number;
  simulated: boolean;
  dataset: { name: string };
}): Origin {
  return {
    origin: "synthetic",
    source: `${version.dataset.name} v${version.number}`,
    sourceHash: null,
    simulated: version.simulated,
    recipe: null,
    from: [{ node: { kind: "dataset", id: version.id }, how: "synthesised from" }],
  };
}

/** The origin of a version that the recipe of one version made of the rows of another, as it was fitted. */
export function fittedOrigin({
  recipe,
  to,
  steps,
  seconds,
}: {
  recipe: { id: string; number: number; dataset: { name: string } };
  to: { id: string; number: number; simulated: boolean; dataset: { name: string } };
  steps: Step[];
  seconds: readonly Second[];
}): Origin {
  const how = `the recipe of ${recipe.dataset.name} v${recipe.number} as it was fitted, on new rows`;
  return {
    ...recipeOrigin(to, steps, seconds),
    from: [
      { node: { kind: "dataset", id: to.id }, how },
      { node: { kind: "dataset", id: recipe.id }, how: learnedElsewhere },
      ...secondEdges(steps, seconds),
    ],
  };
}

/**
 * Writes the next version of a dataset, or the first of a new one: the only way in which a version comes
 * to be, whether a request or a job made its rows.
 *
 * @returns the version's number
 */
export async function writeVersion(
  tx: Tx,
  actor: Actor & { id: string },
  { projectId, name }: { projectId: string; name: string },
  table: WrittenTable,
  origin: Origin,
): Promise<number> {
  const { blob, columns, rows, fitted, note, importedWith, failedSha256, validation, through } = table;
  const { synthesis } = table;
  const dataset = await tx.dataset.upsert({
    where: { projectId_name: { projectId, name } },
    create: { projectId, name },
    update: {},
  });
  await lockDataset(tx, dataset.id);
  await requireOwnCells(tx, { projectId, name, actor }, { dataset, columns, origin });
  for (const { node } of origin.from) {
    if (node.kind === "dataset") await holdVersion(tx, projectId, node.id);
    if (node.kind === "label-task") await holdLabelTask(tx, projectId, node.id);
  }
  const { lastNumber } = await tx.dataset.findUniqueOrThrow({ where: { id: dataset.id } });
  const newest = await tx.datasetVersion.findFirst({
    where: { datasetId: dataset.id },
    orderBy: { number: "desc" },
    select: { number: true, sha256: true },
  });
  // A notebook saves whenever its cell runs: the same rows again are the version that is there.
  if (origin.origin === "notebook" && newest?.sha256 === blob.sha256) return newest.number;
  const { from, recipe, ...described } = origin;
  const next = lastNumber + 1;
  await tx.dataset.update({ where: { id: dataset.id }, data: { lastNumber: next } });
  const kept = synthesis ? columns.filter(({ name }) => isDrawn(synthesis, name)) : columns;
  if (recipe || synthesis) await carryDictionary(tx, dataset.id, { origin, columns: kept, fitted });
  await carryUnits(tx, dataset.id, { note, columns });
  const version = await tx.datasetVersion.create({
    data: {
      projectId,
      datasetId: dataset.id,
      number: next,
      sha256: blob.sha256,
      bytes: blob.bytes,
      rows,
      columns: JSON.stringify(columns),
      ...described,
      sourceHash: recipe ? await hashOfFirst(tx, projectId, from) : described.sourceHash,
      recipe: recipe ? JSON.stringify(recipe) : null,
      fitted: fitted?.some((learned) => learned !== null) ? JSON.stringify(fitted) : null,
      importNote: note ? JSON.stringify(note) : null,
      importedWith: importedWith ? JSON.stringify(importedWith) : null,
      failedSha256: failedSha256 ?? null,
      validation: validation ? JSON.stringify(validation) : null,
      readThrough: through?.length ? JSON.stringify(through) : null,
      synthetic: origin.origin === "synthetic" || (await isOfSynthetic(tx, projectId, from)),
      synthesis: synthesis ? JSON.stringify(synthesis) : null,
      createdBy: actor.id,
    },
  });
  for (const { node, how } of from)
    await addEdge(tx, { projectId, from: node, to: { kind: "dataset", id: version.id }, how });
  record(tx, actor, {
    name: "dataset.save",
    projectId,
    subject: { kind: "dataset", id: dataset.id, name, version: { id: version.id, number: next } },
    detail: { rows, columns: columns.length, origin: origin.origin },
  });
  return next;
}

/**
 * Whoever is below the role of a column's mask writes no cells into that column: of values of their own the
 * hashes would tell what others stand for, and masked cells would take the place of values.
 *
 * @throws {AppError} FORBIDDEN with the column
 */
async function requireOwnCells(
  tx: Tx,
  { projectId, name, actor }: { projectId: string; name: string; actor: { id: string } },
  {
    dataset,
    columns,
    origin,
  }: { dataset: { id: string; masks: string | null }; columns: readonly ColumnSchema[]; origin: Origin },
): Promise<void> {
  const masks = parseMasks(dataset.masks).columns;
  if (masks.length === 0 || origin.origin === "source" || origin.origin === "restore") return;
  const held = (await readerOfPerson(tx, projectId, actor.id)).roleOn(dataset.id);
  const column = masks.find(
    (mask) => isBelow(held, mask.role) && columns.some((one) => isSameName(one.name, mask.name)),
  );
  if (column)
    throw new AppError(
      "FORBIDDEN",
      `“${column.name}” of ${name} is masked for you. Leave it out, or save another dataset.`,
    );
}

/** Whether a column has values that are like those of its source: what is said of them holds of it too. */
function isDrawn({ columns }: Synthesis, name: string): boolean {
  return columns.some(({ column, how }) => column === name && how !== "new" && how !== "left out");
}

/** Whether anything that a version is made from has synthetic rows, or came from such: it stays marked. */
async function isOfSynthetic(tx: Tx, projectId: string, from: Origin["from"]): Promise<boolean> {
  const ids = from.flatMap(({ node }) => (node.kind === "dataset" ? [node.id] : []));
  const marked = await tx.datasetVersion.count({ where: { projectId, id: { in: ids }, synthetic: true } });
  return marked > 0;
}

/** The hash of the rows that a recipe read, whoever it was that read them. */
async function hashOfFirst(tx: Tx, projectId: string, from: Origin["from"]): Promise<string | null> {
  const id = from.find(({ node }) => node.kind === "dataset")?.node.id;
  if (id === undefined) return null;
  const read = await tx.datasetVersion.findFirst({ where: { id, projectId }, select: { sha256: true } });
  return read?.sha256 ?? null;
}

/** Columns that a recipe kept, renamed or took along keep their entries, beside those of the dataset. */
async function carryDictionary(
  tx: Tx,
  datasetId: string,
  { origin, columns, fitted }: { origin: Origin } & Pick<WrittenTable, "columns" | "fitted">,
): Promise<void> {
  const version = origin.from.find(({ node }) => node.kind === "dataset");
  const source = version && (await tx.datasetVersion.findUnique(withDictionary(version.node.id)));
  const into = await tx.dataset.findUniqueOrThrow({ where: { id: datasetId }, select: { dictionary: true } });
  const steps = origin.recipe ?? [];
  const kept = parseDictionary(into.dictionary);
  const carried = carriedDictionary(parseDictionary(source?.dataset.dictionary ?? null), steps, columns);
  const before = source ? (JSON.parse(source.columns) as ColumnSchema[]) : [];
  const taken = await takenEntries(tx, { columns: before, steps, fitted: fitted ?? [] });
  const lacks = (entries: Dictionary) => (entry: Dictionary[number]) =>
    entries.every(({ name }) => name !== entry.name);
  const own = [...kept, ...carried.filter(lacks(kept))];
  const dictionary = [...own, ...taken.filter(lacks(own))];
  if (dictionary.length === kept.length) return;
  const text = JSON.stringify(dictionary.slice(0, limits.datasetColumns));
  await tx.dataset.update({ where: { id: datasetId }, data: { dictionary: text } });
}

/** The entries of columns that steps took from second tables. */
async function takenEntries(tx: Tx, recipe: Omit<CarriedFrom, "seconds">): Promise<Dictionary> {
  const ids = recipe.steps.map((step) => tableReadBy(step)?.id);
  const seconds = await Promise.all(
    ids.map(async (id, step) => {
      const found = id === undefined ? null : await tx.datasetVersion.findUnique(withDictionary(id));
      if (!found) return [];
      const dictionary = parseDictionary(found.dataset.dictionary);
      return [{ step, columns: JSON.parse(found.columns) as ColumnSchema[], dictionary }];
    }),
  );
  return entriesTaken({ ...recipe, seconds: seconds.flat() });
}

/** What a file's row of units says joins the dictionary. */
async function carryUnits(
  tx: Tx,
  datasetId: string,
  { note, columns }: Pick<WrittenTable, "note" | "columns">,
): Promise<void> {
  if (!note?.columns.some(({ unit }) => unit)) return;
  const own = await tx.dataset.findUniqueOrThrow({ where: { id: datasetId }, select: { dictionary: true } });
  const entries = parseDictionary(own.dictionary);
  const named = entriesOfUnits(note, columns, entries);
  const dictionary = named.reduce(withEntry, entries).slice(0, limits.datasetColumns);
  await tx.dataset.update({ where: { id: datasetId }, data: { dictionary: JSON.stringify(dictionary) } });
}

function withDictionary(id: string) {
  return {
    where: { id },
    select: { columns: true, dataset: { select: { dictionary: true } } },
  } as const;
}
