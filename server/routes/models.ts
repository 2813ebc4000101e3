import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { Zip, ZipPassThrough } from "fflate";
import { AppError } from "@/lib/errors";
import { projectRoute } from "@/lib/http/route";
import { decodeModel, type Model } from "@/lib/ml/model";
import { publish } from "@/lib/projects/events";
import { registerModel, setStage } from "@/lib/registry/commands";
import { answerRows } from "@/lib/registry/predict";
import { findModel, findModelVersion, listModels, modelFiles } from "@/lib/registry/queries";
import { modelParams, modelVersionParams, predictBody, registerBody, stageBody } from "@/lib/registry/schema";
import type { Storage } from "@/lib/storage/storage";
import type { Deps } from "../deps";

const modelsKept = 4;

export function modelRoutes(server: FastifyInstance, { db, storage, now }: Deps): void {
  const loaded = new Map<string, Promise<Model>>();

  projectRoute(server, db, { method: "GET", url: "/api/projects/:projectSlug/models", permission: "model:read", summary: "Registered models and their versions" }, async ({ member }) => ({ models: await listModels(db, member.project.id) }));

  projectRoute(server, db, { method: "POST", url: "/api/projects/:projectSlug/models", permission: "model:register", summary: "Register a finished run's model", body: registerBody }, async ({ member, body, reply }) => {
    const version = await registerModel(db, member.actor, { projectId: member.project.id, name: body.name, runUid: body.run });
    await publish(db, member.project.id, "model", version);
    void reply.code(201);
    return version;
  });

  projectRoute(server, db, { method: "GET", url: "/api/projects/:projectSlug/models/:name", permission: "model:read", summary: "A model and its versions", params: modelParams }, async ({ member, params }) => findModel(db, member.project.id, params.name));

  projectRoute(server, db, { method: "POST", url: "/api/projects/:projectSlug/models/:name/versions/:number/stage", permission: "model:promote", summary: "Move a version to a stage; Production archives the version that was there", params: modelVersionParams, body: stageBody }, async ({ member, params, body }) => {
    const moved = await setStage(db, member.actor, { projectId: member.project.id, name: params.name, number: params.number, stage: body.stage, now: now() });
    await publish(db, member.project.id, "model", moved);
    return moved;
  });

  projectRoute(server, db, { method: "POST", url: "/api/projects/:projectSlug/models/:name/versions/:number/predict", permission: "model:predict", summary: "Ask a version about rows", params: modelVersionParams, body: predictBody }, async ({ member, params, body }) => {
    const version = await findModelVersion(db, member.project.id, params.name, params.number);
    const file = (await modelFiles(db, version.runId)).find(({ name }) => name === "model.perihelion");
    if (!file) throw new AppError("CONFLICT", "This version was not made by a built-in trainer; it can be downloaded, not asked here.");
    const model = await (loaded.get(file.sha256) ?? load(loaded, storage, file.sha256));
    const started = performance.now();
    return { predictions: answerRows(model, body.rows), milliseconds: performance.now() - started };
  });

  projectRoute(server, db, { method: "GET", url: "/api/projects/:projectSlug/models/:name/versions/:number/download", permission: "model:read", summary: "The MLflow model folder with its ONNX, as a zip archive", params: modelVersionParams }, async ({ member, params, reply }) => {
    const version = await findModelVersion(db, member.project.id, params.name, params.number);
    const files = await modelFiles(db, version.runId);
    return reply.type("application/zip").header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(`${params.name}-v${params.number}.zip`)}`).send(Readable.from(zipped(files, storage)));
  });
}

function load(loaded: Map<string, Promise<Model>>, storage: Storage, sha256: string): Promise<Model> {
  const model = storage.read(sha256).then(decodeModel);
  loaded.set(sha256, model);
  model.catch(() => loaded.delete(sha256));
  const [oldest] = loaded.keys();
  if (loaded.size > modelsKept && oldest) loaded.delete(oldest);
  return model;
}

async function* zipped(files: readonly { name: string; sha256: string }[], storage: Storage): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  for (const { name, sha256 } of files) {
    const entry = new ZipPassThrough(name);
    entry.mtime = new Date(1980, 0, 1);
    zip.add(entry);
    for await (const chunk of await storage.stream(sha256)) {
      entry.push(chunk as Uint8Array);
      yield* ready.splice(0);
    }
    entry.push(new Uint8Array(), true);
  }
  zip.end();
  yield* ready.splice(0);
}
