import type { FastifyInstance } from "fastify";
import { readableDatasets, readableExperiments, readableModels } from "@/lib/auth/access-filter";
import type { Member } from "@/lib/auth/member";
import { dependentsOf, type Readable } from "@/lib/datasets/dependents";
import { deleteDataset, deleteVersion, editDataset, restoreVersion } from "@/lib/datasets/manage";
import { findVersion } from "@/lib/datasets/queries";
import {
  datasetParams,
  deleteBody,
  editBody,
  lineageQuery,
  usesQuery,
  versionParams,
} from "@/lib/datasets/schema";
import { ancestorsOf, descendantsOf, trainedRunsOf } from "@/lib/datasets/version-lineage";
import { readerOf } from "@/lib/datasets/reader";
import { projectRoute } from "@/lib/http/route";
import type { Deps } from "../deps";

/** Routes that rename, describe, delete and restore datasets and their versions. */
export function datasetChangeRoutes(server: FastifyInstance, deps: Deps): void {
  editRoutes(server, deps);
  versionRoutes(server, deps);
  lineageRoutes(server, deps);
}

function readableBy(member: Member): Readable {
  return {
    experiments: readableExperiments(member),
    models: readableModels(member),
    datasets: readableDatasets(member),
    reader: readerOf(member),
  };
}

function editRoutes(server: FastifyInstance, { db }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "PATCH",
      url: "/api/projects/:projectSlug/datasets/:name",
      permission: "dataset:write",
      summary: "Rename a dataset, or describe it",
      params: datasetParams,
      body: editBody,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    ({ member, params: { name }, body }) => {
      const change = {
        ...(body.name === undefined ? {} : { name: body.name }),
        ...(body.description === undefined ? {} : { description: body.description }),
      };
      return editDataset(db, member.actor, { projectId: member.project.id, name, change });
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/dependents",
      permission: "dataset:read",
      summary:
        "What keeps a dataset, or one of its versions, from being deleted: counted, and the first named",
      params: datasetParams,
      query: usesQuery,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, query }) => {
      const { id, dataset } = await findVersion(db, readerOf(member), params.name, query.version);
      const scope = { datasetId: dataset.id, versionId: query.version ? id : null };
      return dependentsOf(db, member.project.id, scope, readableBy(member));
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "DELETE",
      url: "/api/projects/:projectSlug/datasets/:name",
      permission: "dataset:delete",
      summary: "Delete a dataset and its versions, unless something depends on it; the reason is kept",
      params: datasetParams,
      body: deleteBody,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params: { name }, body: { reason } }) => {
      const projectId = member.project.id;
      await deleteDataset(db, member.actor, { projectId, name, reason, readable: readableBy(member) });
      return { deleted: true };
    },
  );
}

function lineageRoutes(server: FastifyInstance, { db }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/lineage",
      permission: "dataset:read",
      summary: "What a version was made from; with `of`, a page of the versions or runs made from it",
      params: versionParams,
      query: lineageQuery,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params: { name, number }, query: { of, ...page } }) => {
      const projectId = member.project.id;
      const { id } = await findVersion(db, readerOf(member), name, number);
      const readable = readableBy(member);
      if (of === "versions") return descendantsOf(db, projectId, id, readable, page);
      if (of === "runs") return trainedRunsOf(db, projectId, id, readable, page);
      return ancestorsOf(db, projectId, id, readable);
    },
  );
}

function versionRoutes(server: FastifyInstance, { db, storage }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "DELETE",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number",
      permission: "dataset:delete",
      summary: "Delete a version, unless something depends on it; the reason is kept",
      params: versionParams,
      body: deleteBody,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params: { name, number }, body: { reason } }) => {
      const projectId = member.project.id;
      const readable = readableBy(member);
      await deleteVersion(db, member.actor, { projectId, name, number, reason, readable });
      return { deleted: true };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/restore",
      keepAnswer: true,
      permission: "dataset:write",
      summary: "Make the next version with the rows of this one",
      params: versionParams,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params: { name, number }, reply }) => {
      const projectId = member.project.id;
      const made = await restoreVersion({ db, storage }, member.actor, { projectId, name, number });
      void reply.code(201);
      return { name, number: made, restored: number };
    },
  );
}
