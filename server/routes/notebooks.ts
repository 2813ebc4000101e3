import type { FastifyInstance } from "fastify";
import { readableNotebooks } from "@/lib/auth/access-filter";
import { findVersion } from "@/lib/datasets/queries";
import { AppError } from "@/lib/errors";
import { fromArrow } from "@/lib/frame/arrow";
import { readerOf } from "@/lib/datasets/reader";
import { projectRoute } from "@/lib/http/route";
import { limits } from "@/lib/limits";
import { createNotebook, publishNotebook, saveFromNotebook, setDeleted } from "@/lib/notebooks/commands";
import { findNotebook, findPublishing, listNotebooks, listRevisions } from "@/lib/notebooks/queries";
import {
  createNotebookBody,
  notebookParams,
  publishBody,
  savedDatasetQuery,
  saveNotebookBody,
} from "@/lib/notebooks/schema";
import { currentDocument } from "@/lib/notebooks/shared-store";
import { emptyNotebook, explorationOf } from "@/lib/notebooks/template";
import { pageQuery } from "@/lib/page";
import type { Deps } from "../deps";
import type { NotebookRooms } from "../notebook-rooms";
import { readBody } from "../read-body";

export function notebookRoutes(server: FastifyInstance, deps: Deps, rooms: NotebookRooms): void {
  openRoutes(server, deps);
  saveRoutes(server, deps, rooms);
  deleteRoutes(server, deps, rooms);
  publishRoutes(server, deps);
}

function openRoutes(server: FastifyInstance, { db }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/notebooks",
      permission: "notebook:read",
      summary: "Notebooks, the newest edit first, a page at a time",
      query: pageQuery,
      resources: "filtered",
    },
    async ({ member, query }) => {
      const { rows, ...page } = await listNotebooks(db, member.project.id, readableNotebooks(member), query);
      return { notebooks: rows, ...page };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/notebooks",
      keepAnswer: true,
      permission: "notebook:write",
      summary: "Make a notebook, empty or exploring a dataset",
      body: createNotebookBody,
      resources: ({ body }) =>
        body.dataset ? [{ kind: "dataset", name: body.dataset, permission: "dataset:read" }] : [],
    },
    async ({ member, body, reply }) => {
      const version = body.dataset
        ? await findVersion(db, readerOf(member), body.dataset, body.version)
        : null;
      const document = version
        ? explorationOf({ name: version.dataset.name, number: version.number, columns: version.columns })
        : emptyNotebook(body.title ?? "Untitled");
      const notebook = await createNotebook(db, member.actor, {
        projectId: member.project.id,
        document: { ...document, title: body.title ?? document.title },
      });
      void reply.code(201);
      return notebook;
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/notebooks/:notebookId",
      permission: "notebook:read",
      summary: "A notebook: its cells, and a page of its revisions",
      query: pageQuery,
      params: notebookParams,
      resources: ({ params }) => [{ kind: "notebook", id: params.notebookId }],
    },
    async ({ member, params, query }) => {
      const place = { projectId: member.project.id, id: params.notebookId };
      const { html: _html, ...notebook } = await findNotebook(db, place.projectId, place.id);
      const { rows, next } = await listRevisions(db, params.notebookId, query);
      const published = await findPublishing(db, place.projectId, place.id);
      return { ...notebook, published, document: await currentDocument(db, place), revisions: rows, next };
    },
  );
}

/** What acts on one notebook as a whole ask for. */
const one = {
  permission: "notebook:write",
  params: notebookParams,
  resources: ({ params }: { params: { notebookId: string } }) => [
    { kind: "notebook" as const, id: params.notebookId },
  ],
} as const;

