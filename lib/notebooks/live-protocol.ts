import * as z from "zod";
import { limits } from "@/lib/limits";
import { jsonText } from "@/lib/json-text";

/** Bytes as text, as they travel. */
const bytes = z.base64().max(limits.socketMessageBytes);
const count = z.number().int().min(0);
/** Where somebody is: in which cell, and there from where to where, in characters. */
const whereabouts = z.strictObject({
  cell: count.nullable(),
  anchor: count.max(limits.cellCharacters).default(0),
  head: count.max(limits.cellCharacters).default(0),
});
export type Whereabouts = z.infer<typeof whereabouts>;

const fromPage = z.discriminatedUnion("op", [
  /** What a page has: which history, and how much of it. */
  z.strictObject({ op: z.literal("hello"), epoch: z.string().max(100).nullable(), vector: bytes }),
  z.strictObject({ op: z.literal("change"), n: count, update: bytes }),
  /** Asks for a revision of all that was sent. */
  z.strictObject({ op: z.literal("save"), n: count }),
  z.strictObject({ op: z.literal("at"), at: whereabouts }),
]);
export type FromPage = z.infer<typeof fromPage>;
const pageText = jsonText("a message of a notebook's page", limits.socketMessageBytes).pipe(fromPage);

/** Somebody else who has a notebook open. */
export type Present = { id: string; name: string; hue: number } & Whereabouts;

/** What a server says to a page that has a notebook open. */
export type ToPage =
  | {
      op: "welcome";
      epoch: string;
      /** Who the page is to the server. */
      you: string;
      mayWrite: boolean;
      revision: number;
      /** What the page lacks, and what the server has; where the page is of another history, all there is. */
      update: string;
      vector: string;
    }
  | { op: "change"; update: string }
  | { op: "kept"; n: number }
  | { op: "refused"; n: number; code: string; message: string }
  | { op: "revised"; revision: number }
  | { op: "saved"; n: number; revision: number }
  | { op: "rights"; mayWrite: boolean }
  | { op: "people"; people: Present[] };

/** Reads what a page sent; null where it is nothing that a page says. */
export function readFromPage(text: string): FromPage | null {
  const read = pageText.safeParse(text);
  return read.success ? read.data : null;
}
