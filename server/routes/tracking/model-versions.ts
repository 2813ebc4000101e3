import type { FastifyInstance } from "fastify";
import { readableModels } from "@/lib/auth/access-filter";
import { directOf } from "@/lib/db/direct";
import { AppError } from "@/lib/errors";
import { trackingRoute } from "@/lib/http/tracking-route";
import {
  deleteVersion,
  deleteVersionTag,
  describeVersion,
  setVersionTag,
} from "@/lib/registry/client-versions";
import { setStage } from "@/lib/registry/commands";
import { registerVersion } from "@/lib/registry/register-version";
import { requirePromotable, requireRegistrable } from "@/lib/registry/rules";
import { findModelVersion } from "@/lib/registry/queries";
import { readSource } from "@/lib/registry/source";
import { searchVersions, versionDocument } from "@/lib/tracking/models";
import * as fields from "@/lib/tracking/registry-schema";
import { modelOf, newVersionOf } from "@/lib/tracking/resources";
import { requireArchivable } from "@/lib/tracking/words";
import type { Deps } from "../../deps";
import { routesOn } from "./routes-on";

/** Versions of the registry's models. */
export function trackingVersionRoutes(server: FastifyInstance, deps: Deps): void {
  readRoutes(server, deps);
  changeRoutes(server, deps);
  tagRoutes(server, deps);
  stageRoutes(server, deps);
}

function readRoutes(server: FastifyInstance, { db }: Deps): void {
  const onModel = routesOn(server, db, modelOf);
  const onListed = routesOn(server, db, "filtered");
  const sql = directOf(db);

  onModel(
    "GET mlflow/model-versions/get",
    { permission: "model:read", summary: "A model version", input: fields.versionRef },
    async ({ projectId, input }) => ({
      model_version: await versionDocument(sql, projectId, input.name, input.version),
    }),
  );

  onListed(
    "GET mlflow/model-versions/search",
    {
      permission: "model:read",
      summary: "Model versions that match a filter",
      input: fields.searchVersionsInput,
    },
    ({ member, projectId, input }) => searchVersions(sql, projectId, readableModels(member), input),
  );

  onModel(
    "GET mlflow/model-versions/get-download-uri",
    { permission: "model:read", summary: "Where a version's files are", input: fields.versionRef },
    async ({ projectId, input }) => ({
      artifact_uri: await filesOf(projectId, input.name, input.version),
    }),
  );

  async function filesOf(projectId: string, name: string, number: number): Promise<string> {
    await versionDocument(sql, projectId, name, number); // MLflow's words when there is none
    const { resolvedSource } = await findModelVersion(db, projectId, name, number);
    const folder = resolvedSource === null ? null : readSource(resolvedSource);
    if (!folder || folder.kind === "version") throw notKept(name, number);
    const [table, column, id] =
      folder.kind === "run" ? ["Run", "uid", folder.uid] : ["LoggedModel", "id", folder.id];
    const [owner] = await sql.all<{ number: number }>(
      `SELECT e."number" FROM "${table}" x JOIN "Experiment" e ON e."id" = x."experimentId"
       WHERE x."projectId" = $1 AND x."${column}" = $2`,
      [projectId, id],
    );
    if (!owner) throw notKept(name, number);
    const place = `${owner.number}/${folder.kind === "run" ? "" : "models/"}${id}`;
    return `mlflow-artifacts:/${place}/artifacts${folder.folder ? `/${folder.folder}` : ""}`;
  }
}

function changeRoutes(server: FastifyInstance, { db, storage }: Deps): void {
  const onModel = routesOn(server, db, modelOf);
  const sql = directOf(db);

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/model-versions/create",
      permission: "model:register",
      summary: "Register files as the next version of a model",
      input: fields.createVersionInput,
      resources: newVersionOf,
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
      const where = { projectId: member.project.id, name: input.name };
      const number = await registerVersion(db, member.actor, request, {
        check: (source) => requireRegistrable(db, storage, member.actor, { ...where, source }),
        makesModel: false,
      });
      return { model_version: await versionDocument(sql, member.project.id, input.name, number) };
    },
  );

  onModel(
    "PATCH mlflow/model-versions/update",
    { permission: "model:register", summary: "Describe a version", input: fields.describeVersionInput },
    async ({ projectId, actor, input }) => {
      await describeVersion(db, actor, {
        projectId,
        name: input.name,
        number: input.version,
        description: input.description,
      });
      return { model_version: await versionDocument(sql, projectId, input.name, input.version) };
    },
  );

  onModel(
    "DELETE mlflow/model-versions/delete",
    {
      permission: "model:promote",
      summary: "Take a version out of the registry",
      input: fields.deleteVersionInput,
    },
    ({ projectId, actor, input }) =>
      deleteVersion(db, actor, {
        projectId,
        name: input.name,
        number: input.version,
        reason: input.reason,
        confirmed: true, // MLflow's clients delete whatever they name
      }),
  );
}

function tagRoutes(server: FastifyInstance, { db }: Deps): void {
  const onModel = routesOn(server, db, modelOf);

  onModel(
    "POST mlflow/model-versions/set-tag",
    { permission: "model:register", summary: "Tag a version", input: fields.versionTagInput },
    ({ projectId, actor, input }) =>
      setVersionTag(db, actor, {
        projectId,
        name: input.name,
        number: input.version,
        key: input.key,
        value: input.value,
      }),
  );

  onModel(
    "DELETE mlflow/model-versions/delete-tag",
    {
      permission: "model:register",
      summary: "Take a tag from a version",
      input: fields.deleteVersionTagInput,
    },
    ({ projectId, actor, input }) =>
      deleteVersionTag(db, actor, { projectId, name: input.name, number: input.version, key: input.key }),
  );
}

function stageRoutes(server: FastifyInstance, { db, now }: Deps): void {
  const onModel = routesOn(server, db, modelOf);
  const sql = directOf(db);

  onModel(
    "POST mlflow/model-versions/transition-stage",
    { permission: "model:promote", summary: "Move a version to a stage", input: fields.transitionInput },
    async ({ projectId, actor, input }) => {
      if (input.archive_existing_versions) requireArchivable(input.stage);
      await requirePromotable(db, { projectId, name: input.name, number: input.version, stage: input.stage });
      await setStage(db, actor, {
        projectId,
        name: input.name,
        number: input.version,
        stage: input.stage,
        archive: input.archive_existing_versions,
        now: now(),
      });
      return { model_version: await versionDocument(sql, projectId, input.name, input.version) };
    },
  );
}

function notKept(name: string, number: number): AppError {
  return new AppError("NOT_FOUND", `The files of ${name} v${number} are not kept here.`);
}
