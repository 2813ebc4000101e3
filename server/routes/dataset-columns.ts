import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import type { FastifyInstance } from "fastify";
import { readableDatasets } from "@/lib/auth/access-filter";
import { askerOf } from "@/lib/auth/member";
import { tableOf } from "@/lib/datasets/masked-file";
import { findVersion } from "@/lib/datasets/queries";
import { readerOf } from "@/lib/datasets/reader";
import {
  columnQuery,
  correlationQuery,
  downloadQuery,
  schemasQuery,
  versionParams,
} from "@/lib/datasets/schema";
import { listSchemas } from "@/lib/datasets/schemas";
import { projectRoute } from "@/lib/http/route";
import { limits } from "@/lib/limits";
import type { Deps } from "../deps";

/** Routes that tell of columns, and of one everything, and that send chosen rows and columns as a file. */
export function columnRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, engine } = deps;
  schemaRoute(server, deps);

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/column",
      permission: "dataset:read",
      summary: "One column: histogram, quantiles, outliers, top values, over time, and with another column",
      params: versionParams,
      query: columnQuery,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params: { name, number }, query, signal }) => {
      const version = await findVersion(db, readerOf(member), name, number);
      const { column, bins, log, target = null, time = null } = query;
      const other = query.with ?? target;
      const asking = { asker: askerOf(member), signal, timeout: limits.profileMilliseconds };
      const table = await tableOf(deps, readerOf(member), version, asking);
      return engine.run("column-detail", { table, column, target, other, time, bins, log }, asking);
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/correlation",
      permission: "dataset:read",
      summary: "How every pair of columns goes together by Kendall’s tau-b or φk, and over which rows",
      params: versionParams,
      query: correlationQuery,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params: { name, number }, query: { method }, signal }) => {
      const version = await findVersion(db, readerOf(member), name, number);
      const asking = { asker: askerOf(member), signal, timeout: limits.profileMilliseconds };
      const table = await tableOf(deps, readerOf(member), version, asking);
      return engine.run("correlation", { table, method }, asking);
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/download",
      permission: "dataset:read",
      summary: "Chosen rows and columns as CSV or Parquet; `guard` keeps spreadsheets from running cells",
      params: versionParams,
      query: downloadQuery,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, query, reply, signal }) => {
      const version = await findVersion(db, readerOf(member), params.name, params.number);
      const { filter = null, sort, down, format, guard } = query;
      const columns = query.columns ?? version.columns.map(({ name }) => name);
      const asking = { asker: askerOf(member), signal, timeout: limits.importMilliseconds };
      const table = await tableOf(deps, readerOf(member), version, asking);
      const out = engine.scratch();
      const choice = { filter, sort: sort ? { column: sort, down } : null, columns, format, guard };
      try {
        await engine.run("save-rows", { table, ...choice, out }, asking);
      } catch (error) {
        await rm(out, { force: true });
        throw error;
      }
      const file = `${params.name}-v${version.number}.${format}`;
      const content = createReadStream(out);
      content.once("close", () => void rm(out, { force: true }));
      return reply
        .type(format === "csv" ? "text/csv; charset=utf-8" : "application/vnd.apache.parquet")
        .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(file)}`)
        .header("x-content-type-options", "nosniff")
        .send(content);
    },
  );
}

function schemaRoute(server: FastifyInstance, { db }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/schemas",
      permission: "dataset:read",
      summary: "Columns and their types of several datasets, by references such as `name` and `name@v2`",
      query: schemasQuery,
      resources: "filtered",
    },
    async ({ member, query: { references } }) => ({
      schemas: await listSchemas(db, readerOf(member), readableDatasets(member), references),
    }),
  );
}
