import type { FastifyInstance } from "fastify";
import { askerOf, type Member } from "@/lib/auth/member";
import type { ResourceRef } from "@/lib/auth/resources";
import { tableOf } from "@/lib/datasets/masked-file";
import { findVersion } from "@/lib/datasets/queries";
import { readerOf } from "@/lib/datasets/reader";
import { rowsOf } from "@/lib/frame/frame";
import { projectRoute } from "@/lib/http/route";
import { giveLabel, holdRow, releaseRow, takeNext, undoLabel } from "@/lib/labelling/give";
import { requireLabeller } from "@/lib/labelling/may-label";
import { findOwnLabel, findRow, findTask, listOwnLabels, type Task } from "@/lib/labelling/queries";
import {
  holdBody,
  labelBody,
  nothingBody,
  positionParams,
  taskParams,
  tasksQuery,
} from "@/lib/labelling/schema";
import type { Deps } from "../deps";

const task = "/api/projects/:projectSlug/datasets/:name/label-tasks/:taskId";
const ofDataset = ({ params: { name } }: { params: { name: string } }): ResourceRef[] => [
  { kind: "dataset", name },
];
type Asked = { member: Member; params: { name: string; taskId: string }; signal: AbortSignal };

/** Routes of who labels: the next row, what they say of it, and what they said before. */
export function labelRoutes(server: FastifyInstance, deps: Deps): void {
  queueRoutes(server, deps);
  ownRoutes(server, deps);
}

/** The task, where the sender is one of those who label in it. */
async function taskOf({ db }: Deps, { member, params }: Asked): Promise<Task> {
  const found = await findTask(db, member.project.id, params.name, params.taskId);
  requireLabeller(member, found);
  return found;
}

/** The shown cells of a row, exact, in the order in which the task shows them. */
async function cellsOf(deps: Deps, { member, signal }: Asked, of: Task, row: number) {
  const asking = { asker: askerOf(member), signal };
  const table = await tableOf(deps, readerOf(member), of.version, asking);
  const frame = await deps.engine.run("rows", { table, offset: row - 1, limit: 1 }, asking);
  const cells = rowsOf(frame)[0] ?? {};
  const { masks } = await findVersion(deps.db, readerOf(member), of.dataset, of.version.number);
  const masked = new Set(masks.filter(({ forYou }) => forYou).map(({ name }) => name));
  // A column whose name is hidden as well is not among the cells by the name that the task has for it.
  return of.columns.map((name) => {
    const isMasked = masked.has(name) || !Object.hasOwn(cells, name);
    return {
      name: Object.hasOwn(cells, name) ? name : "masked",
      value: cells[name] ?? null,
      masked: isMasked,
    };
  });
}

function queueRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: `${task}/next`,
      permission: "labelling:label",
      summary: "The next row to label, kept for its asker for a minute; or how many are before others",
      params: taskParams,
      body: nothingBody,
      resources: ofDataset,
    },
    async (asked) => {
      const of = await taskOf(deps, asked);
      const { actor, project } = asked.member;
      const next = await takeNext(db, actor, { projectId: project.id, task: of, now: now() });
      if (next.position === null) return next;
      return { ...next, cells: await cellsOf(deps, asked, of, next.row), own: null };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: `${task}/hold`,
      permission: "labelling:label",
      summary: "Say that a row is still being looked at, so that it is kept for another minute",
      params: taskParams,
      body: holdBody,
      resources: ofDataset,
    },
    async (asked) => {
      const of = { projectId: asked.member.project.id, task: await taskOf(deps, asked), now: now() };
      return holdRow(db, asked.member.actor, { ...of, ...asked.body });
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: `${task}/release`,
      permission: "labelling:label",
      summary: "Give back the row that is being looked at",
      params: taskParams,
      body: nothingBody,
      resources: ofDataset,
    },
    async (asked) => {
      const of = { projectId: asked.member.project.id, task: await taskOf(deps, asked), now: now() };
      await releaseRow(db, asked.member.actor, of);
      return {};
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: `${task}/labels`,
      permission: "labelling:label",
      summary: "Say which class a row is of, or skip it with null; in the place of what one said before",
      params: taskParams,
      body: labelBody,
      resources: ofDataset,
    },
    async (asked) => {
      const of = { projectId: asked.member.project.id, task: await taskOf(deps, asked), now: now() };
      await giveLabel(db, asked.member.actor, { ...of, ...asked.body });
      return {};
    },
  );
}

function ownRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: `${task}/labels`,
      permission: "labelling:label",
      summary: "What the asker said of rows, the newest first, a page at a time",
      params: taskParams,
      query: tasksQuery,
      resources: ofDataset,
    },
    async (asked) => {
      const of = await taskOf(deps, asked);
      const { rows, ...page } = await listOwnLabels(db, of, asked.member.actor.id, asked.query);
      return { labels: rows, ...page };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "DELETE",
      url: `${task}/labels/:position`,
      permission: "labelling:label",
      summary: "Take back what one said of a row, which is then before one again",
      params: positionParams,
      resources: ofDataset,
    },
    async (asked) => {
      const of = { projectId: asked.member.project.id, task: await taskOf(deps, asked), now: now() };
      return undoLabel(db, asked.member.actor, { ...of, position: asked.params.position });
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: `${task}/rows/:position`,
      permission: "dataset:read",
      summary:
        "A row of the task's queue: its number, the cells that are shown, and what the asker said of it",
      params: positionParams,
      resources: ofDataset,
    },
    async (asked) => {
      const { member, params } = asked;
      const of = await findTask(db, member.project.id, params.name, params.taskId);
      const { position, row } = await findRow(db, of, params.position);
      const own = await findOwnLabel(db, of, member.actor.id, position);
      return { position, row, cells: await cellsOf(deps, asked, of, row), own };
    },
  );
}
