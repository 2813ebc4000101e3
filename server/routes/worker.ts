import { timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { hashOfSecret } from "@/lib/auth/secrets";
import { AppError } from "@/lib/errors";
import { workerRoute } from "@/lib/http/route";
import { finishAttempt, heartbeat, jobOfToken } from "@/lib/jobs/attempts";
import { appendToLog, storeOutput } from "@/lib/jobs/output";
import { claimNext } from "@/lib/jobs/claim";
import { isJobPart } from "@/lib/jobs/job-parts";
import { isJobKind } from "@/lib/jobs/kinds";
import { appendLogQuery, claimBody, finishBody, heartbeatBody, workerJobParams } from "@/lib/jobs/schema";
import { bus } from "@/lib/events/bus";
import { limits } from "@/lib/limits";
import type { Deps } from "../deps";
import { allJobEffects, jobInputs } from "../job-kinds";
import { readBody } from "../read-body";

/** A worker that finds nothing to do waits here, and asks again. */
const waitMilliseconds = 5_000;

/** A part of what a job works on, where that has several. */
const workQuery = z.strictObject({
  part: z.string().max(20).refine(isJobPart, "expected a part of a job").optional(),
});

/** A thousand log lines of 4,000 characters, or a thousand metrics and artifacts. */
const told = { bytes: 8 * 2 ** 20, keys: 50_000 };

export function workerRoutes(server: FastifyInstance, deps: Deps): void {
  claimRoutes(server, deps);
  attemptRoutes(server, deps);
}

function claimRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, storage, config, workerToken, now } = deps;
  const effects = allJobEffects(storage);
  const asWorker = {
    permission: "worker" as const,
    authenticate: async (secret: string) => requireSame(secret, workerToken),
  };
  const asJob = {
    permission: "job" as const,
    authenticate: (secret: string, { jobId }: { jobId: string }) => jobOfToken(db, secret, jobId),
    params: workerJobParams,
  };

  workerRoute(
    server,
    {
      method: "POST",
      url: "/api/worker/claim",
      summary: "Take the job whose turn it is, or wait for one",
      body: claimBody,
      ...asWorker,
    },
    async ({ body }) => {
      const claimed = await claimNext(db, effects, { offer: body, limit: config.running, now: now() });
      if (!claimed) {
        await queued();
        return { job: null };
      }
      const { job, token } = claimed;
      return {
        job: {
          id: job.id,
          kind: job.kind,
          attempt: job.attempts,
          slots: job.slots,
          spec: JSON.parse(job.spec) as unknown,
          token,
        },
      };
    },
  );

  workerRoute(
    server,
    {
      method: "GET",
      url: "/api/worker/jobs/:jobId/data",
      summary: "What the job works on: rows to learn from, as an Arrow stream, a file, or a source",
      query: workQuery,
      ...asJob,
    },
    async ({ subject: job, query: { part }, reply, signal }) => {
      const send = isJobKind(job.kind) ? jobInputs[job.kind] : null;
      if (!send) throw new AppError("NOT_FOUND", "This job works on no file.");
      return send(deps, job, reply, signal, part ?? null);
    },
  );
}

function attemptRoutes(server: FastifyInstance, { db, storage, now }: Deps): void {
  const effects = allJobEffects(storage);
  const asJob = {
    permission: "job" as const,
    authenticate: (secret: string, { jobId }: { jobId: string }) => jobOfToken(db, secret, jobId),
    params: workerJobParams,
  };

  workerRoute(
    server,
    {
      method: "POST",
      url: "/api/worker/jobs/:jobId/heartbeat",
      bounds: told,
      summary: "Keep the lease; tell progress and log lines; hear whether to stop",
      body: heartbeatBody,
      ...asJob,
    },
    async ({ subject: job, body }) => {
      const answer = await heartbeat(db, job, body, now());
      return answer;
    },
  );

  workerRoute(
    server,
    {
      method: "PUT",
      url: "/api/worker/jobs/:jobId/log",
      summary: "Add to the log of the attempt; what is there already is not written twice",
      query: appendLogQuery,
      rawBody: true,
      ...asJob,
    },
    async ({ subject: job, query, request }) => {
      const bytes = await readBody(request.raw, limits.logPieceBytes, "Send a log in smaller pieces.");
      return appendToLog(storage.files, job, { bytes, at: query.at });
    },
  );

  workerRoute(
    server,
    {
      method: "PUT",
      url: "/api/worker/jobs/:jobId/artifacts",
      summary: "Store a file of the job; its address is in the answer",
      rawBody: true,
      ...asJob,
    },
    async ({ subject: job, request }) => storeOutput(db, storage, job, request.raw),
  );

  workerRoute(
    server,
    {
      method: "POST",
      url: "/api/worker/jobs/:jobId/finish",
      bounds: told,
      summary: "End the job with its metrics and artifacts, all or none",
      body: finishBody,
      ...asJob,
    },
    async ({ subject: job, body }) => {
      const outcome = { error: null, result: null, ...body, now: now() };
      await finishAttempt(db, effects, { job, outcome, exit: body.exit ?? null });
      return { ended: true };
    },
  );
}

/** Resolves when something was queued, or after a while in any case: a worker without a job asks again. */
function queued(): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      bus().off("queue", settle);
      resolve();
    };
    const timer = setTimeout(settle, waitMilliseconds);
    bus().once("queue", settle);
  });
}

async function requireSame(secret: string, expected: string): Promise<void> {
  if (!timingSafeEqual(Buffer.from(hashOfSecret(secret)), Buffer.from(hashOfSecret(expected))))
    throw new AppError("UNAUTHENTICATED", "This is not this server's worker token.");
}
