import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { readableExperiments } from "@/lib/auth/access-filter";
import { directOf } from "@/lib/db/direct";
import { trackingRoute } from "@/lib/http/tracking-route";
import { randomRunName } from "@/lib/runs/random-name";
import { artifactFolder, artifactsBelow } from "@/lib/tracking/artifacts";
import { listing, safeFolder } from "@/lib/tracking/artifact-path";
import {
  addLoggedModelParams,
  createLoggedModel,
  deleteLoggedModel,
  deleteLoggedModelTag,
  finalizeLoggedModel,
  setLoggedModelTags,
} from "@/lib/tracking/logged-model-commands";
import {
  createLoggedModelInput,
  deleteLoggedModelTagInput,
  finalizeInput,
  loggedModelFilesInput,
  loggedModelParamsInput,
  loggedModelRef,
  loggedModelTagsInput,
  searchLoggedModelsInput,
} from "@/lib/tracking/logged-model-schema";
import { loggedModelDocument, searchLoggedModels } from "@/lib/tracking/logged-models";
import { experimentOf, loggedModelOf, runsOf } from "@/lib/tracking/resources";
import type { Deps } from "../../deps";
import { routesOn } from "./routes-on";

/** A thousand params of 6,000 characters and as many tags of 8,000. */
const wide = { bytes: 16 * 2 ** 20, keys: 10_000 };

export function trackingLoggedModelRoutes(server: FastifyInstance, deps: Deps): void {
  readRoutes(server, deps);
  changeRoutes(server, deps);
  tagAndParamRoutes(server, deps);
}

function readRoutes(server: FastifyInstance, { db }: Deps): void {
  const onLoggedModel = routesOn(server, db, loggedModelOf);
  const onListed = routesOn(server, db, "filtered");
  const sql = directOf(db);

  onListed(
    "POST mlflow/logged-models/search",
    { permission: "run:read", summary: "Logged models that match a filter", input: searchLoggedModelsInput },
    ({ member, projectId, input }) => searchLoggedModels(sql, projectId, readableExperiments(member), input),
  );

  onLoggedModel(
    "GET mlflow/logged-models/:model_id",
    { permission: "run:read", summary: "A logged model", input: loggedModelRef },
    ({ projectId, input }) => loggedModelDocument(sql, projectId, input.model_id),
  );

  onLoggedModel(
    "GET mlflow/logged-models/:model_id/artifacts/directories",
    {
      permission: "run:read",
      summary: "What lies in a folder of a logged model",
      input: loggedModelFilesInput,
    },
    async ({ projectId, input }) => {
      const { model } = (await loggedModelDocument(sql, projectId, input.model_id)) as {
        model: { info: { artifact_uri: string } };
      };
      const folder = safeFolder(input.artifact_directory_path);
      const files = await artifactsBelow(
        sql,
        await artifactFolder(sql, projectId, { owner: { kind: "logged-model", id: input.model_id } }),
        folder,
      );
      return { root_uri: model.info.artifact_uri, files: listing(files, folder) };
    },
  );
}

function changeRoutes(server: FastifyInstance, { db, now }: Deps): void {
  const onLoggedModel = routesOn(server, db, loggedModelOf);
  const sql = directOf(db);

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/logged-models",
      permission: "run:write",
      summary: "Note a model that is about to be logged",
      input: createLoggedModelInput,
      bounds: wide,
      resources: (input) => [
        ...experimentOf(input),
        ...(input.source_run_id ? runsOf([input.source_run_id]) : []),
      ],
    },
    async ({ member, input }) => {
      const id = `m-${randomUUID().replaceAll("-", "")}`;
      await createLoggedModel(db, member.actor, {
        projectId: member.project.id,
        id,
        name: input.name || randomRunName(Math.random),
        request: input,
        now: now(),
      });
      return loggedModelDocument(sql, member.project.id, id);
    },
  );

  onLoggedModel(
    "PATCH mlflow/logged-models/:model_id",
    { permission: "run:write", summary: "Say whether a model's files have arrived", input: finalizeInput },
    async ({ projectId, actor, input }) => {
      await finalizeLoggedModel(db, actor, {
        projectId,
        modelId: input.model_id,
        status: input.status,
        now: now(),
      });
      return loggedModelDocument(sql, projectId, input.model_id);
    },
  );

  onLoggedModel(
    "DELETE mlflow/logged-models/:model_id",
    { permission: "run:delete", summary: "Move a logged model out of sight", input: loggedModelRef },
    async ({ projectId, actor, input }) =>
      deleteLoggedModel(db, actor, { projectId, modelId: input.model_id, now: now() }),
  );
}

function tagAndParamRoutes(server: FastifyInstance, { db }: Deps): void {
  const onLoggedModel = routesOn(server, db, loggedModelOf);
  const sql = directOf(db);

  onLoggedModel(
    "PATCH mlflow/logged-models/:model_id/tags",
    { permission: "run:write", summary: "Tag a logged model", input: loggedModelTagsInput, bounds: wide },
    async ({ projectId, actor, input }) => {
      await setLoggedModelTags(db, actor, { projectId, modelId: input.model_id, tags: input.tags });
      return loggedModelDocument(sql, projectId, input.model_id);
    },
  );

  onLoggedModel(
    "DELETE mlflow/logged-models/:model_id/tags/:tag_key",
    { permission: "run:write", summary: "Take a tag from a logged model", input: deleteLoggedModelTagInput },
    async ({ projectId, actor, input }) =>
      deleteLoggedModelTag(db, actor, { projectId, modelId: input.model_id, key: input.tag_key }),
  );

  onLoggedModel(
    "POST mlflow/logged-models/:model_id/params",
    {
      permission: "run:write",
      summary: "Add params to a logged model",
      input: loggedModelParamsInput,
      bounds: wide,
    },
    async ({ projectId, actor, input }) =>
      addLoggedModelParams(db, actor, { projectId, modelId: input.model_id, params: input.params }),
  );
}
