import { maskedColumnOf } from "@/lib/datasets/require-unmasked-dataset";
import { AppError } from "@/lib/errors";
import { stat } from "node:fs/promises";
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { authorizeResources } from "@/lib/auth/authorize-resources";
import { askerOf, type Member } from "@/lib/auth/member";
import { datasetNameOf } from "@/lib/datasets/dataset-name";
import { previewUpload } from "@/lib/datasets/preview-upload";
import { cellCounts } from "@/lib/datasets/cell-counts";
import { tableOf } from "@/lib/datasets/masked-file";
import { findVersion, type Version } from "@/lib/datasets/queries";
import {
  failedCellsQuery,
  previewUploadBody,
  uploadBody,
  uploadParams,
  versionParams,
} from "@/lib/datasets/schema";
import { listFailedCells } from "@/lib/datasets/failed-cells";
import { toVersionDto } from "@/lib/datasets/version-dto";
import { findUpload } from "@/lib/datasets/find-upload";
import { addUpload, sourceOf } from "@/lib/datasets/uploads";
import { readerOf } from "@/lib/datasets/reader";
import { projectRoute } from "@/lib/http/route";
import { limits } from "@/lib/limits";
import type { Deps } from "../deps";
import { importStored } from "../import-file";
import { receiveUpload } from "../upload";

const ownerOf = (member: Member) => ({ projectId: member.project.id, personId: member.actor.id });
const bounds = { bytes: limits.importOptionsBytes, keys: 20_000 };

/** Files that are sent once, looked at, and imported with options. */
export function uploadRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, storage } = deps;

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/uploads",
      permission: "dataset:write",
      summary:
        "Send a file, or several for one table, as multipart form (`file`), to import later; kept for a day",
      rawBody: true,
      keepAnswer: true,
      resources: "filtered",
    },
    async ({ member, request, reply }) => {
      const { fileName, blob } = await receiveUpload(request, storage, { several: true });
      const { id, bytes } = await addUpload(db, ownerOf(member), { fileName, blob });
      void reply.code(201);
      return { upload: id, fileName, bytes, name: datasetNameOf(fileName) };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/uploads/:uploadId/preview",
      permission: "dataset:write",
      summary: "The first rows of a file as options would have it read, what is in doubt, and what is wrong",
      params: uploadParams,
      body: previewUploadBody,
      bounds,
      resources: "filtered",
    },
    async ({ member, params, body, signal }) => {
      const upload = await findUpload(db, ownerOf(member), params.uploadId);
      const name = body.name ?? upload.dataset ?? datasetNameOf(upload.fileName);
      await requireStillWhole(db, member, upload.dataset);
      await authorizeResources(db, member, "dataset:write", [{ kind: "dataset", name }]);
      const isMasked = (await maskedColumnOf(db, readerOf(member), name)) !== null;
      const { options, first } = body;
      const asked = { projectId: member.project.id, name, upload, options, first, isMasked };
      return previewUpload(deps, asked, { asker: askerOf(member), signal });
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/uploads/:uploadId/import",
      permission: "dataset:write",
      summary: "Read a file that was sent into the next version of a dataset, with options",
      params: uploadParams,
      body: uploadBody,
      bounds,
      keepAnswer: true,
      mayBecomeJob: true,
      resources: "filtered",
    },
    async ({ member, params, body, request, reply, signal }) => {
      const { fileName, sha256, bytes, dataset } = await findUpload(db, ownerOf(member), params.uploadId);
      await requireStillWhole(db, member, dataset);
      await storage.keep(sha256);
      const name = body.name ?? dataset ?? undefined;
      const file = { fileName, blob: { sha256, bytes }, name, options: body.options };
      const made = await importStored(deps, member, { request, reply, signal }, file);
      return "job" in made ? made.job : toVersionDto(made.version);
    },
  );

  versionSourceRoutes(server, deps);
}

/** The file that a version was read from holds what is masked. @throws {AppError} FORBIDDEN */
function requireWholeFile({ masks, dataset: { name } }: Version): void {
  const masked = masks.find(({ forYou }) => forYou);
  if (masked)
    throw new AppError("FORBIDDEN", `The file of ${name} holds “${masked.name}”, which is masked for you.`);
}

/** A file that was taken from a version is opened for whoever may see all of that now. */
async function requireStillWhole(db: Deps["db"], member: Member, dataset: string | null): Promise<void> {
  if (dataset !== null) requireWholeFile(await findVersion(db, readerOf(member), dataset));
}

function versionSourceRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, storage, engine } = deps;

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/uploads",
      permission: "dataset:write",
      summary: "The file that a version was read from as an upload, to read it again with other options",
      params: versionParams,
      body: z.strictObject({}),
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, reply }) => {
      const version = await findVersion(db, readerOf(member), params.name, params.number);
      requireWholeFile(version);
      const { fileName, sha256 } = sourceOf(version);
      await storage.keep(sha256);
      const { size: bytes } = await stat(await storage.localPath(sha256));
      const blob = { sha256, bytes };
      const file = { fileName, blob, dataset: version.dataset.name };
      const upload = await addUpload(db, ownerOf(member), file);
      void reply.code(201);
      return { upload: upload.id, fileName, bytes, name: version.dataset.name };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/cells",
      permission: "dataset:read",
      summary: "How many cells of each column are valid, failed and missing, over all rows",
      params: versionParams,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, signal }) => {
      const version = await findVersion(db, readerOf(member), params.name, params.number);
      const asking = { asker: askerOf(member), signal };
      const table = await tableOf(deps, readerOf(member), version, asking);
      const empty = await engine.run("missing-cells", { table }, asking);
      return { rows: version.rows, columns: cellCounts(version, empty) };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/failed-cells",
      permission: "dataset:read",
      summary: "Cells that do not fit their settled type, with row, line of the file and reason",
      params: versionParams,
      query: failedCellsQuery,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, query }) => {
      const version = await findVersion(db, readerOf(member), params.name, params.number);
      const but = version.masks.filter(({ forYou }) => forYou).map(({ name }) => name);
      return listFailedCells(storage, version.failedSha256, { ...query, but });
    },
  );
}
