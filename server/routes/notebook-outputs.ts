import type { FastifyInstance } from "fastify";
import { findVersion } from "@/lib/datasets/queries";
import { readerOf } from "@/lib/datasets/reader";
import { projectRoute } from "@/lib/http/route";
import { limits } from "@/lib/limits";
import { findNotebook } from "@/lib/notebooks/queries";
import { notebookParams, storeOutputsBody } from "@/lib/notebooks/schema";
import { listOutputs } from "@/lib/notebooks/shown-outputs";
import { storeOutputs } from "@/lib/notebooks/stored-outputs";
import { pageQuery } from "@/lib/page";
import type { Deps } from "../deps";

/** What cells showed is kept by who ran them, and read by who opens the notebook. */
export function notebookOutputRoutes(server: FastifyInstance, deps: Deps): void {
  const { db } = deps;
  const url = "/api/projects/:projectSlug/notebooks/:notebookId/outputs";

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url,
      permission: "notebook:read",
      summary: "What the cells of a notebook showed when they ran last, a page of cells at a time",
      params: notebookParams,
      query: pageQuery,
      resources: ({ params }) => [{ kind: "notebook", id: params.notebookId }],
    },
    async ({ member, params, query }) => {
      const place = { projectId: member.project.id, id: params.notebookId };
      await findNotebook(db, place.projectId, place.id);
      return listOutputs(deps, member, { place, after: query.after, limit: query.limit });
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "PUT",
      url,
      permission: "notebook:run",
      bounds: { bytes: 2 * limits.outputsAtOnceBytes, keys: limits.outputKeys },
      summary: "Keep what cells of a notebook showed; of each cell the newest run stays",
      params: notebookParams,
      body: storeOutputsBody,
      resources: ({ params, body }) => [
        { kind: "notebook", id: params.notebookId },
        ...(body.reads ?? []).map(({ name }) => ({
          kind: "dataset" as const,
          name,
          permission: "dataset:read" as const,
        })),
      ],
    },
    async ({ member, params, body: { outputs, reads } }) => {
      const place = { projectId: member.project.id, id: params.notebookId };
      const reader = readerOf(member);
      const versions =
        reads && (await Promise.all(reads.map(({ name, number }) => findVersion(db, reader, name, number))));
      return storeOutputs(deps, member.actor, { place, outputs, reads: versions, now: deps.now() });
    },
  );
}
