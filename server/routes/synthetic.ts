import type { FastifyInstance } from "fastify";
import { askerOf } from "@/lib/auth/member";
import { requireUnmasked } from "@/lib/datasets/barred";
import { tableOf } from "@/lib/datasets/masked-file";
import { findVersion } from "@/lib/datasets/queries";
import { readerOf } from "@/lib/datasets/reader";
import { versionParams } from "@/lib/datasets/schema";
import {
  columnsAsked,
  requireSize,
  synthesisBody,
  synthesisPlanQuery,
} from "@/lib/datasets/synthetic/request";
import { projectRoute } from "@/lib/http/route";
import { startSynthetic } from "@/lib/jobs/dataset-jobs";
import { limits } from "@/lib/limits";
import { accepted } from "../accepted";
import type { Deps } from "../deps";

const url = "/api/projects/:projectSlug/datasets/:name/versions/:number/synthetic";

/** Rows that are made like those of a version. */
export function syntheticRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, engine } = deps;

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url,
      permission: "dataset:write",
      summary: "How synthetic rows of a version would be made, and how many rows each class of a column has",
      params: versionParams,
      query: synthesisPlanQuery,
      resources: ({ params: { name } }) => [{ kind: "dataset", name, permission: "dataset:read" }],
    },
    async ({ member, params, query, signal }) => {
      const reader = readerOf(member);
      const version = await findVersion(db, reader, params.name, params.number);
      const asked = columnsAsked(version, []);
      const columns = version.columns.length - asked.leftOut.length;
      requireSize({ columns, rows: version.rows, wanted: 0 });
      const asking = { asker: askerOf(member), signal };
      const table = await tableOf(deps, reader, version, asking);
      const classes = query.class === undefined ? [] : [query.class];
      requireUnmasked(table.masked, classes, "its values are not counted, and make no classes");
      const input = { table, asked, byClass: query.class ?? null };
      return engine.run("synthesis-plan", input, { ...asking, timeout: limits.profileMilliseconds });
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url,
      keepAnswer: true,
      permission: "dataset:write",
      summary: "Make rows like those of a version, as the next version of a dataset, by a job",
      params: versionParams,
      body: synthesisBody,
      resources: ({ params, body }) => [
        { kind: "dataset", name: params.name, permission: "dataset:read" },
        { kind: "dataset", name: body.name },
      ],
    },
    async ({ member, params, body, request, reply, signal }) => {
      const reader = readerOf(member);
      const version = await findVersion(db, reader, params.name, params.number);
      const started = await startSynthetic(deps, member.actor, { reader, version, body, signal });
      return accepted(request, reply, started);
    },
  );
}
