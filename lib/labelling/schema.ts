import * as z from "zod";
import { datasetName } from "@/lib/datasets/schema";
import { limits } from "@/lib/limits";
import { pageLimit, pageQuery } from "@/lib/page";
import { rowNumber, rowNumberText } from "@/lib/row-number";
import { roles } from "@/lib/auth/permissions";

const columnName = z.string().min(1).max(300);
const filter = z.string().trim().min(1).max(10_000).optional();
const count = z.number().int().min(1).max(limits.labelRows);
const different = (names: readonly string[]) => new Set(names).size === names.length;

/** Which rows of a version are labelled, and in which order. */
export const choiceSchema = z.discriminatedUnion("kind", [
  /** Those that a formula is true of, or all, in the version's order. */
  z.strictObject({ kind: z.literal("filter"), filter }),
  /** Those with some values in a column. */
  z.strictObject({
    kind: z.literal("keys"),
    column: columnName,
    values: z.array(z.string().min(1).max(1_000)).min(1).max(5_000),
  }),
  z.strictObject({ kind: z.literal("random"), count, seed: rowNumber.default(42), filter }),
  /** Those that a model is least sure of: the smallest distance of its two largest probabilities first. */
  z.strictObject({
    kind: z.literal("uncertain"),
    count,
    filter,
    model: z.union([
      z.strictObject({ name: z.string().min(1).max(300), version: rowNumber.min(1) }),
      z.strictObject({ run: z.string().min(1).max(100) }),
    ]),
  }),
]);
export type Choice = z.output<typeof choiceSchema>;

export const taskBody = z.strictObject({
  version: rowNumber.min(1),
  name: z.string().trim().min(1).max(100),
  question: z.string().trim().min(1, "expected what is asked of each row").max(1_000),
  classes: z
    .array(z.string().trim().min(1).max(100))
    .min(2, "expected at least two classes")
    .max(limits.labelClasses)
    .refine(different, "expected names that differ"),
  /** Whether the classes have an order, which agreement then goes by. */
  ordinal: z.boolean().default(false),
  /** Columns that are shown; all where it is not said. */
  columns: z
    .array(columnName)
    .min(1)
    .max(limits.datasetColumns)
    .refine(different, "expected names that differ")
    .optional(),
  perRow: z.number().int().min(1).max(9).default(1),
  role: z.enum(roles).exclude(["VIEWER"]).default("EDITOR"),
  rows: choiceSchema,
});
export type TaskBody = z.output<typeof taskBody>;

export const tasksParams = z.object({ projectSlug: z.string(), name: z.string() });
export const taskParams = z.object({ projectSlug: z.string(), name: z.string(), taskId: z.string() });
export const positionParams = taskParams.extend({ position: rowNumberText });
export const tasksQuery = pageQuery.extend({ limit: pageLimit(limits.pageSize) });

export const editTaskBody = z.strictObject({ closed: z.boolean() });
export const labelBody = z.strictObject({
  position: rowNumber,
  /** A class by its name; null skips the row. */
  class: z.string().min(1).max(100).nullable(),
  note: z.string().trim().max(1_000).default(""),
});
export const holdBody = z.strictObject({ position: rowNumber });
export const nothingBody = z.strictObject({});
export const settledQuery = pageQuery.extend({
  limit: pageLimit(limits.pageSize),
  state: z.enum(["open", "settled", "all"]).default("open"),
});
export const settleBody = z.union([
  z.strictObject({
    position: rowNumber,
    /** null takes back what was settled. */
    class: z.string().min(1).max(100).nullable(),
  }),
  z.strictObject({
    rule: z.literal("majority"),
    /** Also rows that have fewer labels than were asked for. */
    incomplete: z.boolean().default(false),
  }),
]);
export const saveBody = z.strictObject({
  column: z.string().trim().min(1).max(300),
  /** Columns with the number of labels, and with the share of them that say what the row got. */
  counts: z.boolean().default(false),
  agreement: z.boolean().default(false),
  /** The dataset that gets the version; the one that was labelled where it is not said. */
  name: datasetName.optional(),
  /** Another version of the dataset, whose rows are found again by a key. */
  onto: z.strictObject({ version: rowNumber.min(1), key: z.array(columnName).min(1).max(8) }).optional(),
});
export type SaveBody = z.output<typeof saveBody>;

/** Search parameters of the page of a task. */
export const taskSearch = z.object({
  state: z.enum(["open", "settled", "all"]).default("open").catch("open"),
});
/** Search parameters of the form of a new task. */
export const newTaskSearch = z.object({ version: rowNumberText.min(1).optional().catch(undefined) });
