import type { Tx } from "@/lib/db/client";

/** What a registry tells of itself, in MLflow's words: an entity and what happened to it. */
export const webhookEvents = [
  "REGISTERED_MODEL.CREATED",
  "MODEL_VERSION.CREATED",
  "MODEL_VERSION_TAG.SET",
  "MODEL_VERSION_TAG.DELETED",
  "MODEL_VERSION_ALIAS.CREATED",
  "MODEL_VERSION_ALIAS.DELETED",
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** An example of what is told, for a test call. */
export const examples: Record<WebhookEvent, Record<string, unknown>> = {
  "REGISTERED_MODEL.CREATED": {
    name: "example_model",
    tags: { example_key: "example_value" },
    description: "An example registered model",
  },
  "MODEL_VERSION.CREATED": {
    name: "example_model",
    version: "1",
    source: "models:/123",
    run_id: "abcd1234abcd5678",
    tags: { example_key: "example_value" },
    description: "An example model version",
  },
  "MODEL_VERSION_TAG.SET": {
    name: "example_model",
    version: "1",
    key: "example_key",
    value: "example_value",
  },
  "MODEL_VERSION_TAG.DELETED": { name: "example_model", version: "1", key: "example_key" },
  "MODEL_VERSION_ALIAS.CREATED": { name: "example_model", alias: "example_alias", version: "1" },
  "MODEL_VERSION_ALIAS.DELETED": { name: "example_model", alias: "example_alias" },
};

/** The document that is sent. */
export function webhookBody(event: WebhookEvent, data: Record<string, unknown>, now: Date): string {
  const [entity, action] = event.toLowerCase().split(".");
  return JSON.stringify({ entity, action, timestamp: now.toISOString().replace("Z", "+00:00"), data });
}

/** Puts what happened on the way to every webhook that asked for it, in the transaction of the change itself. */
export async function announce(
  tx: Tx,
  projectId: string,
  event: WebhookEvent,
  data: Record<string, unknown>,
): Promise<void> {
  const webhooks = await tx.webhook.findMany({
    where: { projectId, status: "ACTIVE" },
    select: { id: true, events: true },
    take: 1_000,
  });
  const asked = webhooks.filter(({ events }) => (JSON.parse(events) as string[]).includes(event));
  if (asked.length > 0)
    await tx.webhookDelivery.createMany({
      data: asked.map(({ id }) => ({ webhookId: id, event, payload: webhookBody(event, data, new Date()) })),
    });
}
