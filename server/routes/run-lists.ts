import type { FastifyInstance } from "fastify";
import { readableExperiments } from "@/lib/auth/access-filter";
import { AppError } from "@/lib/errors";
import { projectRoute } from "@/lib/http/route";
import type { Metric } from "@/lib/runs/cells";
import { listChildren } from "@/lib/runs/children";
import { comparedSeries } from "@/lib/runs/compared-series";
import { findFields } from "@/lib/runs/fields";
import { findRunHead } from "@/lib/runs/queries";
import { listPairs, listRunFiles, listRunMetrics, type Items } from "@/lib/runs/run-items";
import {
  chartsQuery,
  childrenQuery,
  comparedChartsQuery,
  fieldsQuery,
  itemsQuery,
  modelFilesParams,
  runParams,
} from "@/lib/runs/schema";
import { drawnSeries } from "@/lib/runs/series";
import { listModelFiles, listUsedDatasets, listUsedModels } from "@/lib/runs/used";
import type { Deps } from "../deps";
import { jsonMetric } from "./json-metric";

/** What a run has many of, a page at a time. */
export function runListRoutes(server: FastifyInstance, deps: Deps): void {
  valueRoutes(server, deps);
  relationRoutes(server, deps);
  detailRoutes(server, deps);
}

function valueRoutes(server: FastifyInstance, { db }: Deps): void {
  const lists = {
    params: { summary: "A run's params by name, a page at a time", read: pairs("RunParam") },
    tags: { summary: "A run's tags by name, a page at a time", read: pairs("RunTag") },
    metrics: { summary: "A run's metrics by name, a page at a time", read: metrics },
    files: { summary: "A run's files by path, a page at a time", read: files },
  };

  for (const [kind, { summary, read }] of Object.entries(lists))
    projectRoute(
      server,
      db,
      {
        method: "GET",
        url: `/api/projects/:projectSlug/runs/:runUid/${kind}`,
        permission: "run:read",
        summary,
        params: runParams,
        resources: ({ params }) => [{ kind: "run", uid: params.runUid }],
        query: itemsQuery,
      },
      async ({ member, params, query }) =>
        read((await findRunHead(db, member.project.id, params.runUid)).id, query),
    );

  function pairs(table: "RunParam" | "RunTag") {
    return (runId: number, query: ItemsPage) => listPairs(db, table, runId, query);
  }

  async function metrics(runId: number, query: ItemsPage): Promise<Items<ReturnType<typeof jsonMetric>>> {
    const { items, next } = await listRunMetrics(db, runId, query);
    return { items: items.map((metric: Metric) => jsonMetric(metric)), next };
  }

  function files(runId: number, query: ItemsPage) {
    return listRunFiles(db, runId, query);
  }
}

function relationRoutes(server: FastifyInstance, { db }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/runs/:runUid/children",
      permission: "run:read",
      summary: "Runs inside a run in the order they were made, a page at a time",
      params: runParams,
      resources: ({ params }) => [{ kind: "run", uid: params.runUid }],
      query: childrenQuery,
    },
    async ({ member, params, query }) => {
      const { id } = await findRunHead(db, member.project.id, params.runUid);
      const page = await listChildren(db, member.project.id, id, query);
      return {
        ...page,
        items: page.items.map((run) => ({ ...run, metrics: run.metrics.map(jsonMetric) })),
      };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/runs/:runUid/datasets",
      permission: "run:read",
      summary: "Datasets that a run's client named, a page at a time",
      params: runParams,
      resources: ({ params }) => [{ kind: "run", uid: params.runUid }],
      query: childrenQuery,
    },
    async ({ member, params, query }) =>
      listUsedDatasets(db, (await findRunHead(db, member.project.id, params.runUid)).id, query),
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/runs/:runUid/models",
      permission: "run:read",
      summary: "Logged models that went into a run or came out of it, a page at a time",
      params: runParams,
      resources: ({ params }) => [{ kind: "run", uid: params.runUid }],
      query: itemsQuery,
    },
    async ({ member, params, query: { after, limit } }) => {
      const { id, uid } = await findRunHead(db, member.project.id, params.runUid);
      return listUsedModels(db, { id, uid, projectId: member.project.id }, { after, limit });
    },
  );
}

function detailRoutes(server: FastifyInstance, { db }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/runs/:runUid/charts",
      permission: "run:read",
      summary: "Metrics of several points by name, each cut to the pixels of a chart, a page at a time",
      params: runParams,
      resources: ({ params }) => [{ kind: "run", uid: params.runUid }],
      query: chartsQuery,
    },
    async ({ member, params, query: { after, pixels, limit } }) => {
      const { id } = await findRunHead(db, member.project.id, params.runUid);
      return drawnSeries(db, id, { most: limit, pixels, ...(after === undefined ? {} : { after }) });
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/runs/charts",
      permission: "run:read",
      summary:
        "Metrics that several runs logged over time, each cut to the pixels of a chart, some at a time",
      query: comparedChartsQuery,
      resources: ({ query }) => query.runs.map((uid) => ({ kind: "run", uid })),
    },
    async ({ member, query: { runs, from, limit, pixels } }) =>
      comparedSeries(db, member.project.id, runs, { from, most: limit, pixels }),
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/logged-models/:modelId/files",
      permission: "run:read",
      summary: "A logged model's files by path, a page at a time",
      params: modelFilesParams,
      resources: ({ params }) => [{ kind: "logged-model", id: params.modelId }],
      query: itemsQuery,
    },
    async ({ member, params, query }) => {
      const where = { projectId: member.project.id, id: params.modelId, deletedAt: null };
      const model = await db.loggedModel.findFirst({ where, select: { id: true } });
      if (!model) throw new AppError("NOT_FOUND", `There is no logged model ${params.modelId}.`);
      return listModelFiles(db, model.id, query);
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/runs/fields",
      permission: "run:read",
      summary: "What the newest runs can be asked for: names, and values of those that have few",
      query: fieldsQuery,
      resources: ({ query }) =>
        query.experiment ? [{ kind: "experiment", name: query.experiment }] : "filtered",
    },
    async ({ member, query }) =>
      findFields(db, { projectId: member.project.id, access: readableExperiments(member) }, query),
  );
}

type ItemsPage = Parameters<typeof listRunFiles>[2];
