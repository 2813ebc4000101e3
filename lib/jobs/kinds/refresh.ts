import * as z from "zod";
import { changesSchema } from "@/lib/datasets/changes";
import { importedWithSchema } from "@/lib/datasets/import-options";
import { importNoteSchema } from "@/lib/datasets/import-note";
import { datasetName } from "@/lib/datasets/schema";
import { jobKind } from "./kind";
import { madeTable } from "./made-table";

/** What the other side said of a file, to be asked next time whether it changed. */
export const validatorsSchema = z.strictObject({
  etag: z.string().max(1_000).nullable(),
  lastModified: z.string().max(200).nullable(),
});
export type Validators = z.output<typeof validatorsSchema>;

/**
 * Fetching the rows of a source anew, for the next version of its dataset where they changed. Its secret
 * is in no
 * spec: an attempt asks for it when it begins, and it is gone with the attempt.
 */
export const refresh = jobKind({
  name: "refresh",
  label: "Refresh",
  spec: z.strictObject({
    dataset: datasetName,
    source: z.string(),
    kind: z.string(),
    /** The source's settings when it was asked for; nothing secret. */
    config: z.record(z.string(), z.unknown()),
  }),
  result: z.strictObject({
    /** Null where there is nothing new. */
    table: madeTable
      .extend({ note: importNoteSchema.nullable(), importedWith: importedWithSchema.nullable() })
      .nullable(),
    /** Null at the first time, and where nothing was compared. */
    changes: changesSchema.nullable(),
    /** Why there is no new version. */
    unchanged: z.enum(["not modified", "same rows", "other order"]).nullable(),
    /** SHA-256 of what was sent, and its length; null where nothing was. */
    sent: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.number().int() }).nullable(),
    validators: validatorsSchema.nullable(),
  }),
  access: "nothing",
  limits: { seconds: 4 * 3_600, outputMb: 32_768, logMb: 10 },
  retry: { attempts: 3 },
});

export type RefreshSpec = z.output<typeof refresh.spec>;
