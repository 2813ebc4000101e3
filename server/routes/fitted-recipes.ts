import type { FastifyInstance } from "fastify";
import { readableDatasets } from "@/lib/auth/access-filter";
import { applyFitted } from "@/lib/datasets/apply-fitted";
import { findVersion } from "@/lib/datasets/queries";
import { applyBody, versionParams } from "@/lib/datasets/schema";
import { readerOf } from "@/lib/datasets/reader";
import { projectRoute } from "@/lib/http/route";
import type { Deps } from "../deps";
import { madeOf } from "../made-version";

export function fittedRecipeRoutes(server: FastifyInstance, deps: Deps): void {
  const { db } = deps;

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/apply",
      keepAnswer: true,
      permission: "dataset:write",
      summary: "Apply the recipe of a version, as it was fitted, to the rows of another, all or nothing",
      params: versionParams,
      body: applyBody,
      resources: ({ params, body }) => [
        { kind: "dataset", name: params.name, permission: "dataset:read" },
        { kind: "dataset", name: body.to.dataset, permission: "dataset:read" },
        { kind: "dataset", name: body.name },
      ],
    },
    async ({ member, params, body: { to, name, columns }, reply, signal }) => {
      const reader = readerOf(member);
      const recipe = await findVersion(db, reader, params.name, params.number);
      const rows = await findVersion(db, reader, to.dataset, to.version);
      const access = readableDatasets(member);
      const input = { reader, recipe, to: rows, columns, name, access, signal };
      const { version, facts } = await applyFitted(deps, member.actor, input);
      void reply.code(201);
      return { ...madeOf(version), facts };
    },
  );
}
