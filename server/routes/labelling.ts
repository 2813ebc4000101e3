import { readerOf } from "@/lib/datasets/reader";
import type { FastifyInstance } from "fastify";
import { readableDatasets } from "@/lib/auth/access-filter";
import { askerOf, type Member } from "@/lib/auth/member";
import type { ResourceRef } from "@/lib/auth/resources";
import { deleteBody } from "@/lib/datasets/schema";
import { projectRoute } from "@/lib/http/route";
import { closeTask, deleteTask, makeTask } from "@/lib/labelling/commands";
import { taskShown, findTask, listTasks, progressOf, savedFrom, type Task } from "@/lib/labelling/queries";
import { editTaskBody, taskBody, taskParams, tasksParams, tasksQuery } from "@/lib/labelling/schema";
import type { Deps } from "../deps";
import { labelRoutes } from "./labels";
import { settleRoutes } from "./settled-labels";

const tasks = "/api/projects/:projectSlug/datasets/:name/label-tasks";
const ofDataset = ({ params: { name } }: { params: { name: string } }): ResourceRef[] => [
  { kind: "dataset", name },
];
/** Versions made from a task that are named with it. */
const savedAtMost = 20;

/** Routes of labelling: tasks, the rows that people label in them, and what is made of the labels. */
export function labellingRoutes(server: FastifyInstance, deps: Deps): void {
  collectionRoutes(server, deps);
  taskRoutes(server, deps);
  labelRoutes(server, deps);
  settleRoutes(server, deps);
}

function collectionRoutes(server: FastifyInstance, deps: Deps): void {
  const { db } = deps;
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: tasks,
      permission: "dataset:read",
      summary: "Labelling tasks on a dataset, a page at a time",
      params: tasksParams,
      query: tasksQuery,
      resources: ofDataset,
    },
    async ({ member, params, query }) => {
      const { rows, ...page } = await listTasks(db, member.project.id, params.name, query);
      return { tasks: rows.map(({ choice: _, columns: __, ...task }) => task), ...page };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: tasks,
      keepAnswer: true,
      permission: "labelling:make",
      summary:
        "Ask people a question about rows of a version: all, some by a formula or key, random, uncertain",
      params: tasksParams,
      body: taskBody,
      bounds: { bytes: 2 * 2 ** 20, keys: 10_000 },
      resources: ({ params: { name }, body: { rows } }): ResourceRef[] => {
        const of: ResourceRef = { kind: "dataset", name };
        if (rows.kind !== "uncertain") return [of];
        return "run" in rows.model
          ? [of, { kind: "run", uid: rows.model.run, permission: "run:read" }]
          : [of, { kind: "model", name: rows.model.name, permission: "model:predict" }];
      },
    },
    async ({ member, params, body, reply, signal }) => {
      const of = { reader: readerOf(member), dataset: params.name, body };
      const task = await makeTask(deps, member.actor, of, { asker: askerOf(member), signal });
      void reply.code(201);
      return toTaskDto(deps, member, task);
    },
  );
}

function taskRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: `${tasks}/:taskId`,
      permission: "dataset:read",
      summary: "One labelling task: its question and classes, how far it is, and who labelled how many rows",
      params: taskParams,
      resources: ofDataset,
    },
    async ({ member, params: { name, taskId } }) =>
      toTaskDto(deps, member, await findTask(db, member.project.id, name, taskId)),
  );

  projectRoute(
    server,
    db,
    {
      method: "PATCH",
      url: `${tasks}/:taskId`,
      permission: "labelling:make",
      summary: "Close a labelling task, so that nobody labels any more, or open it again",
      params: taskParams,
      body: editTaskBody,
      resources: ofDataset,
    },
    async ({ member, params: { name, taskId }, body: { closed } }) => {
      const projectId = member.project.id;
      const task = await findTask(db, projectId, name, taskId);
      await closeTask(db, member.actor, { projectId, task, closed, now: now() });
      return toTaskDto(deps, member, await findTask(db, projectId, name, taskId));
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "DELETE",
      url: `${tasks}/:taskId`,
      permission: "labelling:delete",
      summary: "Delete a labelling task with its labels; refused where a version was made from them",
      params: taskParams,
      body: deleteBody,
      resources: ofDataset,
    },
    async ({ member, params: { name, taskId }, body: { reason } }) => {
      const projectId = member.project.id;
      const task = await findTask(db, projectId, name, taskId);
      await deleteTask(db, member.actor, { projectId, task, reason });
      return { deleted: task.name };
    },
  );
}

/** A task as the API tells of it. */
async function toTaskDto({ db }: Pick<Deps, "db">, member: Member, task: Task) {
  const { version, versionId: _, datasetId: __, dataset, ...said } = task;
  const [shown, progress, saved] = await Promise.all([
    taskShown(db, readerOf(member), task),
    progressOf(db, task),
    savedFrom(db, member.project.id, { taskId: task.id, limit: savedAtMost }, readableDatasets(member)),
  ]);
  return { ...said, ...shown, dataset, version: version.number, progress, saved };
}
