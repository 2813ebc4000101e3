import type { FastifyInstance } from "fastify";
import { readableExperiments } from "@/lib/auth/access-filter";
import { directOf } from "@/lib/db/direct";
import { AppError } from "@/lib/errors";
import { listExperiments, type ExperimentRow } from "@/lib/experiments/queries";
import { projectRoute } from "@/lib/http/route";
import { pageQuery } from "@/lib/page";
import { requireRunsUnused } from "@/lib/registry/behind";
import { removeRuns } from "@/lib/registry/remove-runs";
import { setDeleted } from "@/lib/runs/commands";
import { drawnHistory, findSeries } from "@/lib/runs/history";
import { findRun, findRunFile, findRunHead, listRuns } from "@/lib/runs/queries";
import {
  artifactParams,
  artifactQuery,
  deleteRunsBody,
  modelFileParams,
  removeRunsBody,
  runIdsBody,
  runParams,
  runsQuery,
  seriesQuery,
} from "@/lib/runs/schema";
import type { Deps } from "../deps";
import { jsonMetric } from "./json-metric";
import { sendFile } from "../send-file";

export function runRoutes(server: FastifyInstance, deps: Deps): void {
  listRoutes(server, deps);
  fileRoutes(server, deps);
  removalRoutes(server, deps);
}

function listRoutes(server: FastifyInstance, { db }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/experiments",
      permission: "run:read",
      summary: "Experiments and how many runs they hold, a page at a time",
      query: pageQuery,
      resources: "filtered",
    },
    async ({ member, query }) => {
      const access = readableExperiments(member);
      const { rows, ...page } = await listExperiments(db, member.project.id, access, query);
      const toDto = ({ id, name, createdAt, _count }: ExperimentRow) => ({
        id,
        name,
        createdAt,
        runs: _count.runs,
      });
      return { experiments: rows.map(toDto), ...page };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/runs",
      permission: "run:read",
      summary: "Runs that match a filter, sorted, a page at a time",
      query: runsQuery,
      resources: ({ query }) =>
        query.experiment ? [{ kind: "experiment", name: query.experiment }] : "filtered",
    },
    async ({ member, query }) => {
      const page = await listRuns(db, member.project.id, readableExperiments(member), query);
      return { ...page, runs: page.runs.map((run) => ({ ...run, metrics: run.metrics.map(jsonMetric) })) };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/runs/:runUid",
      permission: "run:read",
      summary: "A run: params, metrics, artifacts, provenance",
      params: runParams,
      resources: ({ params }) => [{ kind: "run", uid: params.runUid }],
    },
    async ({ member, params }) => {
      const run = await findRun(db, member.project.id, params.runUid);
      return { ...run, metrics: run.metrics.map(jsonMetric) };
    },
  );
}

function fileRoutes(server: FastifyInstance, { db, storage }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/runs/:runUid/artifacts/*",
      permission: "run:read",
      summary: "A file of a run",
      params: artifactParams,
      query: artifactQuery,
      resources: ({ params }) => [{ kind: "run", uid: params.runUid }],
    },
    async ({ member, params, query, reply }) => {
      const run = await findRunHead(db, member.project.id, params.runUid);
      const artifact = await findRunFile(db, run.id, params["*"]);
      return sendFile(reply, storage, artifact, query.view === "1");
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/logged-models/:modelId/artifacts/*",
      permission: "run:read",
      summary: "A file of a logged model",
      params: modelFileParams,
      query: artifactQuery,
      resources: ({ params }) => [{ kind: "logged-model", id: params.modelId }],
    },
    async ({ member, params, query, reply }) => {
      const model = await db.loggedModel.findFirst({
        where: { projectId: member.project.id, id: params.modelId, deletedAt: null },
        select: { id: true },
      });
      const artifact =
        model &&
        (await db.loggedModelArtifact.findUnique({
          where: { modelId_path: { modelId: model.id, path: params["*"] } },
        }));
      if (!artifact) throw new AppError("NOT_FOUND", `There is no file ${params["*"]} of that model.`);
      return sendFile(reply, storage, artifact, query.view === "1");
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/runs/:runUid/series",
      permission: "run:read",
      summary: "A metric cut to the pixels of a chart, with the least and greatest value of each",
      params: runParams,
      query: seriesQuery,
      resources: ({ params }) => [{ kind: "run", uid: params.runUid }],
    },
    async ({ member, params, query }) => {
      const sql = directOf(db);
      const { runId, keyId } = await findSeries(sql, member.project.id, params.runUid, query.metric);
      if (keyId === null) throw new AppError("NOT_FOUND", `The run has no metric ${query.metric}.`);
      return drawnHistory(sql, { runId, keyId }, query.pixels);
    },
  );
}

function removalRoutes(server: FastifyInstance, { db, storage, now }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/runs/delete",
      keepAnswer: true,
      permission: "run:delete",
      summary: "Move runs out of sight; they can be restored",
      body: deleteRunsBody,
      resources: ({ body }) => body.runs.map((uid) => ({ kind: "run", uid })),
    },
    async ({ member, body }) => {
      const deleted = await setDeleted(db, member.actor, {
        projectId: member.project.id,
        uids: body.runs,
        now: now(),
        ...(body.confirmed ? {} : { check: (tx) => requireRunsUnused(tx, member.project.id, body.runs) }),
      });
      return { deleted };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/runs/restore",
      keepAnswer: true,
      permission: "run:delete",
      summary: "Bring deleted runs back",
      body: runIdsBody,
      resources: ({ body }) => body.runs.map((uid) => ({ kind: "run", uid })),
    },
    async ({ member, body }) => {
      const restored = await setDeleted(db, member.actor, {
        projectId: member.project.id,
        uids: body.runs,
        now: null,
      });
      return { restored };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/runs/remove",
      keepAnswer: true,
      permission: "run:remove",
      summary: "Remove deleted runs for good, with all that they logged; the reason is kept",
      body: removeRunsBody,
      resources: ({ body }) => body.runs.map((uid) => ({ kind: "run", uid })),
    },
    async ({ member, body }) => {
      const { removed, jobs } = await removeRuns(db, member.actor, {
        projectId: member.project.id,
        uids: body.runs,
        reason: body.reason,
      });
      for (const job of jobs) await storage.files.remove(`jobs/${job}`);
      return { removed };
    },
  );
}
