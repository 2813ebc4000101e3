import type { FastifyInstance } from "fastify";
import { askerOf } from "@/lib/auth/member";
import { applyRecipe } from "@/lib/datasets/commands";
import { findVersion, tableOf } from "@/lib/datasets/queries";
import { columnsAfterAll, stepSchema } from "@/lib/datasets/recipe";
import { previewBody, recipeBody, versionParams } from "@/lib/datasets/schema";
import { rowsOf } from "@/lib/frame/frame";
import { projectRoute } from "@/lib/http/route";
import { startRecipe } from "@/lib/jobs/dataset-jobs";
import { limits } from "@/lib/limits";
import { accepted, becomesJob } from "../accepted";
import type { Deps } from "../deps";
import { madeOf } from "../made-version";
import { facetRoutes } from "./facets";
import { fittedRecipeRoutes } from "./fitted-recipes";

const previewRows = 20;

export function recipeRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, storage, engine } = deps;

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
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, body, signal }) => {
      const version = await findVersion(db, member.project.id, params.name, params.number);
      const steps = body.steps.map((step) => stepSchema.parse(step));
      columnsAfterAll(version.columns, steps);
      const first = body.first !== undefined && body.first < version.rows ? { first: body.first } : {};
      const { sample, ...counted } = await engine.run(
        "preview",
        { table: await tableOf(storage, version), steps, limit: previewRows, where: body.where, ...first },
        { asker: askerOf(member), signal },
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
      resources: ({ params, body }) => [
        { kind: "dataset", name: params.name, permission: "dataset:read" },
        { kind: "dataset", name: body.name ?? params.name },
      ],
    },
    async ({ member, params, body, request, reply, signal }) => {
      const projectId = member.project.id;
      const version = await findVersion(db, projectId, params.name, params.number);
      const { steps, name = params.name } = body;
      if (becomesJob(request, { bytes: version.bytes, most: limits.inlineRecipeBytes })) {
        const started = await startRecipe(db, member.actor, { projectId, version, steps, dataset: name });
        return accepted(request, reply, started);
      }
      const made = await applyRecipe(deps, member.actor, { projectId, version, steps, name, signal });
      void reply.code(201);
      return madeOf(made);
    },
  );
  fittedRecipeRoutes(server, deps);
  facetRoutes(server, deps);
}
