import type { IncomingMessage } from "node:http";
import path from "node:path";
import type { FastifyInstance, FastifyReply } from "fastify";
import * as z from "zod";
import { directOf } from "@/lib/db/direct";
import { AppError } from "@/lib/errors";
import { trackingRoute } from "@/lib/http/tracking-route";
import { limits } from "@/lib/limits";
import { findModelVersion, modelFiles } from "@/lib/registry/queries";
import {
  artifactFolder,
  artifactsBelow,
  findArtifact,
  keepArtifact,
  removeArtifacts,
} from "@/lib/tracking/artifacts";
import { artifactPlace, listing, safeFolder, safePath } from "@/lib/tracking/artifact-path";
import { name, text } from "@/lib/tracking/fields";
import { runRef, uidOf } from "@/lib/tracking/run-schema";
import { artifactsOf, modelOf, runOf } from "@/lib/tracking/resources";
import { rowNumberText } from "@/lib/row-number";
import { artifactMissing } from "@/lib/tracking/words";
import type { Deps } from "../../deps";
import { sendFile } from "../../send-file";

const below = z.object({ "*": text });
const inFolder = z.object({ path: text.optional() });

export function trackingArtifactRoutes(server: FastifyInstance, deps: Deps): void {
  fileRoutes(server, deps);
  listRoutes(server, deps);
  downloadRoutes(server, deps);
  refusedRoutes(server, deps);
}

function fileRoutes(server: FastifyInstance, { db, storage }: Deps): void {
  const sql = directOf(db);

  trackingRoute(
    server,
    db,
    {
      method: "PUT",
      path: "mlflow-artifacts/artifacts/*",
      permission: "run:write",
      summary: "Store a file",
      input: below,
      resources: (input) => artifactsOf(input["*"]),
    },
    async ({ member, input, request }) => {
      const place = artifactPlace(input["*"]);
      if (place.path === "") throw new AppError("INVALID", "Invalid path: a file needs a name.");
      await artifactFolder(sql, member.project.id, place);
      const blob = await storage.put(limited(request.raw), { spend: true });
      await keepArtifact(db, { projectId: member.project.id, actor: member.actor, place, blob });
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow-artifacts/artifacts/*",
      permission: "run:read",
      summary: "A file",
      input: below,
      resources: (input) => artifactsOf(input["*"]),
    },
    async ({ member, input, reply }) => {
      const place = artifactPlace(input["*"]);
      return sendFile(
        reply,
        storage,
        await findArtifact(sql, await artifactFolder(sql, member.project.id, place), place.path),
      );
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "DELETE",
      path: "mlflow-artifacts/artifacts/*",
      permission: "run:delete",
      summary: "Take a file or folder away",
      input: below,
      resources: (input) => artifactsOf(input["*"]),
    },
    async ({ member, input }) => {
      const place = artifactPlace(input["*"]);
      await removeArtifacts(db, member.actor, { projectId: member.project.id, place });
    },
  );
}

function listRoutes(server: FastifyInstance, { db }: Deps): void {
  const sql = directOf(db);

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow-artifacts/artifacts",
      permission: "run:read",
      summary: "What lies in a folder, by its address",
      input: inFolder,
      resources: ({ path: folder = "" }) => artifactsOf(folder),
    },
    async ({ member, input }) => {
      const place = artifactPlace(input.path ?? "");
      const files = await artifactsBelow(
        sql,
        await artifactFolder(sql, member.project.id, place),
        place.path,
      );
      return {
        files: listing(files, place.path).map((file) => ({ ...file, path: path.posix.basename(file.path) })),
      };
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/artifacts/list",
      permission: "run:read",
      summary: "What lies in a folder of a run",
      input: runRef.extend({ path: text.optional() }),
      resources: runOf,
    },
    async ({ member, input }) => {
      const uid = uidOf(input);
      const folder = safeFolder(input.path);
      const files = await artifactsBelow(
        sql,
        await artifactFolder(sql, member.project.id, { owner: { kind: "run", uid } }),
        folder,
      );
      const [run] = await sql.all<{ number: number }>(
        `SELECT e."number" FROM "Run" r JOIN "Experiment" e ON e."id" = r."experimentId"
         WHERE r."projectId" = $1 AND r."uid" = $2`,
        [member.project.id, uid],
      );
      const found = listing(files, folder);
      return {
        root_uri: `mlflow-artifacts:/${run!.number}/${uid}/artifacts`,
        ...(found.length > 0 ? { files: found } : {}),
      };
    },
  );
}

function downloadRoutes(server: FastifyInstance, { db, storage }: Deps): void {
  const sql = directOf(db);

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "../../get-artifact",
      permission: "run:read",
      summary: "A file of a run, as a download",
      input: runRef.extend({ path: name }),
      resources: runOf,
    },
    async ({ member, input, reply }) => {
      const folder = await artifactFolder(sql, member.project.id, {
        owner: { kind: "run", uid: uidOf(input) },
      });
      return sendFile(reply, storage, await findArtifact(sql, folder, safePath(input.path)));
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "../../model-versions/get-artifact",
      permission: "model:read",
      summary: "A file of a model version, as a download",
      input: z.object({ name, version: rowNumberText, path: name }),
      resources: modelOf,
    },
    async ({ member, input, reply }) => {
      const version = await findModelVersion(db, member.project.id, input.name, input.version);
      const wanted = safePath(input.path);
      const file = (await modelFiles(db, member.project.id, version.resolvedSource)).find(
        (candidate) => candidate.name === wanted,
      );
      if (!file) throw artifactMissing(wanted);
      return sendFile(reply, storage, { path: file.name, sha256: file.sha256, bytes: file.bytes });
    },
  );
}

function refusedRoutes(server: FastifyInstance, { db }: Deps): void {
  // Clients fall back to plain uploads and downloads on this status.
  const notOffered = async ({ reply }: { reply: FastifyReply }) =>
    reply.code(501).send({
      error_code: "NOT_IMPLEMENTED",
      message:
        "Files go through this server in one piece; " +
        "uploads in parts and presigned addresses are not offered.",
    });

  for (const step of ["create", "complete", "abort"] as const)
    trackingRoute(
      server,
      db,
      {
        method: "POST",
        path: `mlflow-artifacts/mpu/${step}/*`,
        permission: "run:write",
        summary: "Uploads in parts are not offered",
        resources: "filtered",
      },
      notOffered,
    );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow-artifacts/presigned/*",
      permission: "run:read",
      summary: "Presigned addresses are not offered",
      resources: "filtered",
    },
    notOffered,
  );

  for (const way of ["upload", "download"] as const)
    trackingRoute(
      server,
      db,
      {
        method: "POST",
        path: `mlflow/artifacts/presigned-${way}-url`,
        permission: way === "upload" ? "run:write" : "run:read",
        summary: "Presigned addresses are not offered",
        resources: "filtered",
      },
      notOffered,
    );
}

/** A body up to the upload's limit. */
async function* limited(body: IncomingMessage): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limits.uploadBytes)
      throw new AppError("TOO_LARGE", `A file may have at most ${limits.uploadBytes / 2 ** 30} GB.`);
    yield chunk;
  }
}
