import * as z from "zod";
import { jobKind } from "./kind";

const otherServer = z.strictObject({
  url: z.string(),
  authorization: z.string().nullable(),
  allowPrivate: z.boolean(),
});

const spec = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("import"), project: z.string(), other: otherServer }),
  z.strictObject({ kind: z.literal("export"), project: z.string(), other: otherServer }),
  z.strictObject({
    kind: z.literal("import-file"),
    project: z.string(),
    sha256: z.string(),
    bytes: z.number(),
  }),
]);
export type TransferSpec = z.infer<typeof spec>;

/** What a transfer brought, and what it left behind and why. */
const report = z.strictObject({
  counts: z.strictObject({
    experiments: z.number(),
    runs: z.number(),
    before: z.number(),
    points: z.number(),
    files: z.number(),
    bytes: z.number(),
    loggedModels: z.number(),
    models: z.number(),
    versions: z.number(),
  }),
  left: z.array(z.string().max(500)).max(200),
  leftInAll: z.number(),
});
export type TransferReport = z.infer<typeof report>;

/**
 * Everything of an MLflow server, or of its SQLite file, into a project, or a project's into an MLflow
 * server. What arrived before is passed over, so it may start again; its spec may hold a password.
 */
export const transfer = jobKind({
  name: "transfer",
  label: "Transfer",
  spec,
  result: report,
  access: "as-creator",
  limits: { seconds: 7 * 86_400, outputMb: 0, logMb: 100 },
  retry: { attempts: 3 },
});
