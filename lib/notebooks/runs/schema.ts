import * as z from "zod";
import { limits } from "@/lib/limits";
import { rowNumber, rowNumberText } from "@/lib/row-number";
import { notebookParams } from "../schema";

const inputs = z
  .record(z.string().min(1).max(300), z.json())
  .refine((given) => Object.keys(given).length <= limits.notebookRunInputs, {
    message: `expected at most ${limits.notebookRunInputs} inputs`,
  });

/** Asks for a run: of the newest text, or of a revision; with other values for its inputs. */
export const startRunBody = z.strictObject({
  revision: rowNumber.min(1).optional(),
  inputs: inputs.default({}),
  seed: rowNumber.optional(),
  /** What the time is for its cells: what `now` and `Date` say. */
  now: z.iso.datetime().optional(),
});
export type StartRunBody = z.output<typeof startRunBody>;

export const notebookRunParams = notebookParams.extend({ number: rowNumberText.min(1) });

/** Search parameters of the page of runs. */
export const notebookRunsSearch = z.object({
  run: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1)
    .optional()
    .catch(undefined),
});
