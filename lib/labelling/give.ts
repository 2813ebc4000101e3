import type { Actor } from "@/lib/auth/actor";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { limits } from "@/lib/limits";
import { lockOpenTask } from "./lock-task";
import { findRow, type Task } from "./queries";

type Person = Actor & { id: string };
type Of = { projectId: string; task: Task; now: Date };

/** A row that is now before somebody; or why there is none: how many are before others, and until when. */
export type NextRow =
  | { position: number; row: number; until: Date }
  | { position: null; withOthers: number; freeAt: Date | null };

/**
 * Gives somebody the next row that they have not labelled: the one that is before them already, or the first
 * that wants a label which nobody else is about to give. A lease keeps it for them while their page is heard.
 *
 * @throws {AppError} CONFLICT when the task is closed
 */
export async function takeNext(
  db: Db,
  { id: userId }: Person,
  { projectId, task, now }: Of,
): Promise<NextRow> {
  const { id: taskId, perRow } = task;
  return db.$transaction(async (tx) => {
    await lockOpenTask(tx, projectId, taskId);
    const leases = await tx.labelLease.findMany({
      where: { taskId, until: { gt: now } },
      orderBy: { until: "asc" },
      take: 1_000,
    });
    const own = leases.find((lease) => lease.userId === userId)?.position;
    const others = leases.filter((lease) => lease.userId !== userId);
    const found = await tx.$queryRaw<{ position: number; row: number; labels: number }[]>`
      SELECT r."position" AS "position", r."row" AS "row", r."labels" AS "labels" FROM "LabelRow" r
      WHERE r."taskId" = ${taskId} AND r."settled" IS NULL AND r."labels" < ${perRow}
        AND NOT EXISTS (SELECT 1 FROM "Label" l WHERE l."taskId" = r."taskId"
          AND l."position" = r."position" AND l."userId" = ${userId})
      ORDER BY CASE WHEN r."position" = ${own ?? -1} THEN 0 ELSE 1 END, r."position"
      LIMIT ${others.length + 1}`;
    const wanted = found.map(({ position, row, labels }) => ({
      position: Number(position),
      row: Number(row),
      labels: Number(labels),
    }));
    const aboutTo = (position: number) => others.filter((lease) => lease.position === position).length;
    const next = wanted.find(({ position, labels }) => labels + aboutTo(position) < perRow);
    if (!next) {
      await tx.labelLease.deleteMany({ where: { taskId, userId } });
      const freeAt = others.find(({ position }) => wanted.some((row) => row.position === position))?.until;
      return { position: null, withOthers: wanted.length, freeAt: freeAt ?? null };
    }
    const until = await lease(tx, { taskId, userId, position: next.position, now });
    return { position: next.position, row: next.row, until };
  });
}

async function lease(
  tx: Tx,
  { taskId, userId, position, now }: { taskId: string; userId: string; position: number; now: Date },
): Promise<Date> {
  const until = new Date(now.getTime() + limits.labelLeaseMilliseconds);
  const of = { taskId_userId: { taskId, userId } };
  const row = { position, until };
  await tx.labelLease.upsert({ where: of, create: { taskId, userId, ...row }, update: row });
  return until;
}

/** Says that a row is still before somebody. @returns whether it is kept for them */
export async function holdRow(
  db: Db,
  { id: userId }: Person,
  { projectId, task, now, position }: Of & { position: number },
): Promise<{ held: boolean }> {
  const until = new Date(now.getTime() + limits.labelLeaseMilliseconds);
  const { count } = await db.labelLease.updateMany({
    where: { taskId: task.id, userId, position, until: { gt: now }, task: { projectId } },
    data: { until },
  });
  return { held: count > 0 };
}

/** Gives back the row that is before somebody, as when their page is closed. */
export async function releaseRow(db: Db, { id: userId }: Person, { projectId, task }: Of): Promise<void> {
  await db.labelLease.deleteMany({ where: { taskId: task.id, userId, task: { projectId } } });
}

