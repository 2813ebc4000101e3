import type { FastifyInstance } from "fastify";
import { askerOf } from "@/lib/auth/member";
import { readableDatasets } from "@/lib/auth/access-filter";
import { applyRecipe } from "@/lib/datasets/commands";
import { tableOf } from "@/lib/datasets/masked-file";
import { findVersion } from "@/lib/datasets/queries";
import { readerOf } from "@/lib/datasets/reader";
import { stepSchema } from "@/lib/datasets/recipe";
import { requireSteps } from "@/lib/datasets/require-steps";
import { previewBody, recipeBody, versionParams } from "@/lib/datasets/schema";
import { secondTables } from "@/lib/datasets/second-tables";
import { readSeconds } from "@/lib/datasets/second-versions";
import { rowsOf } from "@/lib/frame/frame";
import { projectRoute } from "@/lib/http/route";
import { startRecipe } from "@/lib/jobs/dataset-jobs";
import { limits } from "@/lib/limits";
import { accepted, becomesJob } from "../accepted";
import type { Deps } from "../deps";
import { madeOf } from "../made-version";
import { facetRoutes, stepsBounds } from "./facets";
import { fittedRecipeRoutes } from "./fitted-recipes";
import { syntheticRoutes } from "./synthetic";

const previewRows = 20;

export function recipeRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, engine } = deps;

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/preview",
      permission: "dataset:read",
      summary:
        "What the steps of a recipe would make: columns, rows, the first of them, and what each step does",
      params: versionParams,
      body: previewBody,
      bounds: stepsBounds,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, body, signal }) => {
      const reader = readerOf(member);
      const version = await findVersion(db, reader, params.name, params.number);
      const asked = body.steps.map((step) => stepSchema.parse(step));
      const { steps, seconds } = await readSeconds(db, reader, asked, readableDatasets(member));
      requireSteps(version, steps, seconds);
      const first = body.first !== undefined && body.first < version.rows ? { first: body.first } : {};
      const asking = { asker: askerOf(member), signal };
      const table = await tableOf(deps, reader, version, asking);
      const { sample, ...counted } = await engine.run(
        "preview",
        {
          table,
          seconds: await secondTables(deps, reader, seconds, asking),
          steps,
          limit: previewRows,
          where: body.where,
          ...first,
        },
        asking,
      );
      return { first: first.first ?? null, ...counted, sample: rowsOf(sample) };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/recipes",
      keepAnswer: true,
      mayBecomeJob: true,
      permission: "dataset:write",
      summary: "Run a recipe on all rows and save the next version",
      params: versionParams,
      body: recipeBody,
      bounds: stepsBounds,
      resources: ({ params, body }) => [
        { kind: "dataset", name: params.name, permission: "dataset:read" },
        { kind: "dataset", name: body.name ?? params.name },
      ],
    },
    async ({ member, params, body, request, reply, signal }) => {
      const reader = readerOf(member);
      const version = await findVersion(db, reader, params.name, params.number);
      const { name = params.name } = body;
      const { steps, seconds } = await readSeconds(db, reader, body.steps, readableDatasets(member));
      const recipe = { reader, version, steps, seconds, signal };
      const bytes = seconds.reduce((sum, second) => sum + second.bytes, version.bytes);
      if (becomesJob(request, { bytes, most: limits.inlineRecipeBytes })) {
        const started = await startRecipe(deps, member.actor, { ...recipe, dataset: name });
        return accepted(request, reply, started);
      }
      const made = await applyRecipe(deps, member.actor, { ...recipe, name });
      void reply.code(201);
      return madeOf(made);
    },
  );
  fittedRecipeRoutes(server, deps);
  facetRoutes(server, deps);
  syntheticRoutes(server, deps);
}
