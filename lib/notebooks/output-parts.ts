import * as z from "zod";
import { limits } from "@/lib/limits";

const text = z.string().max(limits.cellOutputBytes);
const count = z.number().int().min(0);

/**
 * One thing that a cell showed or printed, as it is kept: a text with how many characters were left out of
 * it, markup, a picture in base64, the first rows of a table with how many there are, an error with its line
 * in the cell, or a note about what is not kept.
 */
export const outputPart = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text"), text, cut: count }),
  z.strictObject({ kind: z.literal("printed"), stream: z.enum(["stdout", "stderr"]), text, cut: count }),
  z.strictObject({ kind: z.literal("markup"), mime: z.enum(["text/html", "image/svg+xml"]), text }),
  z.strictObject({
    kind: z.literal("picture"),
    mime: z.enum(["image/png", "image/jpeg", "image/gif", "image/webp"]),
    base64: text,
  }),
  z.strictObject({
    kind: z.literal("table"),
    columns: z.array(z.strictObject({ name: text, type: z.string().max(40) })).max(10_000),
    rows: z.array(z.array(text.nullable()).max(10_000)).max(limits.tableRowsKept),
    total: count,
  }),
  z.strictObject({
    kind: z.literal("error"),
    name: z.string().max(100),
    message: z.string().max(4_000),
    line: z.number().int().min(1).nullable(),
  }),
  z.strictObject({ kind: z.literal("note"), text: z.string().max(1_000) }),
]);
export type OutputPart = z.output<typeof outputPart>;

/** What one cell showed, in the order in which it came. */
export const outputParts = z.array(outputPart).max(limits.cellOutputParts);
