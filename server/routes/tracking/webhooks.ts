import type { FastifyInstance } from "fastify";
import { trackingRoute } from "@/lib/http/tracking-route";
import {
  createWebhook,
  deleteWebhook,
  editWebhook,
  findWebhook,
  shownWebhook,
  testWebhook,
} from "@/lib/registry/webhooks";
import { decodeOffset, encodeOffset } from "@/lib/runs/page-token";
import {
  createWebhookInput,
  listWebhooksInput,
  testWebhookInput,
  updateWebhookInput,
  webhookRef,
} from "@/lib/tracking/registry-schema";
import { requireWebhookScheme } from "@/lib/tracking/words";
import type { Deps } from "../../deps";

export function trackingWebhookRoutes(server: FastifyInstance, deps: Deps): void {
  readRoutes(server, deps);
  changeRoutes(server, deps);
}

function readRoutes(server: FastifyInstance, { db }: Deps): void {
  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/webhooks",
      permission: "webhook:manage",
      summary: "The project's webhooks",
      input: listWebhooksInput,
    },
    async ({ member, input }) => {
      const offset = decodeOffset(input.page_token);
      const rows = await db.webhook.findMany({
        where: { projectId: member.project.id },
        orderBy: [{ createdAt: "desc" }, { id: "asc" }],
        skip: offset,
        take: input.max_results + 1,
      });
      return {
        webhooks: rows.slice(0, input.max_results).map(shownWebhook),
        ...(rows.length > input.max_results
          ? { next_page_token: encodeOffset(offset + input.max_results) }
          : {}),
      };
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/webhooks/:webhook_id",
      permission: "webhook:manage",
      summary: "A webhook",
      input: webhookRef,
    },
    async ({ member, input }) => ({
      webhook: shownWebhook(await findWebhook(db, member.project.id, input.webhook_id)),
    }),
  );
}

function changeRoutes(server: FastifyInstance, { db, config, now }: Deps): void {
  const guard = { allowPrivate: config.allowPrivateTargets };

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/webhooks",
      permission: "webhook:manage",
      summary: "Tell another server of registry events",
      input: createWebhookInput,
    },
    async ({ member, input }) => {
      requireWebhookScheme(input.url, guard);
      const made = { projectId: member.project.id, webhook: input, ...guard };
      return { webhook: await createWebhook(db, member.actor, made) };
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "PATCH",
      path: "mlflow/webhooks/:webhook_id",
      permission: "webhook:manage",
      summary: "Change a webhook",
      input: updateWebhookInput,
    },
    async ({ member, input: { webhook_id: id, ...change } }) => {
      if (change.url) requireWebhookScheme(change.url, guard);
      return {
        webhook: await editWebhook(db, member.actor, { projectId: member.project.id, id, change, ...guard }),
      };
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "DELETE",
      path: "mlflow/webhooks/:webhook_id",
      permission: "webhook:manage",
      summary: "Take a webhook away",
      input: webhookRef,
    },
    async ({ member, input }) =>
      deleteWebhook(db, member.actor, { projectId: member.project.id, id: input.webhook_id }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/webhooks/:webhook_id/test",
      permission: "webhook:manage",
      summary: "Call a webhook with an example",
      input: testWebhookInput,
    },
    async ({ member, input }) => ({
      result: await testWebhook(db, {
        projectId: member.project.id,
        id: input.webhook_id,
        event: input.event,
        now: now(),
        ...guard,
      }),
    }),
  );
}
