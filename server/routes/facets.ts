import type { FastifyInstance } from "fastify";
import { askerOf } from "@/lib/auth/member";
import { findVersion, tableOf } from "@/lib/datasets/queries";
import { columnsAfterAll, stepSchema } from "@/lib/datasets/recipe";
import { facetBody, versionParams } from "@/lib/datasets/schema";
import { projectRoute } from "@/lib/http/route";
import type { Deps } from "../deps";

export function facetRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, storage, engine } = deps;

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/facets",
      permission: "dataset:read",
      summary: "The values of a column after some steps, with how many of all rows have each",
      params: versionParams,
      body: facetBody,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, body, signal }) => {
      const version = await findVersion(db, member.project.id, params.name, params.number);
      const steps = body.steps.map((step) => stepSchema.parse(step));
      columnsAfterAll(version.columns, steps);
      const table = await tableOf(storage, version);
      return engine.run("facet", { ...body, table, steps }, { asker: askerOf(member), signal });
    },
  );
}
