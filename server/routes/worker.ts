import { timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { hashOfSecret } from "@/lib/auth/secrets";
import { tableOf } from "@/lib/datasets/queries";
import { AppError } from "@/lib/errors";
import { toArrow } from "@/lib/frame/arrow";
import type { ColumnSchema } from "@/lib/frame/frame";
import { workerRoute } from "@/lib/http/route";
import { beat, jobOfToken } from "@/lib/jobs/queue";
import { beatBody, claimBody, finishBody, transferSpec, workerJobParams } from "@/lib/jobs/schema";
import { limits } from "@/lib/limits";
import { bus, publish } from "@/lib/projects/events";
import { claimTraining, finishTraining } from "@/lib/runs/finish";
import type { Deps } from "../deps";
import { sendFile } from "../send-file";

/** A worker that finds nothing to do waits here, and asks again. */
const waitMilliseconds = 5_000;

export function workerRoutes(server: FastifyInstance, { db, storage, engine, workerToken, now }: Deps): void {
  const asWorker = {
    permission: "worker" as const,
    authenticate: async (secret: string) => requireSame(secret, workerToken),
  };
  const asJob = {
    permission: "job" as const,
    authenticate: (secret: string) => jobOfToken(db, secret),
    params: workerJobParams,
  };

  workerRoute(
    server,
    {
      method: "POST",
      url: "/api/worker/claim",
      summary: "Take the oldest job that waits, or wait for one",
      body: claimBody,
      ...asWorker,
    },
    async ({ body }) => {
      const claimed = await claimTraining(db, body.worker, now());
      if (!claimed) {
        await queued();
        return { job: null };
      }
      const { job, token } = claimed;
      await publish(db, job.projectId, "job", { id: job.id, status: "RUNNING" });
      return {
        job: {
          id: job.id,
          kind: job.kind,
          attempt: job.attempts,
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
      summary: "What the job works on: rows to learn from, as an Arrow stream, or a file",
      ...asJob,
    },
    async ({ subject: job, reply }) => {
      if (job.kind === "import-file")
        return sendFile(reply, storage, { path: "mlflow.db", ...transferFile(job.spec) });
      const version = await db.datasetVersion.findUniqueOrThrow({
        where: { id: job.datasetVersionId ?? "" },
      });
      if (version.rows > limits.trainRows)
        throw new AppError(
          "TOO_LARGE",
          `Training takes at most ${limits.trainRows.toLocaleString("en")} rows; this version has ${version.rows.toLocaleString("en")}.`,
        );
      const columns = JSON.parse(version.columns) as ColumnSchema[];
      const frame = await engine.run(
        "rows",
        {
          table: await tableOf(storage, { sha256: version.sha256, columns }),
          offset: 0,
          limit: version.rows,
        },
        { timeout: limits.importMilliseconds },
      );
      return reply
        .type("application/vnd.apache.arrow.stream")
        .send(Buffer.from(toArrow(frame, { wholeNumbers: true })));
    },
  );

  workerRoute(
    server,
    {
      method: "POST",
      url: "/api/worker/jobs/:jobId/beat",
      summary: "Keep the lease; tell progress and log lines; hear whether to stop",
      body: beatBody,
      ...asJob,
    },
    async ({ subject: job, body }) => {
      const answer = await beat(db, job, body, now());
      await publish(db, job.projectId, "job", {
        id: job.id,
        status: "RUNNING",
        done: body.done,
        total: body.total,
        message: body.message,
        lines: body.lines.map(({ line }) => line),
      });
      return answer;
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
    async ({ request }) => storage.put(request.raw, { spend: true }),
  );

  workerRoute(
    server,
    {
      method: "POST",
      url: "/api/worker/jobs/:jobId/finish",
      summary: "End the job with its metrics and artifacts, all or none",
      body: finishBody,
      ...asJob,
    },
    async ({ subject: job, body }) => {
      await finishTraining({ db, storage }, job, body, now());
      await publish(db, job.projectId, "job", { id: job.id, status: body.status });
      return { ended: true };
    },
  );
}

/** The file that a transfer reads. */
function transferFile(spec: string): { sha256: string; bytes: number } {
  const read = transferSpec.parse(JSON.parse(spec));
  if (read.kind !== "import-file") throw new AppError("NOT_FOUND", "This transfer reads no file.");
  return read;
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
