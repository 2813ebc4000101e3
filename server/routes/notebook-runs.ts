import type { FastifyInstance } from "fastify";
import { projectRoute } from "@/lib/http/route";
import { startNotebookRun } from "@/lib/notebooks/runs/commands";
import { findNotebookRun, listNotebookRuns, requireAllShown } from "@/lib/notebooks/runs/queries";
import { notebookRunParams, startRunBody } from "@/lib/notebooks/runs/schema";
import { snapshot } from "@/lib/notebooks/runs/snapshot";
import { notebookParams } from "@/lib/notebooks/schema";
import { pageQuery } from "@/lib/page";
import { readJson } from "@/lib/storage/json";
import type { Deps } from "../deps";
import type { NotebookRooms } from "../notebook-rooms";

/** Runs of notebooks without a page, and what their cells showed. */
export function notebookRunRoutes(server: FastifyInstance, deps: Deps, rooms: NotebookRooms): void {
  const { db, storage } = deps;
  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/notebooks/:notebookId/runs",
      keepAnswer: true,
      permission: "notebook:run",
      summary: "Run a notebook's cells without a page, with other values for its inputs",
      params: notebookParams,
      body: startRunBody,
      resources: ({ params }) => [{ kind: "notebook", id: params.notebookId }],
    },
    async ({ member: { project, actor }, params: { notebookId: id }, body, reply }) => {
      const revision = body.revision ?? (await rooms.newest({ projectId: project.id, id }));
      const asked = { project, notebook: id, revision, body, now: deps.now() };
      void reply.code(202);
      return startNotebookRun(db, actor, asked);
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/notebooks/:notebookId/runs",
      permission: "notebook:read",
      summary: "Runs of a notebook without a page, the newest first, a page at a time",
      params: notebookParams,
      query: pageQuery,
      resources: ({ params }) => [{ kind: "notebook", id: params.notebookId }],
    },
    async ({ member, params, query }) => {
      const { rows, next } = await listNotebookRuns(db, member.project.id, params.notebookId, query);
      return { runs: rows, next };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/notebooks/:notebookId/runs/:number",
      permission: "notebook:read",
      summary: "A run of a notebook, and what each of its cells showed",
      params: notebookRunParams,
      resources: ({ params }) => [{ kind: "notebook", id: params.notebookId }],
    },
    async ({ member, params }) => {
      const { project } = member;
      const { reads, sha256, ...run } = await findNotebookRun(
        db,
        project.id,
        params.notebookId,
        params.number,
      );
      if (!sha256) return { ...run, outputs: null };
      await requireAllShown(db, member, reads);
      return { ...run, outputs: snapshot.parse(await readJson(storage, sha256)).cells };
    },
  );
}
