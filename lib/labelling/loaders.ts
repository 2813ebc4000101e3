import { readableDatasets, readableModels } from "@/lib/auth/access-filter";
import { mayOn } from "@/lib/auth/member";
import { unitsOf } from "@/lib/datasets/dictionary";
import { dictionaryOf, findVersion } from "@/lib/datasets/queries";
import { readerOf } from "@/lib/datasets/reader";
import { pageLoader } from "@/lib/http/page-loader";
import type { PageQuery } from "@/lib/page";
import { listModels } from "@/lib/registry/queries";
import { agreementOf } from "./agreement";
import { mayLabel } from "./may-label";
import {
  taskShown,
  findTask,
  listDisagreements,
  listOwnLabels,
  listTasks,
  progressOf,
  savedFrom,
} from "./queries";

/** Labelling tasks on a dataset. */
export const loadTasks = pageLoader(
  { permission: "dataset:read", resources: (name: string) => [{ kind: "dataset", name }] },
  async ({ member, db }, name: string, page: PageQuery) => {
    const projectId = member.project.id;
    const { dataset } = await findVersion(db, readerOf(member), name);
    return {
      ...(await listTasks(db, projectId, name, page)),
      after: page.after,
      mayMake: mayOn(member, "labelling:make", "dataset", dataset.id),
    };
  },
);

/** Models that the form of a new task offers, by name. */
const modelsOffered = 100;

/** What a new task can be about: a version's columns, and models that may be asked. */
export const loadNewTask = pageLoader(
  { permission: "labelling:make", resources: (name: string) => [{ kind: "dataset", name }] },
  async ({ member, db }, name: string, number: number | undefined) => {
    const projectId = member.project.id;
    const { columns, rows, ...version } = await findVersion(db, readerOf(member), name, number);
    const { rows: models } = await listModels(db, projectId, readableModels(member), {
      limit: modelsOffered,
    });
    return {
      version: { number: version.number, columns, rows },
      models: models.flatMap(({ name: model, versions }) =>
        versions.map(({ number: of }) => ({ name: model, version: of })),
      ),
    };
  },
);

/** Versions made from a task that are named with it. */
const savedAtMost = 20;

/** One task: how far it is, how people agree, and, for who settles, where they do not. */
export const loadTask = pageLoader(
  { permission: "dataset:read", resources: (name: string) => [{ kind: "dataset", name }] },
  async (
    { member, db },
    name: string,
    taskId: string,
    state: "open" | "settled" | "all",
    page: PageQuery,
  ) => {
    const projectId = member.project.id;
    const task = await findTask(db, projectId, name, taskId);
    const may = (act: "make" | "settle" | "save" | "delete") =>
      mayOn(member, `labelling:${act}`, "dataset", task.datasetId);
    const maySettle = may("settle");
    return {
      task: { ...task, ...(await taskShown(db, readerOf(member), task)) },
      progress: await progressOf(db, task),
      agreement: await agreementOf(db, task),
      disagreements: maySettle
        ? { ...(await listDisagreements(db, task, state, page)), after: page.after }
        : null,
      saved: await savedFrom(db, projectId, { taskId, limit: savedAtMost }, readableDatasets(member)),
      mayLabel: mayLabel(member, task),
      mayMake: may("make"),
      mayDelete: may("delete"),
      maySave: may("save"),
    };
  },
);
export type LoadedTask = Awaited<ReturnType<typeof loadTask>>;

/** What a page of the queue shows of what its reader said before. */
const ownShown = 200;

/** The queue of a task: its question and columns with their meaning, and what its reader said before. */
export const loadQueue = pageLoader(
  { permission: "labelling:label", resources: (name: string) => [{ kind: "dataset", name }] },
  async ({ member, db }, name: string, taskId: string) => {
    const projectId = member.project.id;
    const task = await findTask(db, projectId, name, taskId);
    const dictionary = await dictionaryOf(db, projectId, name);
    const own = await listOwnLabels(db, task, member.actor.id, { limit: ownShown });
    const { complete, rows } = await progressOf(db, task);
    return {
      task: { id: task.id, name: task.name, question: task.question, classes: task.classes },
      perRow: task.perRow,
      closed: task.closedAt !== null,
      mayLabel: mayLabel(member, task),
      role: task.role,
      units: unitsOf(dictionary),
      descriptions: Object.fromEntries(
        dictionary.flatMap(({ name: column, description }) => (description ? [[column, description]] : [])),
      ) as Record<string, string>,
      own: own.rows.map(({ position }) => position).toReversed(),
      complete,
      rows,
    };
  },
);
export type LoadedQueue = Awaited<ReturnType<typeof loadQueue>>;
