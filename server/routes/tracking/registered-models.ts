import type { FastifyInstance } from "fastify";
import { readableModels } from "@/lib/auth/access-filter";
import { directOf } from "@/lib/db/direct";
import { trackingRoute } from "@/lib/http/tracking-route";
import {
  createModel,
  deleteAlias,
  deleteModel,
  deleteModelTag,
  editModel,
  setAlias,
  setModelTag,
} from "@/lib/registry/client-models";
import { aliasDocument, latestDocuments, modelDocument, searchModels } from "@/lib/tracking/models";
import * as fields from "@/lib/tracking/registry-schema";
import { modelOf } from "@/lib/tracking/resources";
import type { Deps } from "../../deps";

/** Models of the registry with their tags and aliases. */
export function trackingModelRoutes(server: FastifyInstance, deps: Deps): void {
  readRoutes(server, deps);
  changeRoutes(server, deps);
  tagRoutes(server, deps);
  aliasRoutes(server, deps);
}

function readRoutes(server: FastifyInstance, { db }: Deps): void {
  const sql = directOf(db);

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/registered-models/get",
      permission: "model:read",
      summary: "A registered model",
      input: fields.modelRef,
      resources: modelOf,
    },
    async ({ member, input }) => ({
      registered_model: await modelDocument(sql, member.project.id, input.name),
    }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/registered-models/search",
      permission: "model:read",
      summary: "Registered models that match a filter",
      input: fields.searchModelsInput,
      resources: "filtered",
    },
    ({ member, input }) => searchModels(sql, member.project.id, readableModels(member), input),
  );

  for (const method of ["GET", "POST"] as const) {
    trackingRoute(
      server,
      db,
      {
        method,
        path: "mlflow/registered-models/get-latest-versions",
        permission: "model:read",
        summary: "The newest version of each stage",
        input: fields.latestInput,
        resources: modelOf,
      },
      async ({ member, input }) => ({
        model_versions: await latestDocuments(sql, member.project.id, input.name, input.stages),
      }),
    );
  }
}

function changeRoutes(server: FastifyInstance, { db }: Deps): void {
  const sql = directOf(db);

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/registered-models/create",
      permission: "model:register",
      summary: "Take a name for a model",
      input: fields.createModelInput,
      resources: modelOf,
    },
    async ({ member, input }) => {
      await createModel(db, member, input);
      return { registered_model: await modelDocument(sql, member.project.id, input.name) };
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/registered-models/rename",
      permission: "model:register",
      summary: "Rename a model",
      input: fields.renameModelInput,
      resources: modelOf,
    },
    async ({ member, input }) => {
      await editModel(db, member.actor, {
        projectId: member.project.id,
        name: input.name,
        change: { name: input.new_name },
      });
      return { registered_model: await modelDocument(sql, member.project.id, input.new_name) };
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "PATCH",
      path: "mlflow/registered-models/update",
      permission: "model:register",
      summary: "Describe a model",
      input: fields.describeModelInput,
      resources: modelOf,
    },
    async ({ member, input }) => {
      await editModel(db, member.actor, {
        projectId: member.project.id,
        name: input.name,
        change: { description: input.description },
      });
      return { registered_model: await modelDocument(sql, member.project.id, input.name) };
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "DELETE",
      path: "mlflow/registered-models/delete",
      permission: "model:promote",
      summary: "Take a model and its versions out of the registry",
      input: fields.deleteModelInput,
      resources: modelOf,
    },
    async ({ member, input }) =>
      deleteModel(db, member.actor, { projectId: member.project.id, ...input, confirmed: true }),
  );
}

function tagRoutes(server: FastifyInstance, { db }: Deps): void {
  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/registered-models/set-tag",
      permission: "model:register",
      summary: "Tag a model",
      input: fields.modelTagInput,
      resources: modelOf,
    },
    ({ member, input }) => setModelTag(db, member.actor, { projectId: member.project.id, ...input }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "DELETE",
      path: "mlflow/registered-models/delete-tag",
      permission: "model:register",
      summary: "Take a tag from a model",
      input: fields.deleteModelTagInput,
      resources: modelOf,
    },
    ({ member, input }) => deleteModelTag(db, member.actor, { projectId: member.project.id, ...input }),
  );
}

function aliasRoutes(server: FastifyInstance, { db }: Deps): void {
  const sql = directOf(db);

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/registered-models/alias",
      permission: "model:promote",
      summary: "Point an alias at a version",
      input: fields.setAliasInput,
      resources: modelOf,
    },
    async ({ member, input }) => {
      await setAlias(db, member.actor, {
        projectId: member.project.id,
        name: input.name,
        alias: input.alias,
        number: input.version,
      });
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/registered-models/alias",
      permission: "model:read",
      summary: "The version that an alias points at",
      input: fields.aliasRef,
      resources: modelOf,
    },
    async ({ member, input }) => ({
      model_version: await aliasDocument(sql, member.project.id, input.name, input.alias),
    }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "DELETE",
      path: "mlflow/registered-models/alias",
      permission: "model:promote",
      summary: "Take an alias away",
      input: fields.aliasRef,
      resources: modelOf,
    },
    ({ member, input }) => deleteAlias(db, member.actor, { projectId: member.project.id, ...input }),
  );
}
