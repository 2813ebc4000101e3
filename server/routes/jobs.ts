import { AppError } from "@/lib/errors";
import type { FastifyInstance } from "fastify";
import { projectRoute } from "@/lib/http/route";
import { cancelJob, cancelJobGroup } from "@/lib/jobs/commands";
import { findJob, listenerOf, listJobs } from "@/lib/jobs/queries";
import { logLines, newestAttempt, placeOf, readLog } from "@/lib/jobs/log";
import { findPlaces } from "@/lib/jobs/queue-places";
import { jobAccessOf } from "@/lib/jobs/readable-jobs";
import { retryJob } from "@/lib/jobs/retry";
import { cancelGroupBody, jobParams, jobsQuery, logQuery } from "@/lib/jobs/schema";
import { startTraining } from "@/lib/runs/commands";
import { trainBody } from "@/lib/runs/schema";
import type { Deps } from "../deps";
import { allJobEffects } from "../job-kinds";

export function jobRoutes(server: FastifyInstance, deps: Deps): void {
  queueRoutes(server, deps);
  oneJobRoutes(server, deps);
  cancelRoutes(server, deps);
}

function queueRoutes(server: FastifyInstance, { db, now }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/jobs",
      permission: "job:read",
      summary: "Jobs, newest first; those that wait with their place in the queue",
      query: jobsQuery,
      resources: () => [],
    },
    async ({ member, query }) => {
      const page = await listJobs(db, listenerOf(member), jobAccessOf(member), query);
      const places = await findPlaces(db, member.project.id, page.jobs);
      return { ...page, jobs: page.jobs.map((job) => ({ ...job, place: places.get(job.id) ?? null })) };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/jobs",
      keepAnswer: true,
      permission: "job:start",
      summary: "Train: one algorithm makes a run, several make a sweep",
      body: trainBody,
      resources: ({ body }) => [
        { kind: "experiment", name: body.experiment },
        { kind: "dataset", name: body.dataset, permission: "dataset:read" },
      ],
    },
    async ({ member, body, reply }) => {
      const started = await startTraining(db, member.actor, {
        projectId: member.project.id,
        request: body,
        now: now(),
      });
      void reply.code(201);
      return started;
    },
  );
}

function oneJobRoutes(server: FastifyInstance, { db, storage }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/jobs/:jobId",
      permission: "job:read",
      summary: "A job: its state, progress, attempts, and the end of its log",
      params: jobParams,
      resources: ({ params }) => [{ kind: "job", id: params.jobId }],
    },
    async ({ member, params }) => {
      const job = await findJob(db, listenerOf(member), params.jobId);
      const end = await readLog(storage.files, newestAttempt(job), { place: "end", limit: 16_000 });
      const place = (await findPlaces(db, member.project.id, [job])).get(job.id) ?? null;
      return { ...job, place, log: logLines(end) };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/jobs/:jobId/log",
      permission: "job:read",
      summary: "A stretch of a job's log: from a byte on, up to a byte, or its end",
      params: jobParams,
      query: logQuery,
      resources: ({ params }) => [{ kind: "job", id: params.jobId }],
    },
    async ({ member, params, query }) => {
      const job = await findJob(db, listenerOf(member), params.jobId);
      if (job.isHidden)
        throw new AppError("FORBIDDEN", "This log may tell of columns that are masked for you.");
      const of = { ...newestAttempt(job), ...(query.attempt ? { attempt: query.attempt } : {}) };
      return readLog(storage.files, of, { place: placeOf(query), limit: query.limit });
    },
  );
}

function cancelRoutes(server: FastifyInstance, { db, storage, now }: Deps): void {
  const effects = allJobEffects(storage);

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/jobs/:jobId/cancel",
      keepAnswer: true,
      permission: "job:cancel",
      summary: "Ask for a job to stop",
      params: jobParams,
      resources: ({ params }) => [{ kind: "job", id: params.jobId }],
    },
    async ({ member, params, reply }) => {
      await cancelJob(db, effects, member.actor, {
        projectId: member.project.id,
        jobId: params.jobId,
        now: now(),
      });
      void reply.code(202);
      return { asked: true };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/jobs/:jobId/retry",
      keepAnswer: true,
      permission: "job:start",
      summary: "Try a job again that failed or was stopped",
      params: jobParams,
      resources: ({ params }) => [{ kind: "job", id: params.jobId }],
    },
    async ({ member, params, reply }) => {
      const { jobId } = params;
      await retryJob(db, effects, member.actor, { projectId: member.project.id, jobId });
      void reply.code(202);
      return { job: jobId, status: "QUEUED" };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/jobs/cancel",
      keepAnswer: true,
      permission: "job:cancel",
      summary: "Ask for all jobs of a sweep to stop",
      body: cancelGroupBody,
      resources: ({ body }) => [{ kind: "run", uid: body.group }],
    },
    async ({ member, body, reply }) => {
      const stopped = await cancelJobGroup(db, effects, member.actor, {
        projectId: member.project.id,
        groupId: body.group,
        now: now(),
      });
      void reply.code(202);
      return { stopped };
    },
  );
}
