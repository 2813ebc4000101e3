import * as z from "zod";
import { dictionarySchema } from "@/lib/datasets/dictionary";
import { stepsSchema } from "@/lib/datasets/recipe";
import { datasetName } from "@/lib/datasets/schema";
import { limits } from "@/lib/limits";
import { jobKind } from "./kind";
import { columnsSchema, madeTable } from "./made-table";

/** A table that a recipe reads, as its version describes it. */
const readTable = {
  columns: columnsSchema,
  rows: z.number().int(),
  bytes: z.number().int(),
  /** Columns that are masked for whoever asked, and the masks through which they read, by their keys. */
  masked: z.array(z.string()).max(limits.datasetColumns).default([]),
  through: z.array(z.string()).default([]),
};

/** A recipe on all rows of a version, for the next version of a dataset. The same input gives the same. */
export const recipe = jobKind({
  name: "recipe",
  label: "Recipe",
  spec: z.strictObject({
    /** The name of the dataset that gets the version. */
    dataset: datasetName,
    /** The dataset of that name, where it was there when the job was asked for. */
    datasetId: z.string().max(100).optional(),
    steps: stepsSchema,
    /** What is expected of the columns that it makes, as it was said when the job was asked for. */
    expect: dictionarySchema.optional(),
    /** The table that the recipe reads, as its version describes it. */
    table: z.strictObject(readTable),
    /** The versions that steps read beside it, by the steps' places from 0. */
    seconds: z
      .array(z.strictObject({ step: z.number().int().min(0).max(99), id: z.string(), ...readTable }))
      .max(100)
      .optional(),
  }),
  result: madeTable.extend({
    /** What each step learned from the rows; null for one that learns nothing. */
    fitted: z.array(z.record(z.string(), z.string().nullable()).nullable()).max(100),
  }),
  access: "nothing",
  limits: { seconds: 4 * 3_600, outputMb: 32_768, logMb: 10 },
  retry: { attempts: 3, byHand: true },
  keepsSpec: true,
});

export type RecipeSpec = z.output<typeof recipe.spec>;
