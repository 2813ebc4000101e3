import type { Fact, Subject } from "./facts";

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

type Announced = { event: WebhookEvent; data: Record<string, unknown> };

/** What a fact is to webhooks, in MLflow's words; null for what they are not told. */
export function webhookEventOf(fact: Fact): Announced | null {
  switch (fact.name) {
    case "model.create": {
      const { tags, description } = fact.detail;
      const data = { name: fact.subject.name, tags, description: description || null };
      return { event: "REGISTERED_MODEL.CREATED", data };
    }
    case "model.register": {
      const { source, run, tags, description } = fact.detail;
      const data = { source, run_id: run, tags, description: description || null };
      return { event: "MODEL_VERSION.CREATED", data: { ...versionOf(fact.subject), ...data } };
    }
    case "model.tag": {
      const { key, value } = fact.detail;
      if (!fact.subject.version) return null; // MLflow tells of the tags of versions alone
      const data = { ...versionOf(fact.subject), key };
      return value === null
        ? { event: "MODEL_VERSION_TAG.DELETED", data }
        : { event: "MODEL_VERSION_TAG.SET", data: { ...data, value } };
    }
    case "model.alias": {
      const { alias, removed } = fact.detail;
      return removed
        ? { event: "MODEL_VERSION_ALIAS.DELETED", data: { name: fact.subject.name, alias } }
        : { event: "MODEL_VERSION_ALIAS.CREATED", data: { alias, ...versionOf(fact.subject) } };
    }
    default:
      return null;
  }
}

function versionOf({ name, version }: Subject<"model">): { name: string; version?: string } {
  return { name, ...(version ? { version: String(version.number) } : {}) };
}
