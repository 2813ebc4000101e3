import type { FastifyInstance } from "fastify";
import { askerOf, type Member } from "@/lib/auth/member";
import { schemaChange } from "@/lib/datasets/comparison";
import { findVersion, tableOf } from "@/lib/datasets/queries";
import { compareQuery, compareRowsQuery, datasetParams } from "@/lib/datasets/schema";
import { projectRoute } from "@/lib/http/route";
import { limits } from "@/lib/limits";
import type { Deps } from "../deps";

/** Routes that say what changed between two versions of a dataset. */
export function datasetCompareRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, engine } = deps;
  const timeout = limits.profileMilliseconds;

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/compare",
      permission: "dataset:read",
      summary: "What became of the columns from one version to another",
      params: datasetParams,
      query: compareQuery,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params: { name }, query }) => {
      const [before, after] = await findPair(deps, member, name, query);
      return {
        ...schemaChange(before.columns, after.columns),
        rows: { before: before.rows, after: after.rows },
      };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/compare/columns",
      permission: "dataset:read",
      summary: "How the columns of two versions are distributed: PSI, Kolmogorov and Smirnov's D, histograms",
      params: datasetParams,
      query: compareQuery,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params: { name }, query, signal }) => {
      const tables = await tablesOf(deps, await findPair(deps, member, name, query));
      const asking = { asker: askerOf(member), signal, timeout };
      return { columns: await engine.run("compare-columns", { tables }, asking) };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/compare/rows",
      permission: "dataset:read",
      summary: "Rows of two versions by a key (JSON list of columns): counted, and a page of what differs",
      params: datasetParams,
      query: compareRowsQuery,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params: { name }, query, signal }) => {
      const { before, after, ...wanted } = query;
      const tables = await tablesOf(deps, await findPair(deps, member, name, { before, after }));
      const asking = { asker: askerOf(member), signal, timeout };
      return engine.run("compare-rows", { tables, ...wanted }, asking);
    },
  );
}

type Pair = [Awaited<ReturnType<typeof findVersion>>, Awaited<ReturnType<typeof findVersion>>];

async function findPair(
  { db }: Deps,
  { project }: Member,
  name: string,
  { before, after }: { before: number; after: number },
): Promise<Pair> {
  return [await findVersion(db, project.id, name, before), await findVersion(db, project.id, name, after)];
}

async function tablesOf({ storage }: Deps, [before, after]: Pair) {
  const both = [
    await tableOf(storage, before, `v${before.number}`),
    await tableOf(storage, after, `v${after.number}`),
  ];
  return both as [(typeof both)[0], (typeof both)[0]];
}
