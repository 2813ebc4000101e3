import { toTextIdFilter, type AccessFilter } from "@/lib/auth/access-filter";
import type { Tx } from "@/lib/db/client";
import type { Role } from "@/lib/auth/permissions";
import { namesOf } from "@/lib/auth/users";
import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import { momentAfter, cursorOfMoment, numberAfter, toPage, type PageQuery } from "@/lib/page";
import { findVersion } from "@/lib/datasets/queries";
import type { Reader } from "@/lib/datasets/reader";
import type { Choice } from "./schema";
import type { ShownChoice } from "./task";

const select = {
  id: true,
  versionId: true,
  name: true,
  question: true,
  classes: true,
  ordinal: true,
  columns: true,
  choice: true,
  perRow: true,
  role: true,
  rows: true,
  createdAt: true,
  closedAt: true,
} as const;
type Row = {
  classes: string;
  columns: string;
  choice: string;
  role: string;
};

function parsed<Kept extends Row>(row: Kept) {
  return {
    ...row,
    classes: JSON.parse(row.classes) as string[],
    columns: JSON.parse(row.columns) as string[],
    choice: JSON.parse(row.choice) as Choice & { leftOut?: number },
    role: row.role as Role,
  };
}

/** A page of the tasks on a dataset, the newest first, with how many labels each has. */
export async function listTasks(db: Tx, projectId: string, dataset: string, page: PageQuery) {
  const { id: datasetId } = await findDataset(db, projectId, dataset);
  const after = momentAfter(page.after);
  const where = { projectId, datasetId };
  const found = await db.labelTask.findMany({
    where: after
      ? {
          AND: [
            where,
            { OR: [{ createdAt: { lt: after.at } }, { createdAt: after.at, id: { lt: after.id } }] },
          ],
        }
      : where,
    select: { ...select, _count: { select: { labels: { where: { class: { not: null } } } } } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: page.limit + 1,
  });
  const { rows, next } = toPage(found, page.limit, ({ createdAt, id }) => cursorOfMoment(createdAt, id));
  const versions = await db.datasetVersion.findMany({
    where: { projectId, id: { in: rows.map(({ versionId }) => versionId) } },
    select: { id: true, number: true },
  });
  const numberOf = new Map(versions.map(({ id, number }) => [id, number]));
  const tasks = rows.map(({ _count, versionId, ...row }) => ({
    ...parsed(row),
    version: numberOf.get(versionId) ?? null,
    labels: _count.labels,
  }));
  return { rows: tasks, next, total: await db.labelTask.count({ where }) };
}
export type TaskRow = Awaited<ReturnType<typeof listTasks>>["rows"][number];

/**
 * A task on a dataset, with the version that it is about.
 *
 * @throws {AppError} NOT_FOUND when the dataset has no such task
 */
export async function findTask(db: Tx, projectId: string, dataset: string, taskId: string) {
  const { id: datasetId } = await findDataset(db, projectId, dataset);
  const task = await db.labelTask.findFirst({ where: { id: taskId, projectId, datasetId }, select });
  if (!task) throw new AppError("NOT_FOUND", `There is no such labelling task on ${dataset}.`);
  const version = await db.datasetVersion.findFirstOrThrow({
    where: { id: task.versionId, projectId },
    select: { id: true, number: true, sha256: true, rows: true, columns: true, simulated: true },
  });
  return {
    ...parsed(task),
    datasetId,
    dataset,
    version: { ...version, columns: JSON.parse(version.columns) as ColumnSchema[] },
  };
}
export type Task = Awaited<ReturnType<typeof findTask>>;

/**
 * What a reader may hear of a task: how its rows were chosen stays out while a column of the version is
 * masked for them, because it may speak of its values; so do names of columns that are not shown to them.
 */
export async function taskShown(
  db: Tx,
  reader: Reader,
  task: Task,
): Promise<{ choice: ShownChoice; columns: string[] }> {
  const { masks, columns } = await findVersion(db, reader, task.dataset, task.version.number);
  const names = new Set(columns.map(({ name }) => name));
  const isMasked = masks.some(({ forYou }) => forYou);
  return {
    choice: isMasked ? { kind: task.choice.kind, hidden: true } : task.choice,
    columns: task.columns.map((name) => (names.has(name) ? name : "masked")),
  };
}

async function findDataset(db: Tx, projectId: string, name: string): Promise<{ id: string }> {
  const where = { projectId_name: { projectId, name } };
  const dataset = await db.dataset.findUnique({ where, select: { id: true } });
  if (!dataset) throw new AppError("NOT_FOUND", `There is no dataset ${name} in this project.`);
  return dataset;
}

/** People that are told of at once. */
const peopleAtMost = 200;

/** How far a task is: rows by how many labels they have, rows that were settled, and who gave how many. */
export async function progressOf(db: Tx, { id: taskId, perRow, rows }: Task) {
  const groups = await db.labelRow.groupBy({ by: ["labels"], where: { taskId }, _count: true });
  const settled = await db.labelRow.count({ where: { taskId, settled: { not: null } } });
  const people = await db.label.groupBy({
    by: ["userId"],
    where: { taskId },
    _count: { class: true, _all: true },
    orderBy: { userId: "asc" },
    take: peopleAtMost,
  });
  const names = await namesOf(
    db,
    people.map(({ userId }) => userId),
  );
  const complete = groups.filter(({ labels }) => labels >= perRow);
  return {
    rows,
    complete: complete.reduce((sum, { _count }) => sum + _count, 0),
    begun: groups.reduce((sum, { labels, _count }) => sum + (labels > 0 ? _count : 0), 0),
    labels: groups.reduce((sum, { labels, _count }) => sum + labels * _count, 0),
    wanted: rows * perRow,
    settled,
    people: people.map(({ userId, _count }) => ({
      id: userId,
      name: names.get(userId) ?? null,
      labels: _count.class,
      skipped: _count._all - _count.class,
    })),
  };
}
export type Progress = Awaited<ReturnType<typeof progressOf>>;

/** A page of what one person said, the newest first. */
export async function listOwnLabels(db: Tx, task: Task, userId: string, page: PageQuery) {
  const after = momentAfter(page.after);
  const where = { taskId: task.id, userId };
  const found = await db.label.findMany({
    where: after
      ? { AND: [where, { OR: [{ at: { lt: after.at } }, { at: after.at, id: { lt: Number(after.id) } }] }] }
      : where,
    select: { id: true, position: true, class: true, note: true, at: true },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: page.limit + 1,
  });
  const { rows, next } = toPage(found, page.limit, ({ at, id }) => cursorOfMoment(at, String(id)));
  const labels = rows.map(({ position, class: of, note, at }) => ({
    position,
    class: of === null ? null : task.classes[of]!,
    note,
    at,
  }));
  return { rows: labels, next, total: await db.label.count({ where }) };
}
export type OwnLabel = Awaited<ReturnType<typeof listOwnLabels>>["rows"][number];

/** What one person said of a row; null where they said nothing. */
export async function findOwnLabel(db: Tx, { id: taskId, classes }: Task, userId: string, position: number) {
  const key = { taskId_position_userId: { taskId, position, userId } };
  const label = await db.label.findUnique({ where: key });
  return (
    label && { class: label.class === null ? null : classes[label.class]!, note: label.note, at: label.at }
  );
}

/** A row of a task's queue. @throws {AppError} NOT_FOUND */
export async function findRow(db: Tx, { id: taskId }: Pick<Task, "id">, position: number) {
  const row = await db.labelRow.findUnique({ where: { taskId_position: { taskId, position } } });
  if (!row) throw new AppError("NOT_FOUND", `There is no row ${position} in this task.`);
  return row;
}

/**
 * How often each class was said of each row, by the place of the class; rows without a label lack.
 *
 * @returns by position, the counts as long as there are classes
 */
export async function countsOf(db: Tx, { id: taskId, classes }: Task): Promise<Map<number, number[]>> {
  const found = await db.label.groupBy({
    by: ["position", "class"],
    where: { taskId, class: { not: null } },
    _count: true,
  });
  const counts = new Map<number, number[]>();
  for (const { position, class: of, _count } of found) {
    const row = counts.get(position) ?? classes.map(() => 0);
    row[of!] = _count;
    counts.set(position, row);
  }
  return counts;
}

/**
 * A page of the rows whose labels disagree, and of those that were settled, with what each person said. A row
 * that somebody may still label is not shown while the task is open, so that nobody sees labels before.
 */
export async function listDisagreements(
  db: Tx,
  task: Task,
  state: "open" | "settled" | "all",
  page: PageQuery,
) {
  const after = numberAfter(page.after) ?? -1;
  const least = task.closedAt ? 0 : task.perRow;
  const found = await db.$queryRaw<{ position: number; total: number | bigint }[]>`
    SELECT * FROM (
      SELECT r."position" AS "position", count(*) OVER () AS "total" FROM "LabelRow" r
      WHERE r."taskId" = ${task.id}
        AND (r."labels" >= ${least} OR r."settled" IS NOT NULL)
        AND (${state} <> 'open' OR r."settled" IS NULL)
        AND (${state} <> 'settled' OR r."settled" IS NOT NULL)
        AND (r."settled" IS NOT NULL OR (SELECT count(DISTINCT l."class") FROM "Label" l
          WHERE l."taskId" = r."taskId" AND l."position" = r."position") > 1)
    ) AS d WHERE d."position" > ${after}
    ORDER BY d."position" LIMIT ${page.limit + 1}`;
  const { rows, next } = toPage(found, page.limit, ({ position }) => String(position));
  const positions = { in: rows.map(({ position }) => Number(position)) };
  const of = { taskId: task.id, position: positions };
  const [queue, labels] = await Promise.all([
    db.labelRow.findMany({ where: of, orderBy: { position: "asc" } }),
    db.label.findMany({ where: { ...of, class: { not: null } }, orderBy: { id: "asc" } }),
  ]);
  const people = [
    ...labels.map(({ userId }) => userId),
    ...queue.flatMap(({ settledBy }) => settledBy ?? []),
  ];
  const names = await namesOf(db, people);
  return {
    next,
    total: Number(found[0]?.total ?? 0),
    rows: queue.map(({ position, row, settled, settledHow, settledBy, settledAt }) => ({
      position,
      row,
      settled:
        settled === null
          ? null
          : {
              class: task.classes[settled]!,
              how: settledHow as "majority" | "hand",
              by: names.get(settledBy ?? "") ?? null,
              at: settledAt!,
            },
      labels: labels
        .filter((label) => label.position === position)
        .map(({ userId, class: said, note }) => ({
          by: names.get(userId) ?? null,
          class: task.classes[said!]!,
          note,
        })),
    })),
  };
}
export type Disagreement = Awaited<ReturnType<typeof listDisagreements>>["rows"][number];

/** Versions that were saved from a task's labels and may be read, the newest first, so many at most. */
export async function savedFrom(
  db: Tx,
  projectId: string,
  { taskId, limit }: { taskId: string; limit: number },
  access: AccessFilter,
) {
  const edges = await db.lineageEdge.findMany({
    where: { projectId, fromKind: "label-task", fromId: taskId, toKind: "dataset" },
    orderBy: { id: "desc" },
    take: limit,
  });
  const versions = await db.datasetVersion.findMany({
    where: {
      projectId,
      id: { in: edges.map(({ toId }) => toId) },
      dataset: { id: toTextIdFilter(access) },
    },
    select: { id: true, number: true, dataset: { select: { name: true } } },
  });
  return edges.flatMap(({ toId, how }) => {
    const version = versions.find(({ id }) => id === toId);
    return version ? [{ name: version.dataset.name, number: version.number, how }] : [];
  });
}
