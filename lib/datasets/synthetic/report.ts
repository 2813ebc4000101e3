import * as z from "zod";
import { limits } from "@/lib/limits";
import { isSameName } from "../mask";
import { treatments } from "./treatment";

const share = z.number().min(0).max(1);
const count = z.number().int().min(0);
const columns = <Entry extends z.ZodType>(entry: Entry) => z.array(entry).max(5 * limits.datasetColumns);

/** How a column was made, and how far its values are distributed otherwise than those that were fitted. */
const columnReport = z.strictObject({
  column: z.string(),
  how: z.enum(treatments),
  why: z.string(),
  /** The largest over the classes; null where nothing is compared. */
  measure: z.enum(["ks", "tv"]).nullable(),
  distance: share.nullable(),
  /** The share of cells without a value, in the rows that were fitted and in those that were made. */
  missing: z.tuple([share, share]).nullable(),
});

/** How rows were made, and how near they are to those that they were made from. */
export const synthesisSchema = z.strictObject({
  seed: count,
  output: z.enum(["alone", "appended"]),
  /** The column that marks each row, where the rows that there were stand beside them. */
  mark: z.string().nullable(),
  /** The rows that were fitted, of all, and the split column of which they are the training rows. */
  fitted: z.strictObject({ rows: count, of: count, split: z.string().nullable() }),
  rows: z.strictObject({
    asked: count,
    made: count,
    /** How often a row was drawn again, as it was equal to one that there is; and rows given up then. */
    redrawn: count,
    dropped: count,
  }),
  byClass: z
    .strictObject({
      column: z.string(),
      classes: z
        .array(z.strictObject({ value: z.string(), fitted: count, asked: count, made: count }))
        .max(limits.syntheticClasses),
    })
    .nullable(),
  columns: columns(columnReport),
  /** The pair of columns whose correlation differs most. */
  correlation: z
    .strictObject({
      largest: z.number().min(0).max(2),
      columns: z.tuple([z.string(), z.string()]),
      /** How many of the rows that were fitted, and of those that were made, were looked at. */
      rows: z.tuple([count, count]),
    })
    .nullable(),
  /** Of a sample of rows: how many are nearer to a row that there is than those are to each other. */
  nearest: z
    .strictObject({
      nearer: share,
      typical: share,
      rows: count,
      of: count,
      against: count,
      againstOf: count,
    })
    .nullable(),
});

export type Synthesis = z.output<typeof synthesisSchema>;
export type ColumnReport = Synthesis["columns"][number];

/** The same without what tells of columns that a reader does not see. */
export function synthesisShown(synthesis: Synthesis, seen: readonly string[]): Synthesis {
  const isSeen = (name: string) => seen.some((one) => isSameName(one, name));
  const { byClass, correlation } = synthesis;
  return {
    ...synthesis,
    byClass: byClass && (isSeen(byClass.column) ? byClass : { column: "", classes: [] }),
    columns: synthesis.columns.filter(({ column }) => isSeen(column)),
    correlation: correlation && (correlation.columns.every(isSeen) ? correlation : null),
  };
}
