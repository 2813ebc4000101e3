import { createHmac, randomUUID } from "node:crypto";
import type { Actor } from "@/lib/auth/actor";
import type { Db, Tx } from "@/lib/db/client";
import { AppError, isUniqueViolation } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { postTo, requirePublicTarget } from "@/lib/http/public-target";
import { limits } from "@/lib/limits";
import { examples, webhookBody, type WebhookEvent } from "@/lib/events/webhook-events";
import { refusal } from "@/lib/refusals";

type Guard = { allowPrivate: boolean };
type Change = {
  name?: string | undefined;
  url?: string | undefined;
  events?: readonly WebhookEvent[] | undefined;
  description?: string | undefined;
  secret?: string | undefined;
  status?: "ACTIVE" | "DISABLED" | undefined;
};
type Stored = {
  id: string;
  name: string;
  description: string | null;
  url: string;
  events: string;
  status: string;
  createdAt: Date;
  updatedAt: Date;
};

/** A webhook as MLflow's JSON; never its secret. */
export function shownWebhook({ id, name, description, url, events, status, createdAt, updatedAt }: Stored) {
  const list = (JSON.parse(events) as WebhookEvent[])
    .map((event) => event.split("."))
    .map(([entity, action]) => ({ entity, action }));
  return {
    webhook_id: id,
    name,
    ...(description ? { description } : {}),
    url,
    events: list,
    status,
    creation_timestamp: createdAt.getTime(),
    last_updated_timestamp: updatedAt.getTime(),
  };
}

/**
 * Makes a webhook: an address that is called when one of its events has happened.
 * @throws {AppError} INVALID for a place that may not be called; EXISTS when the name is taken
 */
export async function createWebhook(
  db: Db,
  actor: Actor,
  {
    projectId,
    webhook,
    ...guard
  }: Guard & {
    projectId: string;
    webhook: Change & { name: string; url: string; events: readonly WebhookEvent[] };
  },
) {
  await requirePublicTarget(webhook.url, guard);
  const data = {
    projectId,
    name: webhook.name,
    url: webhook.url,
    events: JSON.stringify(webhook.events),
    description: webhook.description ?? null,
    secret: webhook.secret || null,
    status: webhook.status ?? "ACTIVE",
  };
  return uniquely(webhook.name, () =>
    db.$transaction(async (tx) => {
      const made = await tx.webhook.create({ data });
      note(tx, actor, "webhook.create", { ...made, projectId });
      return shownWebhook(made);
    }),
  );
}

/**
 * Changes what is named of a webhook; the rest stays.
 * @throws {AppError} NOT_FOUND; INVALID for a place that may not be called; EXISTS when the name is taken
 */
export async function editWebhook(
  db: Db,
  actor: Actor,
  { projectId, id, change, ...guard }: Guard & { projectId: string; id: string; change: Change },
) {
  if (change.url) await requirePublicTarget(change.url, guard);
  const { events, ...rest } = change;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as {
    name?: string;
  };
  return uniquely(given.name ?? "", () =>
    db.$transaction(async (tx) => {
      await findWebhook(tx, projectId, id);
      const changed = await tx.webhook.update({
        where: { id },
        data: {
          ...given,
          ...(events?.length ? { events: JSON.stringify(events) } : {}),
          updatedAt: new Date(),
        },
      });
      note(tx, actor, "webhook.edit", { ...changed, projectId });
      return shownWebhook(changed);
    }),
  );
}

/** Deletes a webhook. @throws {AppError} NOT_FOUND */
export async function deleteWebhook(
  db: Db,
  actor: Actor,
  { projectId, id }: { projectId: string; id: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const webhook = await findWebhook(tx, projectId, id);
    await tx.webhook.delete({ where: { id } });
    note(tx, actor, "webhook.delete", { ...webhook, projectId });
  });
}

/** A webhook of a project by its id. @throws {AppError} NOT_FOUND */
export async function findWebhook(tx: Tx, projectId: string, id: string) {
  const webhook = await tx.webhook.findFirst({ where: { projectId, id } });
  if (!webhook) throw refusal("webhook missing", { id });
  return webhook;
}

