import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { readableModels } from "@/lib/auth/access-filter";
import { Zip, ZipPassThrough } from "fflate";
import { askerOf } from "@/lib/auth/member";
import { AppError } from "@/lib/errors";
import { projectRoute } from "@/lib/http/route";
import { pageQuery } from "@/lib/page";
import { deleteModel } from "@/lib/registry/client-models";
import { deleteVersion } from "@/lib/registry/client-versions";
import { registerModel, setStage } from "@/lib/registry/commands";
import { findModel, findModelVersion, listModels, modelFiles } from "@/lib/registry/queries";
import {
  modelParams,
  modelVersionParams,
  predictBody,
  reasonBody,
  registerBody,
  stageBody,
} from "@/lib/registry/schema";
import { requirePromotable, requireRegistrable } from "@/lib/registry/rules";
import { askable, type Askable } from "@/lib/registry/askable";
import type { Storage } from "@/lib/storage/storage";
import type { Deps } from "../deps";

const modelsKept = 64;

export function modelRoutes(server: FastifyInstance, deps: Deps): void {
  registrationRoutes(server, deps);
  changeRoutes(server, deps);
  useRoutes(server, deps);
}

function registrationRoutes(server: FastifyInstance, { db, storage }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/models",
      permission: "model:read",
      summary: "Registered models and their newest versions, a page at a time",
      query: pageQuery,
      resources: "filtered",
    },
    async ({ member, query }) => {
      const { rows, ...page } = await listModels(db, member.project.id, readableModels(member), query);
      return { models: rows, ...page };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/models",
      keepAnswer: true,
      permission: "model:register",
      summary: "Register a finished run's model",
      body: registerBody,
      resources: ({ body }) => [
        { kind: "model", name: body.name },
        { kind: "run", uid: body.run, permission: "run:read" },
      ],
    },
    async ({ member, body, reply }) => {
      const version = await registerModel(db, member.actor, {
        projectId: member.project.id,
        name: body.name,
        runUid: body.run,
        check: (source) =>
          requireRegistrable(db, storage, member.actor, {
            projectId: member.project.id,
            source,
            name: body.name,
          }),
      });
      void reply.code(201);
      return version;
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/models/:name",
      permission: "model:read",
      summary: "A model and its versions, a page at a time",
      query: pageQuery,
      params: modelParams,
      resources: ({ params: { name } }) => [{ kind: "model", name }],
    },
    async ({ member, params, query }) => findModel(db, member.project.id, params.name, query),
  );
}

function changeRoutes(server: FastifyInstance, { db, now }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/models/:name/versions/:number/stage",
      keepAnswer: true,
      permission: "model:promote",
      summary: "Move a version to a stage; Production archives the version that was there",
      params: modelVersionParams,
      body: stageBody,
      resources: ({ params: { name } }) => [{ kind: "model", name }],
    },
    async ({ member, params, body }) => {
      await requirePromotable(db, { projectId: member.project.id, ...params, stage: body.stage });
      const moved = await setStage(db, member.actor, {
        projectId: member.project.id,
        name: params.name,
        number: params.number,
        stage: body.stage,
        now: now(),
      });
      return moved;
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "DELETE",
      url: "/api/projects/:projectSlug/models/:name",
      permission: "model:promote",
      summary: "Delete a model and its versions; the reason is kept",
      params: modelParams,
      body: reasonBody,
      resources: ({ params: { name } }) => [{ kind: "model", name }],
    },
    async ({ member, params, body }) => {
      await deleteModel(db, member.actor, {
        projectId: member.project.id,
        name: params.name,
        ...body,
      });
      return { deleted: true };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "DELETE",
      url: "/api/projects/:projectSlug/models/:name/versions/:number",
      permission: "model:promote",
      summary: "Delete a version; the reason is kept",
      params: modelVersionParams,
      body: reasonBody,
      resources: ({ params: { name } }) => [{ kind: "model", name }],
    },
    async ({ member, params, body }) => {
      await deleteVersion(db, member.actor, {
        projectId: member.project.id,
        name: params.name,
        number: params.number,
        ...body,
      });
      return { deleted: true };
    },
  );
}

function useRoutes(server: FastifyInstance, { db, storage, scorer }: Deps): void {
  const known = new Map<string, Promise<Askable>>();

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/models/:name/versions/:number/predict",
      permission: "model:predict",
      bounds: { bytes: 16 * 2 ** 20, keys: 500_000 },
      summary: "Ask a version about rows",
      params: modelVersionParams,
      body: predictBody,
      resources: ({ params: { name } }) => [{ kind: "model", name }],
    },
    async ({ member, params, body, signal }) => {
      const version = await findModelVersion(db, member.project.id, params.name, params.number);
      const find = async () =>
        askable(storage, await modelFiles(db, member.project.id, version.resolvedSource));
      const model = await (known.get(version.id) ?? keep(known, version.id, find()));
      return scorer.score({ ...model, rows: body.rows }, { asker: askerOf(member), signal });
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/models/:name/versions/:number/download",
      permission: "model:read",
      summary: "The MLflow model folder with its ONNX, as a zip archive",
      params: modelVersionParams,
      resources: ({ params: { name } }) => [{ kind: "model", name }],
    },
    async ({ member, params, reply }) => {
      const version = await findModelVersion(db, member.project.id, params.name, params.number);
      const files = await modelFiles(db, member.project.id, version.resolvedSource);
      if (files.length === 0)
        throw new AppError("NOT_FOUND", `No files of ${params.name} v${params.number} are kept here.`);
      return reply
        .type("application/zip")
        .header(
          "content-disposition",
          `attachment; filename*=UTF-8''${encodeURIComponent(`${params.name}-v${params.number}.zip`)}`,
        )
        .send(Readable.from(zipped(files, storage)));
    },
  );
}

/** Remembers the models asked last. */
function keep(known: Map<string, Promise<Askable>>, key: string, model: Promise<Askable>): Promise<Askable> {
  known.set(key, model);
  model.catch(() => known.delete(key));
  const [oldest] = known.keys();
  if (known.size > modelsKept && oldest) known.delete(oldest);
  return model;
}

async function* zipped(
  files: readonly { name: string; sha256: string }[],
  storage: Storage,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  for (const { name, sha256 } of files) {
    const entry = new ZipPassThrough(name);
    entry.mtime = new Date(1980, 0, 1);
    zip.add(entry);
    for await (const chunk of (await storage.stream(sha256)).pieces) {
      entry.push(chunk);
      yield* ready.splice(0);
    }
    entry.push(new Uint8Array(), true);
  }
  zip.end();
  yield* ready.splice(0);
}
