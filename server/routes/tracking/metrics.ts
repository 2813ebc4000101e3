import type { FastifyInstance } from "fastify";
import { directOf } from "@/lib/db/direct";
import { trackingRoute } from "@/lib/http/tracking-route";
import { bulkDocument, historyDocument, intervalDocument } from "@/lib/tracking/history-documents";
import { bulkHistoryInput, historyInput, intervalInput, uidOf } from "@/lib/tracking/run-schema";
import { runOf, runsOf } from "@/lib/tracking/resources";
import type { Deps } from "../../deps";

export function trackingMetricRoutes(server: FastifyInstance, { db }: Deps): void {
  const sql = directOf(db);

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/metrics/get-history",
      permission: "run:read",
      summary: "Every point of a metric",
      input: historyInput,
      resources: runOf,
    },
    async ({ member, input, reply }) => {
      const document = await historyDocument(sql, member.project.id, {
        uid: uidOf(input),
        key: input.metric_key,
        token: input.page_token,
        limit: input.max_results,
      });
      if (typeof document !== "string") void reply.type("application/json; charset=utf-8");
      return document;
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/metrics/get-history-bulk",
      permission: "run:read",
      summary: "A metric of several runs",
      input: bulkHistoryInput,
      resources: ({ run_id }) => runsOf(run_id),
    },
    ({ member, input }) =>
      bulkDocument(sql, member.project.id, {
        uids: input.run_id,
        key: input.metric_key,
        most: Math.min(input.max_results, 25_000),
      }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/metrics/get-history-bulk-interval",
      permission: "run:read",
      summary: "A metric of several runs, thinned evenly",
      input: intervalInput,
      resources: ({ run_ids }) => runsOf(run_ids),
    },
    ({ member, input }) =>
      intervalDocument(sql, member.project.id, {
        uids: input.run_ids,
        key: input.metric_key,
        most: input.max_results,
        from: input.start_step,
        to: input.end_step,
      }),
  );
}
