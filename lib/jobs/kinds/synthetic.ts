import * as z from "zod";
import { dictionarySchema } from "@/lib/datasets/dictionary";
import { datasetName } from "@/lib/datasets/schema";
import { synthesisSchema } from "@/lib/datasets/synthetic/report";
import { toSynthesiseSchema } from "@/lib/datasets/synthetic/request";
import { limits } from "@/lib/limits";
import { jobKind } from "./kind";
import { columnsSchema, madeTable } from "./made-table";

/** Rows made like those of a version, for the next version of a dataset. The same input gives the same. */
export const synthetic = jobKind({
  name: "synthetic",
  label: "Synthetic rows",
  spec: z.strictObject({
    /** The name of the dataset that gets the version. */
    dataset: datasetName,
    /** The dataset of that name, where it was there when the job was asked for. */
    datasetId: z.string().max(100).optional(),
    asked: toSynthesiseSchema,
    /** What is expected of the columns that it makes, as it was said when the job was asked for. */
    expect: dictionarySchema.optional(),
    /** The table that is learned from, as its version describes it to whoever asked. */
    table: z.strictObject({
      columns: columnsSchema,
      rows: z.number().int(),
      bytes: z.number().int(),
      masked: z.array(z.string()).max(limits.datasetColumns),
      through: z.array(z.string()),
    }),
  }),
  result: madeTable.extend({ synthesis: synthesisSchema }),
  access: "nothing",
  limits: { seconds: 4 * 3_600, outputMb: 32_768, logMb: 10 },
  retry: { attempts: 3, byHand: true },
  keepsSpec: true,
});

export type SyntheticSpec = z.output<typeof synthetic.spec>;
