import * as z from "zod";
import { outputParts } from "../output-parts";

/** What the cells of a run showed, as it is kept; with the revision it is all that a page needs. */
export const snapshot = z.strictObject({
  cells: z.array(z.strictObject({ id: z.number().int(), parts: outputParts })),
});
export type Snapshot = z.output<typeof snapshot>;