/**
 * Keeps what somebody says of a row, in the place of what they said before; without a class they skip it.
 *
 * @throws {AppError} CONFLICT when the task is closed, the row settled, or others have labelled it meanwhile
 */
export async function giveLabel(
  db: Db,
  actor: Person,
  { projectId, task, now, ...said }: Of & { position: number; class: string | null; note: string },
): Promise<void> {
  const { id: taskId, perRow } = task;
  const { position } = said;
  const place = classOf(task, said.class);
  await db.$transaction(async (tx) => {
    await lockOpenTask(tx, projectId, taskId);
    const row = await findRow(tx, task, position);
    requireUnsettled(row);
    const key = { taskId_position_userId: { taskId, position, userId: actor.id } };
    const before = await tx.label.findUnique({ where: key });
    const counted = before !== null && before.class !== null;
    if (!counted && place !== null && row.labels >= perRow)
      throw new AppError(
        "CONFLICT",
        "Others have labelled this row meanwhile. Nothing was kept; take the next.",
      );
    const data = { class: place, note: said.note, at: now };
    await tx.label.upsert({
      where: key,
      create: { taskId, position, userId: actor.id, ...data },
      update: data,
    });
    await count(tx, { taskId, position, by: Number(place !== null) - Number(counted) });
    await tx.labelLease.deleteMany({ where: { taskId, userId: actor.id, position } });
    record(tx, actor, {
      name: "label.give",
      projectId,
      subject: subjectOf(task),
      detail: { row: row.row, ...(place === null ? { skipped: true as const } : {}) },
    });
  });
}

/**
 * Takes back what somebody said of a row, which is then before them again.
 *
 * @throws {AppError} CONFLICT when the task is closed or the row settled; NOT_FOUND where they said nothing
 */
export async function undoLabel(
  db: Db,
  actor: Person,
  { projectId, task, now, position }: Of & { position: number },
): Promise<{ row: number; until: Date }> {
  const { id: taskId } = task;
  return db.$transaction(async (tx) => {
    await lockOpenTask(tx, projectId, taskId);
    const row = await findRow(tx, task, position);
    requireUnsettled(row);
    const key = { taskId_position_userId: { taskId, position, userId: actor.id } };
    const label = await tx.label.findUnique({ where: key });
    if (!label) throw new AppError("NOT_FOUND", "You said nothing of this row that could be taken back.");
    await tx.label.delete({ where: key });
    await count(tx, { taskId, position, by: label.class === null ? 0 : -1 });
    const until = await lease(tx, { taskId, userId: actor.id, position, now });
    record(tx, actor, {
      name: "label.undo",
      projectId,
      subject: subjectOf(task),
      detail: { row: row.row },
    });
    return { row: row.row, until };
  });
}

async function count(
  tx: Tx,
  { taskId, position, by }: { taskId: string; position: number; by: number },
): Promise<void> {
  if (by === 0) return;
  const where = { taskId_position: { taskId, position } };
  await tx.labelRow.update({ where, data: { labels: { increment: by } } });
}

function requireUnsettled({ settled }: { settled: number | null }): void {
  if (settled !== null)
    throw new AppError(
      "CONFLICT",
      "This row was settled meanwhile: nothing was changed. Ask who settled it.",
    );
}

/** The place of a class by its name; null for none. @throws {AppError} INVALID for a name of none */
export function classOf({ classes }: Pick<Task, "classes">, name: string | null): number | null {
  if (name === null) return null;
  const place = classes.indexOf(name);
  if (place === -1) throw new AppError("INVALID", `class: expected one of ${classes.join(", ")}.`);
  return place;
}

/** A task as facts are about it. */
export function subjectOf({ id, name, datasetId }: Pick<Task, "id" | "name" | "datasetId">) {
  return { kind: "label-task", id, name, dataset: datasetId } as const;
}
