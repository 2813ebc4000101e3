import type { Actor } from "@/lib/auth/actor";
import type { Db, Tx } from "@/lib/db/client";
import { holdVersion } from "@/lib/datasets/lock-dataset";
import { findVersion, type Version } from "@/lib/datasets/queries";
import type { Reader } from "@/lib/datasets/reader";
import { AppError, isUniqueViolation } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { limits } from "@/lib/limits";
import { askable, type Askable } from "@/lib/registry/askable";
import { findModelVersion, modelFiles } from "@/lib/registry/queries";
import type { EngineOptions } from "@/lib/datasets/engine";
import { chooseRows, type ChoosingDeps } from "./choose-rows";
import { subjectOf } from "./give";
import { lockTask } from "./lock-task";
import { findTask, type Task } from "./queries";
import type { Choice, TaskBody } from "./schema";

type Person = Actor & { id: string };
type Asking = Pick<EngineOptions, "asker" | "signal">;

/**
 * Makes a task of a version's rows, in the order in which they are given out.
 *
 * @throws {AppError} INVALID for columns or rows that are not there; EXISTS where one is called so already
 */
export async function makeTask(
  deps: ChoosingDeps,
  actor: Person,
  { reader, dataset, body }: { reader: Reader; dataset: string; body: TaskBody },
  asking: Asking,
): Promise<Task> {
  const { db } = deps;
  const { projectId } = reader;
  const version = await findVersion(db, reader, dataset, body.version);
  const columns = body.columns ?? version.columns.map(({ name }) => name);
  const unknown = columns.find((name) => version.columns.every((column) => column.name !== name));
  if (unknown !== undefined) throw new AppError("INVALID", `There is no column ${unknown}.`);
  const model = await modelOf(deps, projectId, body.rows);
  const { numbers, leftOut } = await chooseRows(deps, reader, version, { choice: body.rows, model }, asking);
  const choice = leftOut > 0 ? { ...body.rows, leftOut } : body.rows;
  try {
    const id = await db.$transaction((tx) =>
      writeTask(tx, actor, { projectId, version, body, columns, choice, numbers }),
    );
    return await findTask(db, projectId, dataset, id);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("EXISTS", `${dataset} has a labelling task called ${body.name}. Choose another name.`);
  }
}

async function modelOf(
  { db, storage }: Pick<ChoosingDeps, "storage"> & { db: Db },
  projectId: string,
  choice: Choice,
): Promise<Askable | null> {
  if (choice.kind !== "uncertain") return null;
  const { model } = choice;
  const source =
    "run" in model
      ? `runs:/${model.run}/model`
      : (await findModelVersion(db, projectId, model.name, model.version)).resolvedSource;
  return askable(storage, await modelFiles(db, projectId, source));
}

type Writing = {
  projectId: string;
  version: Version;
  body: TaskBody;
  columns: string[];
  choice: object;
  numbers: readonly number[];
};

async function writeTask(
  tx: Tx,
  actor: Person,
  { projectId, version, body, columns, choice, numbers }: Writing,
): Promise<string> {
  const { name, question, classes, ordinal, perRow, role } = body;
  const datasetId = version.dataset.id;
  await holdVersion(tx, projectId, version.id);
  if ((await tx.labelTask.count({ where: { projectId, datasetId } })) >= limits.labelTasks)
    throw new AppError(
      "TOO_MANY",
      `A dataset has ${limits.labelTasks} labelling tasks at most. Delete some.`,
    );
  const said = { name, question, ordinal, perRow, role, createdBy: actor.id, rows: numbers.length };
  const { id } = await tx.labelTask.create({
    data: {
      projectId,
      datasetId,
      versionId: version.id,
      ...said,
      classes: JSON.stringify(classes),
      columns: JSON.stringify(columns),
      choice: JSON.stringify(choice),
    },
    select: { id: true },
  });
  await writeQueue(tx, id, numbers);
  record(tx, actor, {
    name: "label-task.create",
    projectId,
    subject: subjectOf({ id, name, datasetId }),
    detail: { rows: numbers.length, version: version.number },
  });
  return id;
}

/** Rows that one statement writes. */
const writtenAtOnce = 2_000;

async function writeQueue(tx: Tx, taskId: string, numbers: readonly number[]): Promise<void> {
  for (let start = 0; start < numbers.length; start += writtenAtOnce)
    await tx.labelRow.createMany({
      data: numbers
        .slice(start, start + writtenAtOnce)
        .map((row, i) => ({ taskId, position: start + i, row })),
    });
}

/** Closes a task, so that nobody labels any more, or opens it again. */
export async function closeTask(
  db: Db,
  actor: Person,
  { projectId, task, closed, now }: { projectId: string; task: Task; closed: boolean; now: Date },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const { closedAt } = await lockTask(tx, projectId, task.id);
    if ((closedAt !== null) === closed) return;
    await tx.labelTask.update({
      where: { id: task.id, projectId },
      data: { closedAt: closed ? now : null },
    });
    await tx.labelLease.deleteMany({ where: { taskId: task.id } });
    record(tx, actor, {
      name: closed ? "label-task.close" : "label-task.reopen",
      projectId,
      subject: subjectOf(task),
      detail: {},
    });
  });
}

/**
 * Deletes a task with all its labels.
 *
 * @throws {AppError} CONFLICT where a version was made from them
 */
export async function deleteTask(
  db: Db,
  actor: Person,
  { projectId, task, reason }: { projectId: string; task: Task; reason: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockTask(tx, projectId, task.id);
    const edge = { projectId, fromKind: "label-task", fromId: task.id };
    if ((await tx.lineageEdge.count({ where: edge })) > 0)
      throw new AppError("CONFLICT", `Versions were made from the labels of ${task.name}: it stays.`);
    const labels = await tx.label.count({ where: { taskId: task.id } });
    await tx.labelTask.delete({ where: { id: task.id, projectId } });
    record(tx, actor, {
      name: "label-task.delete",
      projectId,
      subject: subjectOf(task),
      detail: { reason, labels },
    });
  });
}
