import type { FastifyInstance } from "fastify";
import { readableDatasets } from "@/lib/auth/access-filter";
import { askerOf, type Member } from "@/lib/auth/member";
import { tableOf } from "@/lib/datasets/masked-file";
import { findVersion } from "@/lib/datasets/queries";
import { readerOf } from "@/lib/datasets/reader";
import { stepSchema } from "@/lib/datasets/recipe";
import { requireSteps } from "@/lib/datasets/require-steps";
import {
  clustersBody,
  facetBody,
  fromExamplesBody,
  nearPairsBody,
  rowKeyBody,
  versionParams,
} from "@/lib/datasets/schema";
import { secondTables } from "@/lib/datasets/second-tables";
import { readSeconds } from "@/lib/datasets/second-versions";
import { projectRoute } from "@/lib/http/route";
import { limits } from "@/lib/limits";
import type { Deps } from "../deps";

/** What a body with steps may hold. */
export const stepsBounds = { bytes: limits.stepsBytes, keys: limits.jsonKeys };

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
      bounds: stepsBounds,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, body, signal }) => {
      const { prepared, asking } = await preparedBy(deps, { member, signal }, params, body.steps);
      return engine.run("facet", { ...body, ...prepared }, asking);
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/clusters",
      permission: "dataset:read",
      summary: "Values of a column after some steps that likely mean the same",
      params: versionParams,
      body: clustersBody,
      bounds: stepsBounds,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, body, signal }) => {
      const { prepared, asking } = await preparedBy(deps, { member, signal }, params, body.steps);
      const { column, where, method, size, radius } = body;
      const by = { method, size, radius };
      return engine.run("clusters", { ...prepared, column, where, by }, asking);
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/from-examples",
      permission: "dataset:read",
      summary: "Steps that make of values of a column what some examples say",
      params: versionParams,
      body: fromExamplesBody,
      bounds: stepsBounds,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, body, signal }) => {
      const { prepared, asking } = await preparedBy(deps, { member, signal }, params, body.steps);
      return engine.run("from-examples", { ...body, ...prepared }, asking);
    },
  );

  nearRowRoutes(server, deps);
}

function nearRowRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, engine } = deps;

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/row-key",
      permission: "dataset:read",
      summary: "What tells a row after some steps from all others",
      params: versionParams,
      body: rowKeyBody,
      bounds: stepsBounds,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, body: { steps, row }, signal }) => {
      const { prepared, asking } = await preparedBy(deps, { member, signal }, params, steps);
      return engine.run("row-key", { ...prepared, row }, asking);
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/near-pairs",
      permission: "dataset:read",
      summary: "The pairs of rows that the last of some steps finds near",
      params: versionParams,
      body: nearPairsBody,
      bounds: stepsBounds,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, body: { steps, ...page }, signal }) => {
      const { prepared, asking } = await preparedBy(deps, { member, signal }, params, steps);
      return engine.run("near-pairs", { ...prepared, ...page }, asking);
    },
  );
}

/** The table of a version as its reader sees it, steps that fit it, and how the engine is asked. */
async function preparedBy(
  deps: Deps,
  { member, signal }: { member: Member; signal: AbortSignal },
  { name, number }: { name: string; number: number },
  unread: readonly unknown[],
) {
  const reader = readerOf(member);
  const version = await findVersion(deps.db, reader, name, number);
  const asked = unread.map((step) => stepSchema.parse(step));
  const { steps, seconds } = await readSeconds(deps.db, reader, asked, readableDatasets(member));
  requireSteps(version, steps, seconds);
  const asking = { asker: askerOf(member), signal };
  const table = await tableOf(deps, reader, version, asking);
  return { prepared: { table, seconds: await secondTables(deps, reader, seconds, asking), steps }, asking };
}
