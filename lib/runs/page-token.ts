import * as z from "zod";
import { AppError } from "@/lib/errors";
import { requireKeepable } from "@/lib/keepable";

const runsToken = z.strictObject({
  phase: z.number().int().min(0).max(2),
  values: z
    .array(
      z.union([z.string(), z.number(), z.null(), z.strictObject({ n: z.enum(["Infinity", "-Infinity"]) })]),
    )
    .max(100),
});
/** Where a page of runs ended: rank and value of each thing that it is sorted by. */
export type RunsToken = { phase: number; values: (string | number | null)[] };
const offsetToken = z.strictObject({
  offset: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1),
});

/** A place in a search as clients carry it to the next page. */
export function encodeToken({ phase, values }: RunsToken): string {
  const kept = values.map((value) =>
    typeof value === "number" && !Number.isFinite(value) ? { n: String(value) } : value,
  );
  return Buffer.from(JSON.stringify({ phase, values: kept })).toString("base64");
}

/**
 * Where a page of runs goes on, as the page before it said.
 * @throws {AppError} INVALID for a text that no page gave
 */
export function decodeToken(text: string): RunsToken {
  const { phase, values } = decoded(text, runsToken);
  return {
    phase,
    values: values.map((value) => (typeof value === "object" && value ? Number(value.n) : value)),
  };
}

/** Lists that stay short go on by their place. */
export function encodeOffset(offset: number): string {
  return Buffer.from(JSON.stringify({ offset })).toString("base64");
}

/**
 * How many rows the pages before have shown; 0 without a token.
 * @throws {AppError} INVALID for a text that no page gave
 */
export function decodeOffset(text: string | undefined): number {
  return text ? decoded(text, offsetToken).offset : 0;
}

function decoded<Value>(text: string, schema: z.ZodType<Value>): Value {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64").toString("utf8"));
    requireKeepable(value);
    return schema.parse(value);
  } catch {
    throw new AppError("INVALID", "Invalid page token: use the next_page_token of the page before.");
  }
}
