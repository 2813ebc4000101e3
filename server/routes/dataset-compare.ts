import type { FastifyInstance } from "fastify";
import { askerOf, type Member } from "@/lib/auth/member";
import { schemaChange } from "@/lib/datasets/comparison";
import { tableOf } from "@/lib/datasets/masked-file";
import { findVersion } from "@/lib/datasets/queries";
import { readerOf } from "@/lib/datasets/reader";
import { compareQuery, compareRowsQuery, datasetParams } from "@/lib/datasets/schema";
import type { Asker } from "@/lib/fair-queue";
import type { NamedTable } from "@/lib/datasets/engine";
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
      const asking = { asker: askerOf(member), signal, timeout };
      const tables = await tablesOf(deps, member, await findPair(deps, member, name, query), asking);
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
      const asking = { asker: askerOf(member), signal, timeout };
      const tables = await tablesOf(
        deps,
        member,
        await findPair(deps, member, name, { before, after }),
        asking,
      );
      return engine.run("compare-rows", { tables, ...wanted }, asking);
    },
  );
}

type Pair = [Awaited<ReturnType<typeof findVersion>>, Awaited<ReturnType<typeof findVersion>>];

async function findPair(
  { db }: Deps,
  member: Member,
  name: string,
  { before, after }: { before: number; after: number },
): Promise<Pair> {
  return [
    await findVersion(db, readerOf(member), name, before),
    await findVersion(db, readerOf(member), name, after),
  ];
}

async function tablesOf(
  deps: Deps,
  member: Member,
  [before, after]: Pair,
  asking: { asker: Asker; signal: AbortSignal },
): Promise<[NamedTable, NamedTable]> {
  const reader = readerOf(member);
  return [
    await tableOf(deps, reader, before, asking, `v${before.number}`),
    await tableOf(deps, reader, after, asking, `v${after.number}`),
  ];
}
