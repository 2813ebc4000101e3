import type { FastifyInstance } from "fastify";
import { askerOf } from "@/lib/auth/member";
import { tableOf } from "@/lib/datasets/masked-file";
import { findVersion } from "@/lib/datasets/queries";
import { readerOf } from "@/lib/datasets/reader";
import { stepSchema } from "@/lib/datasets/recipe";
import { requireSteps } from "@/lib/datasets/require-steps";
import { facetBody, versionParams } from "@/lib/datasets/schema";
import { projectRoute } from "@/lib/http/route";
import type { Deps } from "../deps";

export function facetRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, engine } = deps;

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
      const version = await findVersion(db, readerOf(member), params.name, params.number);
      const steps = body.steps.map((step) => stepSchema.parse(step));
      requireSteps(version, steps);
      const asking = { asker: askerOf(member), signal };
      const table = await tableOf(deps, readerOf(member), version, asking);
      return engine.run("facet", { ...body, table, steps }, asking);
    },
  );
}
