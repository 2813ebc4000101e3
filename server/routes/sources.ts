import { requireUnmaskedDataset } from "@/lib/datasets/require-unmasked-dataset";
import { readerOf } from "@/lib/datasets/reader";
import type { FastifyInstance } from "fastify";
import { readableDatasets } from "@/lib/auth/access-filter";
import { projectRoute } from "@/lib/http/route";
import { pageQuery } from "@/lib/page";
import { createSource, deleteSource, editSource, setSourceFile } from "@/lib/sources/commands";
import { findSource, listRefreshes, listSources, requireSource, toSource } from "@/lib/sources/queries";
import { startRefresh } from "@/lib/sources/refresh";
import { createSourceBody, editSourceBody, sourceParams, testSourceBody } from "@/lib/sources/schema";
import { accepted } from "../accepted";
import type { Deps } from "../deps";
import { probeSource } from "../probe-source";
import { receiveUpload } from "../upload";

const notYours = "where its rows come from is not for you to say";

/** Where datasets come from, and fetching them anew. */
export function sourceRoutes(server: FastifyInstance, deps: Deps): void {
  collectionRoutes(server, deps);
  ownRoutes(server, deps);
  refreshRoutes(server, deps);
}

const ofDataset = {
  params: sourceParams,
  resources: ({ params: { name } }: { params: { name: string } }) => [{ kind: "dataset" as const, name }],
};

function collectionRoutes(server: FastifyInstance, deps: Deps): void {
  const { db } = deps;

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/sources",
      permission: "dataset:read",
      summary: "Sources of datasets, each with its last refresh, a page at a time; never their secrets",
      query: pageQuery,
      resources: "filtered",
    },
    async ({ member, query }) => {
      const { rows, ...page } = await listSources(db, readerOf(member), readableDatasets(member), query);
      return { sources: rows, ...page };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/sources",
      permission: "dataset:write",
      summary: "Say where a dataset's rows come from; its first refresh makes the dataset",
      body: createSourceBody,
      resources: ({ body }) => [{ kind: "dataset", name: body.dataset }],
    },
    async ({ member, body, reply }) => {
      await requireUnmaskedDataset(db, readerOf(member), body.dataset, notYours);
      void reply.code(201);
      return createSource(deps, member.actor, { projectId: member.project.id, input: body });
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/sources/test",
      permission: "dataset:write",
      summary: "Ask a source for its first rows, and keep nothing",
      body: testSourceBody,
      resources: ({ body }) => [{ kind: "dataset", name: body.dataset }],
    },
    async ({ member, body, signal }) => {
      await requireUnmaskedDataset(db, readerOf(member), body.dataset, notYours);
      return probeSource(deps, member, { input: body, signal });
    },
  );
}

function ownRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, storage } = deps;
  const url = "/api/projects/:projectSlug/datasets/:name/source" as const;

  projectRoute(
    server,
    db,
    { method: "GET", url, permission: "dataset:read", summary: "Where a dataset comes from", ...ofDataset },
    async ({ member, params }) => toSource(await requireSource(db, member.project.id, params.name)),
  );

  projectRoute(
    server,
    db,
    {
      method: "PATCH",
      url,
      permission: "dataset:write",
      summary: "Change a source; a secret that is left out stays, for the place that it was given for",
      body: editSourceBody,
      ...ofDataset,
    },
    async ({ member, params, body }) => {
      await requireUnmaskedDataset(db, readerOf(member), params.name, notYours);
      const { id: projectId } = member.project;
      return editSource(deps, member.actor, { projectId, dataset: params.name, change: body });
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "DELETE",
      url,
      permission: "dataset:write",
      summary: "Delete a source and its secret; the dataset stays",
      ...ofDataset,
    },
    async ({ member, params }) => {
      await deleteSource(db, member.actor, { projectId: member.project.id, dataset: params.name });
      return { deleted: true };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "PUT",
      url: `${url}/file`,
      permission: "dataset:write",
      summary: "Give a source the file that it reads, as multipart form (`file`)",
      rawBody: true,
      ...ofDataset,
    },
    async ({ member, params, request }) => {
      const target = { projectId: member.project.id, dataset: params.name };
      await requireSource(db, target.projectId, target.dataset);
      await requireUnmaskedDataset(db, readerOf(member), params.name, notYours);
      return setSourceFile(db, member.actor, { ...target, ...(await receiveUpload(request, storage)) });
    },
  );
}

function refreshRoutes(server: FastifyInstance, { db }: Deps): void {
  const url = "/api/projects/:projectSlug/datasets/:name/source" as const;

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: `${url}/refreshes`,
      permission: "dataset:read",
      summary: "What refreshes of a dataset found, newest first, a page at a time",
      query: pageQuery,
      ...ofDataset,
    },
    async ({ member, params, query }) => {
      const { rows, ...page } = await listRefreshes(db, readerOf(member), params.name, query);
      return { refreshes: rows, source: await findSource(db, member.project.id, params.name), ...page };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: `${url}/refresh`,
      keepAnswer: true,
      mayBecomeJob: true,
      permission: "dataset:write",
      summary: "Fetch the rows of a dataset anew, as a job: a version where they changed",
      ...ofDataset,
    },
    async ({ member, params, request, reply }) => {
      const target = { projectId: member.project.id, dataset: params.name };
      return accepted(request, reply, await startRefresh(db, member.actor, target));
    },
  );
}
