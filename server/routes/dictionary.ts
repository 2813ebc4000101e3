import { requireUnmasked } from "@/lib/datasets/barred";
import type { FastifyInstance } from "fastify";
import { askerOf } from "@/lib/auth/member";
import { setDictionary } from "@/lib/datasets/manage";
import { tableOf } from "@/lib/datasets/masked-file";
import { findVersion } from "@/lib/datasets/queries";
import { readerOf } from "@/lib/datasets/reader";
import { datasetParams, dictionaryBody, failingQuery, versionParams } from "@/lib/datasets/schema";
import { projectRoute } from "@/lib/http/route";
import { limits } from "@/lib/limits";
import type { Deps } from "../deps";
import { maskRoutes } from "./masks";

const bounds = { bytes: limits.dictionaryBytes, keys: 20 * limits.datasetColumns };

/** Routes that say what columns mean, what is expected of them, and which rows do not meet it. */
export function dictionaryRoutes(server: FastifyInstance, deps: Deps): void {
  entryRoutes(server, deps);
  checkRoutes(server, deps);
  maskRoutes(server, deps);
}

function entryRoutes(server: FastifyInstance, { db }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/dictionary",
      permission: "dataset:read",
      summary: "What the columns of a dataset mean, and what is expected of them",
      params: datasetParams,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params }) => {
      const { dictionary } = await findVersion(db, readerOf(member), params.name);
      return { columns: dictionary };
    },
  );

  for (const method of ["PUT", "PATCH"] as const)
    projectRoute(
      server,
      db,
      {
        method,
        url: "/api/projects/:projectSlug/datasets/:name/dictionary",
        permission: "dataset:write",
        summary:
          method === "PUT"
            ? "Say what all columns mean, in place of all that was said"
            : "Say what some columns mean; an entry takes the place of the former one, an empty one ends it",
        params: datasetParams,
        body: dictionaryBody,
        bounds,
        resources: ({ params: { name } }) => [{ kind: "dataset", name }],
      },
      async ({ member, params: { name }, body: { columns: entries } }) => {
        const projectId = member.project.id;
        const whole = method === "PUT";
        const { masks } = await findVersion(db, readerOf(member), name);
        const masked = masks.filter(({ forYou }) => forYou).map((mask) => mask.name);
        requireUnmasked(
          masked,
          entries.map((entry) => entry.name),
          "what it means is not for you to say.",
        );
        return {
          columns: await setDictionary(db, member.actor, { projectId, name, entries, whole, masked }),
        };
      },
    );
}

function checkRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, engine } = deps;

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/checks",
      permission: "dataset:read",
      summary: "How a version meets what is expected now, counted on all rows; the first failing rows by key",
      params: versionParams,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params: { name, number }, signal }) => {
      const { dictionary, ...version } = await findVersion(db, readerOf(member), name, number);
      const asking = { asker: askerOf(member), signal, timeout: limits.profileMilliseconds };
      const table = await tableOf(deps, readerOf(member), version, asking);
      return engine.run("validate", { table, dictionary }, asking);
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/checks/rows",
      permission: "dataset:read",
      summary: "A page of the rows that do not meet an expectation",
      params: versionParams,
      query: failingQuery,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params: { name, number }, query, signal }) => {
      const { dictionary, ...version } = await findVersion(db, readerOf(member), name, number);
      const asking = { asker: askerOf(member), signal, timeout: limits.profileMilliseconds };
      const table = await tableOf(deps, readerOf(member), version, asking);
      return { rows: await engine.run("failing-rows", { table, dictionary, ...query }, asking) };
    },
  );
}
