import * as z from "zod";
import { outputParts } from "../output-parts";
import type { RunnableCell } from "../protocol";

/** What a worker tells the process that runs cells. */
export type ToRunner =
  | {
      op: "run";
      cells: RunnableCell[];
      /** Values of inputs, in place of what their elements say. */
      inputs: Record<string, unknown>;
      /** Names that no cell gives in this run, and why. */
      missing: Record<string, string>;
      seed: number;
      /** What `now` and `Date` say, in milliseconds since 1970. */
      now: number;
    }
  | { op: "reply"; n: number; ok: true; value: Uint8Array }
  | { op: "reply"; n: number; ok: false; message: string };

const count = z.number().int().min(0);

/** What that process may say: the worker believes nothing but this. */
export const fromRunner = z.discriminatedUnion("op", [
  z.strictObject({
    op: z.literal("ask"),
    n: count,
    request: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("sql"), sql: z.string().max(100_000) }),
      z.strictObject({ kind: z.literal("dataset"), reference: z.string().max(300) }),
    ]),
  }),
  /** A cell came to its end, maybe not for the first time: what it shows now. */
  z.strictObject({
    op: z.literal("cell"),
    id: count,
    state: z.enum(["done", "failed"]),
    milliseconds: z.number().min(0),
    parts: outputParts,
  }),
  /** Every cell has come to its end, and nothing more is under way. */
  z.strictObject({ op: z.literal("over") }),
]);
export type FromRunner = z.output<typeof fromRunner>;
