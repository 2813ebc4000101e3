import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import type { FastifyInstance } from "fastify";
import { askerOf } from "@/lib/auth/member";
import { findVersion, tableOf } from "@/lib/datasets/queries";
import { columnQuery, downloadQuery, versionParams } from "@/lib/datasets/schema";
import { projectRoute } from "@/lib/http/route";
import { limits } from "@/lib/limits";
import type { Deps } from "../deps";

/** Routes that tell everything of one column, and that send chosen rows and columns as a file. */
export function columnRoutes(server: FastifyInstance, { db, storage, engine }: Deps): void {
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
      const version = await findVersion(db, member.project.id, name, number);
      const { column, bins, log, target = null, time = null } = query;
      const table = await tableOf(storage, version);
      const other = query.with ?? target;
      const asking = { asker: askerOf(member), signal, timeout: limits.profileMilliseconds };
      return engine.run("column-detail", { table, column, target, other, time, bins, log }, asking);
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
      const version = await findVersion(db, member.project.id, params.name, params.number);
      const { filter = null, sort, down, format, guard } = query;
      const columns = query.columns ?? version.columns.map(({ name }) => name);
      const table = await tableOf(storage, version);
      const out = engine.scratch();
      const choice = { filter, sort: sort ? { column: sort, down } : null, columns, format, guard };
      const asking = { asker: askerOf(member), signal, timeout: limits.importMilliseconds };
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
