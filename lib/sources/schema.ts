import * as z from "zod";
import { datasetName } from "@/lib/datasets/schema";
import { sourceKinds, type SourceKindName } from "./kinds";

const kind = z.enum(Object.keys(sourceKinds) as [SourceKindName, ...SourceKindName[]]);
/** Settings and secret are parsed strictly by their kind (lib/sources/parse.ts). */
const config = z.record(z.string().max(50), z.unknown());
const secret = z.record(z.string().max(50), z.string().max(4_000));
const key = z.array(z.string().min(1).max(300)).max(20);

export const sourceParams = z.object({ projectSlug: z.string(), name: datasetName });
export const createSourceBody = z.strictObject({
  dataset: datasetName,
  kind,
  config,
  secret: secret.optional(),
  /** Columns that name a row. */
  key: key.default([]),
});
export const editSourceBody = z.strictObject({
  config: config.optional(),
  /** A new secret; null for none from now on; left out, the old one stays. */
  secret: secret.nullable().optional(),
  key: key.optional(),
});
/** A source to be tried: a new one, or that of a dataset with other settings. */
export const testSourceBody = z.strictObject({
  dataset: datasetName,
  kind,
  config,
  secret: secret.optional(),
});
export type CreateSource = z.output<typeof createSourceBody>;
export type EditSource = z.output<typeof editSourceBody>;
export type TestSource = z.output<typeof testSourceBody>;

/** Search parameters of the page of a new source. */
export const newSourceSearch = z.object({ kind: kind.default("url").catch("url") });