/** Calls a webhook once with an example, and tells what it answered. @throws {AppError} NOT_FOUND */
export async function testWebhook(
  db: Db,
  {
    projectId,
    id,
    event,
    now,
    ...guard
  }: Guard & { projectId: string; id: string; event: WebhookEvent | undefined; now: Date },
) {
  const webhook = await findWebhook(db, projectId, id);
  const chosen = event ?? (JSON.parse(webhook.events) as WebhookEvent[])[0]!;
  try {
    const { status, text } = await send(
      webhook,
      randomUUID(),
      webhookBody(chosen, examples[chosen], now),
      now,
      guard,
    );
    return { success: status >= 200 && status < 300, response_status: status, response_body: text };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { success: false, error_message: error.message };
  }
}

/**
 * Sends what is due; what is not taken is tried again later, twice as late each time. Two servers never
 * send the same at once: whoever moves its time on has it.
 *
 * @returns how many were tried
 */
export async function deliverDue(db: Db, { now, ...guard }: Guard & { now: Date }): Promise<number> {
  const due = await db.webhookDelivery.findMany({
    where: { doneAt: null, dueAt: { lte: now } },
    include: { webhook: true },
    orderBy: { dueAt: "asc" },
    take: 20,
  });
  const tried = await Promise.all(
    due.map(async ({ id, dueAt, attempts, payload, webhook }) => {
      const next = new Date(now.getTime() + Math.min(60_000, 1_000 * 2 ** attempts) + 10_000);
      const { count } = await db.webhookDelivery.updateMany({
        where: { id, dueAt, doneAt: null },
        data: { dueAt: next, attempts: { increment: 1 } },
      });
      if (count === 0) return 0;
      const error = await send(webhook, id, payload, now, guard).then(
        ({ status }) => (status >= 200 && status < 300 ? null : `answered ${status}`),
        (thrown: Error) => thrown.message,
      );
      const ended = error === null || attempts + 1 >= limits.webhookAttempts;
      await db.webhookDelivery.updateMany({
        where: { id },
        data: {
          error,
          ...(ended
            ? { doneAt: now }
            : { dueAt: new Date(now.getTime() + Math.min(60_000, 1_000 * 2 ** attempts)) }),
        },
      });
      return 1;
    }),
  );
  return tried.reduce<number>((sum, one) => sum + one, 0);
}

/**
 * Forgets calls that were taken or given up a week ago, some at a time.
 *
 * @returns how many
 */
export async function pruneDeliveries(db: Db, now: Date, signal?: AbortSignal): Promise<number> {
  const before = new Date(now.getTime() - limits.webhookCallsMilliseconds);
  for (let forgotten = 0; ;) {
    const old = await db.webhookDelivery.findMany({
      where: { doneAt: { lt: before } },
      orderBy: { doneAt: "asc" },
      select: { id: true },
      take: limits.prunedAtOnce,
    });
    const ids = old.map(({ id }) => id);
    forgotten += (await db.webhookDelivery.deleteMany({ where: { id: { in: ids } } })).count;
    if (ids.length < limits.prunedAtOnce || signal?.aborted) return forgotten;
  }
}

/**
 * One call, signed as MLflow signs: HMAC-SHA256 over id, time and body.
 * @see https://mlflow.org/docs/latest/ml/webhooks/
 */
function send(
  { url, secret }: { url: string; secret: string | null },
  id: string,
  body: string,
  now: Date,
  guard: Guard,
) {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const signed = (key: string) =>
    createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  const signature: Record<string, string> = secret ? { "x-mlflow-signature": `v1,${signed(secret)}` } : {};
  return postTo(url, {
    body,
    headers: { "x-mlflow-delivery-id": id, "x-mlflow-timestamp": timestamp, ...signature },
    ...guard,
  });
}

async function uniquely<Result>(name: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError("EXISTS", `A webhook named ${name} already exists.`);
    throw error;
  }
}

function note(
  tx: Tx,
  actor: Actor,
  name: "webhook.create" | "webhook.edit" | "webhook.delete",
  { projectId, id, name: called, url }: { projectId: string; id: string; name: string; url: string },
): void {
  record(tx, actor, { name, projectId, subject: { kind: "webhook", id, name: called }, detail: { url } });
}
