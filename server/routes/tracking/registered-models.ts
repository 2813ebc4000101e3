import type { FastifyInstance } from "fastify";
import { readableModels } from "@/lib/auth/access-filter";
import { directOf } from "@/lib/db/direct";
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
import { routesOn } from "./routes-on";

/** Models of the registry with their tags and aliases. */
export function trackingModelRoutes(server: FastifyInstance, deps: Deps): void {
  readRoutes(server, deps);
  changeRoutes(server, deps);
  tagRoutes(server, deps);
  aliasRoutes(server, deps);
}

function readRoutes(server: FastifyInstance, { db }: Deps): void {
  const onModel = routesOn(server, db, modelOf);
  const onListed = routesOn(server, db, "filtered");
  const sql = directOf(db);

  onModel(
    "GET mlflow/registered-models/get",
    { permission: "model:read", summary: "A registered model", input: fields.modelRef },
    async ({ projectId, input }) => ({
      registered_model: await modelDocument(sql, projectId, input.name),
    }),
  );

  onListed(
    "GET mlflow/registered-models/search",
    {
      permission: "model:read",
      summary: "Registered models that match a filter",
      input: fields.searchModelsInput,
    },
    ({ member, projectId, input }) => searchModels(sql, projectId, readableModels(member), input),
  );

  for (const method of ["GET", "POST"] as const) {
    onModel(
      `${method} mlflow/registered-models/get-latest-versions`,
      { permission: "model:read", summary: "The newest version of each stage", input: fields.latestInput },
      async ({ projectId, input }) => ({
        model_versions: await latestDocuments(sql, projectId, input.name, input.stages),
      }),
    );
  }
}

function changeRoutes(server: FastifyInstance, { db }: Deps): void {
  const onModel = routesOn(server, db, modelOf);
  const sql = directOf(db);

  onModel(
    "POST mlflow/registered-models/create",
    { permission: "model:register", summary: "Take a name for a model", input: fields.createModelInput },
    async ({ member, projectId, input }) => {
      await createModel(db, member, input);
      return { registered_model: await modelDocument(sql, projectId, input.name) };
    },
  );

  onModel(
    "POST mlflow/registered-models/rename",
    { permission: "model:register", summary: "Rename a model", input: fields.renameModelInput },
    async ({ projectId, actor, input }) => {
      await editModel(db, actor, { projectId, name: input.name, change: { name: input.new_name } });
      return { registered_model: await modelDocument(sql, projectId, input.new_name) };
    },
  );

  onModel(
    "PATCH mlflow/registered-models/update",
    { permission: "model:register", summary: "Describe a model", input: fields.describeModelInput },
    async ({ projectId, actor, input }) => {
      await editModel(db, actor, { projectId, name: input.name, change: { description: input.description } });
      return { registered_model: await modelDocument(sql, projectId, input.name) };
    },
  );

  onModel(
    "DELETE mlflow/registered-models/delete",
    {
      permission: "model:promote",
      summary: "Take a model and its versions out of the registry",
      input: fields.deleteModelInput,
    },
    async ({ projectId, actor, input }) => deleteModel(db, actor, { projectId, ...input, confirmed: true }),
  );
}

function tagRoutes(server: FastifyInstance, { db }: Deps): void {
  const onModel = routesOn(server, db, modelOf);

  onModel(
    "POST mlflow/registered-models/set-tag",
    { permission: "model:register", summary: "Tag a model", input: fields.modelTagInput },
    ({ projectId, actor, input }) => setModelTag(db, actor, { projectId, ...input }),
  );

  onModel(
    "DELETE mlflow/registered-models/delete-tag",
    { permission: "model:register", summary: "Take a tag from a model", input: fields.deleteModelTagInput },
    ({ projectId, actor, input }) => deleteModelTag(db, actor, { projectId, ...input }),
  );
}

function aliasRoutes(server: FastifyInstance, { db }: Deps): void {
  const onModel = routesOn(server, db, modelOf);
  const sql = directOf(db);

  onModel(
    "POST mlflow/registered-models/alias",
    { permission: "model:promote", summary: "Point an alias at a version", input: fields.setAliasInput },
    async ({ projectId, actor, input }) => {
      await setAlias(db, actor, { projectId, name: input.name, alias: input.alias, number: input.version });
    },
  );

  onModel(
    "GET mlflow/registered-models/alias",
    { permission: "model:read", summary: "The version that an alias points at", input: fields.aliasRef },
    async ({ projectId, input }) => ({
      model_version: await aliasDocument(sql, projectId, input.name, input.alias),
    }),
  );

  onModel(
    "DELETE mlflow/registered-models/alias",
    { permission: "model:promote", summary: "Take an alias away", input: fields.aliasRef },
    ({ projectId, actor, input }) => deleteAlias(db, actor, { projectId, ...input }),
  );
}
