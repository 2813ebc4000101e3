import * as z from "zod";
import { stages } from "./stage";
import { rowNumberText } from "@/lib/row-number";

export const modelName = z
  .string()
  .trim()
  .regex(
    /^[\p{L}\p{N}_][\p{L}\p{N}_ .-]{0,99}$/u,
    "expected letters, digits, spaces, dots, hyphens or underscores, at most 100",
  );
export const registerBody = z.strictObject({ name: modelName, run: z.string().min(1) });
export const modelParams = z.object({ projectSlug: z.string(), name: z.string() });
export const modelVersionParams = modelParams.extend({ number: rowNumberText.min(1) });
export const stageBody = z.strictObject({ stage: z.enum(stages) });
/** Models are not deleted unless made by mistake. */
export const reasonBody = z.strictObject({
  reason: z.string().trim().min(3, "expected why it is deleted").max(1_000),
  /** What is in Production or named by an alias is deleted only when that is confirmed. */
  confirmed: z.boolean().default(false),
});
const cell = z.union([z.number(), z.string(), z.boolean(), z.null()]);
export const predictBody = z.strictObject({
  rows: z.array(z.record(z.string(), cell)).min(1, "expected at least one row").max(10_000),
});

/** Search parameters of a model's page. */
export const modelSearch = z.object({
  version: rowNumberText.min(1).optional().catch(undefined),
  view: z.enum(["versions", "signature", "try"]).default("versions").catch("versions"),
});
