import * as z from "zod";
import { stages, type Stage } from "@/lib/registry/stage";
import { webhookEvents, type WebhookEvent } from "@/lib/events/webhook-events";
import { rowNumber } from "@/lib/row-number";
import { int64, list, name, pageToken, queryList, refuseWhole, text } from "./fields";

const modelName = name
  .refine((value) => value.trim() !== "", "expected a name")
  .superRefine((value, context) => {
    if (/[/:]/.test(value))
      refuseWhole(context, `Invalid model name '${value.slice(0, 300)}'. Names cannot contain '/' or ':'.`);
  })
  .refine(
    (value) => value.length <= 256 && value !== "." && !value.startsWith(".."),
    "expected a name of at most 256 characters",
  );
const tagKey = name.pipe(z.string().max(250, "'key' exceeds the maximum length of 250 characters"));
const tagValue = text.pipe(
  z.string().max(100_000, "'value' exceeds the maximum length of 100000 characters"),
);
const tags = list(z.object({ key: tagKey, value: tagValue.default("") }), 1_000);
const versionNumber = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,9}$/, "Parameter must be an integer")
      .transform(Number),
  ])
  .pipe(rowNumber);
const alias = name.superRefine((value, context) => {
  if (!/^[\p{L}\p{M}\p{N}_-]{1,255}$/u.test(value))
    refuseWhole(
      context,
      `Invalid alias name: '${value.slice(0, 300)}'. ` +
        "Names may only contain alphanumerics, underscores (_), and dashes (-).",
    );
  else if (/^(latest|v\d+)$/i.test(value)) refuseWhole(context, `Version alias name '${value}' is reserved.`);
});
const byName = Object.fromEntries(stages.map((stage) => [stage.toLowerCase(), stage])) as Record<
  string,
  Stage
>;
const stage = name.transform(
  (value, context) =>
    byName[value.toLowerCase()] ??
    (refuseWhole(
      context,
      `Invalid Model Version stage: ${value}. Value must be one of ${stages.join(", ")}.`,
    ),
    z.NEVER),
);

export const modelRef = z.object({ name: modelName });
/** A client may say why it deletes; MLflow's own do not. */
export const deleteModelInput = modelRef.extend({ reason: text.default("") });
export const createModelInput = modelRef.extend({ description: text.default(""), tags });
export const renameModelInput = modelRef.extend({ new_name: modelName });
export const describeModelInput = modelRef.extend({ description: text.default("") });
export const modelTagInput = modelRef.extend({ key: tagKey, value: tagValue.default("") });
export const deleteModelTagInput = modelRef.extend({ key: tagKey });
export const latestInput = modelRef.extend({ stages: queryList(stage, 10) });
export const aliasRef = modelRef.extend({ alias });
export const setAliasInput = aliasRef.extend({ version: versionNumber });
export const versionRef = modelRef.extend({ version: versionNumber });
export const deleteVersionInput = versionRef.extend({ reason: text.default("") });
export const createVersionInput = modelRef.extend({
  source: name.pipe(z.string().max(2_000)),
  run_id: text.default(""),
  run_link: text.default(""),
  description: text.default(""),
  model_id: text.default(""),
  tags,
});
export const describeVersionInput = versionRef.extend({ description: text.default("") });
export const versionTagInput = versionRef.extend({ key: tagKey, value: tagValue.default("") });
export const deleteVersionTagInput = versionRef.extend({ key: tagKey });
export const transitionInput = versionRef.extend({
  stage,
  archive_existing_versions: z
    .union([z.boolean(), z.enum(["true", "false"]).transform((value) => value === "true")])
    .default(false),
});
const search = {
  filter: text.pipe(z.string().max(20_000)).default(""),
  order_by: queryList(text.pipe(z.string().max(1_000)), 20),
  page_token: pageToken,
};
export const searchModelsInput = z.object({
  ...search,
  max_results: int64
    .pipe(z.number().min(1).max(1_000, "Invalid value for max_results. It must be at most 1000"))
    .default(100),
});
export const searchVersionsInput = z.object({
  ...search,
  max_results: int64.pipe(z.number().min(1).max(200_000)).default(10_000),
});

const event = z
  .object({ entity: z.string(), action: z.string() })
  .transform(({ entity, action }, context) => {
    const found = `${entity}.${action}`.toUpperCase();
    const offered = webhookEvents.join(", ");
    if (!(webhookEvents as readonly string[]).includes(found))
      context.addIssue({
        code: "custom",
        message: `Invalid action '${action}' for entity '${entity}'. Offered are ${offered}.`,
      });
    return found as WebhookEvent;
  });
const webhookName = name.refine(
  (value) => /^[a-zA-Z0-9]([a-zA-Z0-9._-]{0,61}[a-zA-Z0-9])?$/.test(value),
  "It must start and end with a letter or digit, be at most 63 characters long, " +
    "and contain only letters, digits, dots, underscores and hyphens.",
);
const status = z.enum(["ACTIVE", "DISABLED"]);
export const webhookRef = z.object({ webhook_id: name });
export const createWebhookInput = z.object({
  name: webhookName,
  url: name.pipe(z.string().max(500)),
  events: z.array(event).min(1, "expected at least one event").max(50),
  description: text.optional(),
  secret: text.optional(),
  status: status.default("ACTIVE"),
});
export const updateWebhookInput = webhookRef.extend({
  name: webhookName.optional(),
  url: name.pipe(z.string().max(500)).optional(),
  events: z.array(event).max(50).optional(),
  description: text.optional(),
  secret: text.optional(),
  status: status.optional(),
});
export const listWebhooksInput = z.object({
  max_results: int64.pipe(z.number().min(1).max(1_000)).default(100),
  page_token: pageToken,
});
export const testWebhookInput = webhookRef.extend({ event: event.optional() });