/** A notebook is put away, and taken back. */
function deleteRoutes(server: FastifyInstance, deps: Deps, rooms: NotebookRooms): void {
  const { db } = deps;
  projectRoute(
    server,
    db,
    {
      ...one,
      method: "DELETE",
      url: "/api/projects/:projectSlug/notebooks/:notebookId",
      summary: "Delete a notebook; it can be restored",
    },
    async ({ member, params }) => {
      const place = { projectId: member.project.id, id: params.notebookId };
      await rooms.close(place, () =>
        setDeleted(db, member.actor, { ...place, deleted: true, now: deps.now() }),
      );
      return { deleted: true };
    },
  );

  projectRoute(
    server,
    db,
    {
      ...one,
      method: "POST",
      url: "/api/projects/:projectSlug/notebooks/:notebookId/restore",
      summary: "Take a deleted notebook back",
    },
    async ({ member, params }) => {
      const place = { projectId: member.project.id, id: params.notebookId };
      await setDeleted(db, member.actor, { ...place, deleted: false, now: deps.now() });
      return { deleted: false };
    },
  );
}

/** A notebook is published for whoever may read it, and no more. */
function publishRoutes(server: FastifyInstance, { db, now }: Deps): void {
  const published = { ...one, url: "/api/projects/:projectSlug/notebooks/:notebookId/published" } as const;
  projectRoute(
    server,
    db,
    {
      ...published,
      method: "PUT",
      summary: "Publish a notebook for its readers, at a revision or as the newest, with or without code",
      body: publishBody,
    },
    async ({ member, params, body }) => {
      const place = { projectId: member.project.id, id: params.notebookId };
      await publishNotebook(db, member.actor, { ...place, publishing: body, now: now() });
      return { published: body };
    },
  );
  projectRoute(
    server,
    db,
    { ...published, method: "DELETE", summary: "End the publishing of a notebook" },
    async ({ member, params }) => {
      const place = { projectId: member.project.id, id: params.notebookId };
      await publishNotebook(db, member.actor, { ...place, publishing: null, now: now() });
      return { published: null };
    },
  );
}

function saveRoutes(server: FastifyInstance, deps: Deps, rooms: NotebookRooms): void {
  const { db } = deps;

  projectRoute(
    server,
    db,
    {
      method: "PUT",
      url: "/api/projects/:projectSlug/notebooks/:notebookId",
      permission: "notebook:write",
      bounds: { bytes: limits.notebookBytes, keys: limits.jsonKeys },
      summary: "Save what was made from the revision named; what others wrote since stays",
      params: notebookParams,
      body: saveNotebookBody,
      resources: ({ params }) => [{ kind: "notebook", id: params.notebookId }],
    },
    async ({ member, params, body }) => {
      const { revision, ...document } = body;
      const place = { projectId: member.project.id, id: params.notebookId };
      return rooms.save(place, member.actor, { document, revision });
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/notebooks/:notebookId/datasets",
      keepAnswer: true,
      permission: "dataset:write",
      summary: "Store a table of a notebook (an Arrow stream) as a dataset",
      params: notebookParams,
      query: savedDatasetQuery,
      rawBody: true,
      resources: ({ params, query }) => [
        { kind: "notebook", id: params.notebookId, permission: "notebook:read" },
        { kind: "dataset", name: query.name },
        ...query.reads.map(({ name }) => ({
          kind: "dataset" as const,
          name,
          permission: "dataset:read" as const,
        })),
      ],
    },
    async ({ member, params, query, request, reply, signal }) => {
      const notebook = await findNotebook(db, member.project.id, params.notebookId, query.revision);
      const reads = await Promise.all(
        query.reads.map(({ name, number }) => findVersion(db, readerOf(member), name, number)),
      );
      const frame = arrowOf(
        await readBody(
          request.raw,
          limits.notebookTableCells * 8,
          "The table is too large to save from a notebook. Use a recipe.",
        ),
      );
      const version = await saveFromNotebook(deps, member.actor, {
        projectId: member.project.id,
        notebook: { id: notebook.id, title: notebook.document.title, revision: query.revision },
        name: query.name,
        frame,
        reads,
        signal,
      });
      void reply.code(201);
      return {
        name: query.name,
        number: version.number,
        rows: version.rows,
        columns: version.columns.length,
      };
    },
  );
}

function arrowOf(bytes: Uint8Array) {
  try {
    return fromArrow(bytes);
  } catch {
    throw new AppError("INVALID", "The table is not an Arrow stream.");
  }
}
