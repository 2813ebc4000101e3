import type { FastifyInstance } from "fastify";
import { modelsSeenBy } from "@/lib/auth/reach";
import { directOf } from "@/lib/db/direct";
import { AppError } from "@/lib/errors";
import { trackingRoute } from "@/lib/http/tracking-route";
import { publish } from "@/lib/projects/events";
import {
  createModel,
  deleteAlias,
  deleteModel,
  deleteModelTag,
  editModel,
  setAlias,
  setModelTag,
} from "@/lib/registry/client-models";
import {
  createVersion,
  deleteVersion,
  deleteVersionTag,
  describeVersion,
  setVersionTag,
} from "@/lib/registry/client-versions";
import { setStage } from "@/lib/registry/commands";
import { requirePromotable, requireRegistrable } from "@/lib/registry/rules";
import { readSource } from "@/lib/registry/source";
import {
  aliasDocument,
  latestDocuments,
  modelDocument,
  searchModels,
  searchVersions,
  versionDocument,
} from "@/lib/tracking/models";
import * as fields from "@/lib/tracking/registry-schema";
import type { Deps } from "../../deps";

export function trackingRegistryRoutes(server: FastifyInstance, { db, storage, now }: Deps): void {
  const sql = directOf(db);
  const tell = (projectId: string, name: string) => publish(db, projectId, "model", { name });

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/registered-models/create",
      permission: "model:register",
      summary: "Take a name for a model",
      input: fields.createModelInput,
    },
    async ({ member, input }) => {
      await createModel(db, member.actor, { projectId: member.project.id, ...input });
      await tell(member.project.id, input.name);
      return { registered_model: await modelDocument(sql, member.project.id, input.name) };
    },
  );
  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/registered-models/get",
      permission: "model:read",
      summary: "A registered model",
      input: fields.modelRef,
    },
    async ({ member, input }) => ({
      registered_model: await modelDocument(sql, member.project.id, input.name),
    }),
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
    },
    async ({ member, input }) => deleteModel(db, member.actor, { projectId: member.project.id, ...input }),
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
    },
    ({ member, input }) => searchModels(sql, member.project.id, modelsSeenBy(member), input),
  );
  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/registered-models/set-tag",
      permission: "model:register",
      summary: "Tag a model",
      input: fields.modelTagInput,
    },
    ({ member, input }) => setModelTag(db, { projectId: member.project.id, ...input }),
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
    },
    ({ member, input }) => deleteModelTag(db, { projectId: member.project.id, ...input }),
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
      },
      async ({ member, input }) => ({
        model_versions: await latestDocuments(sql, member.project.id, input.name, input.stages),
      }),
    );
  }

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/registered-models/alias",
      permission: "model:promote",
      summary: "Point an alias at a version",
      input: fields.setAliasInput,
    },
    async ({ member, input }) => {
      await setAlias(db, member.actor, {
        projectId: member.project.id,
        name: input.name,
        alias: input.alias,
        number: input.version,
      });
      await tell(member.project.id, input.name);
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
    },
    ({ member, input }) => deleteAlias(db, member.actor, { projectId: member.project.id, ...input }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/model-versions/create",
      permission: "model:register",
      summary: "Register files as the next version of a model",
      input: fields.createVersionInput,
    },
    async ({ member, input }) => {
      const request = {
        projectId: member.project.id,
        name: input.name,
        source: input.source,
        runUid: input.run_id,
        runLink: input.run_link,
        description: input.description,
        modelId: input.model_id,
        tags: input.tags,
      };
      await requireRegistrable(db, storage, member.actor, {
        projectId: member.project.id,
        source: input.source,
        name: input.name,
      });
      const number = await createVersion(db, member.actor, request);
      await tell(member.project.id, input.name);
      return { model_version: await versionDocument(sql, member.project.id, input.name, number) };
    },
  );
  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/model-versions/get",
      permission: "model:read",
      summary: "A model version",
      input: fields.versionRef,
    },
    async ({ member, input }) => ({
      model_version: await versionDocument(sql, member.project.id, input.name, input.version),
    }),
  );
  trackingRoute(
    server,
    db,
    {
      method: "PATCH",
      path: "mlflow/model-versions/update",
      permission: "model:register",
      summary: "Describe a version",
      input: fields.describeVersionInput,
    },
    async ({ member, input }) => {
      await describeVersion(db, member.actor, {
        projectId: member.project.id,
        name: input.name,
        number: input.version,
        description: input.description,
      });
      return { model_version: await versionDocument(sql, member.project.id, input.name, input.version) };
    },
  );
  trackingRoute(
    server,
    db,
    {
      method: "DELETE",
      path: "mlflow/model-versions/delete",
      permission: "model:promote",
      summary: "Take a version out of the registry",
      input: fields.deleteVersionInput,
    },
    ({ member, input }) =>
      deleteVersion(db, member.actor, {
        projectId: member.project.id,
        name: input.name,
        number: input.version,
        reason: input.reason,
      }),
  );
  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/model-versions/search",
      permission: "model:read",
      summary: "Model versions that match a filter",
      input: fields.searchVersionsInput,
    },
    ({ member, input }) => searchVersions(sql, member.project.id, modelsSeenBy(member), input),
  );
  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/model-versions/set-tag",
      permission: "model:register",
      summary: "Tag a version",
      input: fields.versionTagInput,
    },
    ({ member, input }) =>
      setVersionTag(db, {
        projectId: member.project.id,
        name: input.name,
        number: input.version,
        key: input.key,
        value: input.value,
      }),
  );
  trackingRoute(
    server,
    db,
    {
      method: "DELETE",
      path: "mlflow/model-versions/delete-tag",
      permission: "model:register",
      summary: "Take a tag from a version",
      input: fields.deleteVersionTagInput,
    },
    ({ member, input }) =>
      deleteVersionTag(db, {
        projectId: member.project.id,
        name: input.name,
        number: input.version,
        key: input.key,
      }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/model-versions/transition-stage",
      permission: "model:promote",
      summary: "Move a version to a stage",
      input: fields.transitionInput,
    },
    async ({ member, input }) => {
      if (input.archive_existing_versions && input.stage !== "Staging" && input.stage !== "Production")
        throw new AppError(
          "INVALID",
          `Model version transition cannot archive existing model versions because '${input.stage}' is not an Active stage. Valid stages are Staging, Production.`,
        );
      await requirePromotable(db, {
        projectId: member.project.id,
        name: input.name,
        number: input.version,
        stage: input.stage,
      });
      const moved = await setStage(db, member.actor, {
        projectId: member.project.id,
        name: input.name,
        number: input.version,
        stage: input.stage,
        archive: input.archive_existing_versions,
        now: now(),
      });
      await publish(db, member.project.id, "model", moved);
      return { model_version: await versionDocument(sql, member.project.id, input.name, input.version) };
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/model-versions/get-download-uri",
      permission: "model:read",
      summary: "Where a version's files are",
      input: fields.versionRef,
    },
    async ({ member, input }) => ({
      artifact_uri: await filesOf(member.project.id, input.name, input.version),
    }),
  );

  async function filesOf(projectId: string, name: string, number: number): Promise<string> {
    const { source } = (await versionDocument(sql, projectId, name, number)) as { source: string };
    const folder = readSource(source);
    if (folder?.kind === "version") return filesOf(projectId, folder.name, folder.number);
    const [table, column, id] =
      folder?.kind === "run" ? ["Run", "uid", folder.uid] : ["LoggedModel", "id", folder?.id ?? ""];
    const [owner] = await sql.all<{ number: number }>(
      `SELECT e."number" FROM "${table}" x JOIN "Experiment" e ON e."id" = x."experimentId" WHERE x."projectId" = $1 AND x."${column}" = $2`,
      [projectId, id],
    );
    if (!folder || !owner)
      throw new AppError("NOT_FOUND", `The files of ${name} v${number} are not kept here.`);
    return `mlflow-artifacts:/${owner.number}/${folder.kind === "run" ? "" : "models/"}${id}/artifacts${folder.folder ? `/${folder.folder}` : ""}`;
  }
}
