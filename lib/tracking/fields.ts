import * as z from "zod";
import { AppError } from "@/lib/errors";
import { expectation } from "@/lib/issue-words";

/** Text; what no database keeps as it is, is refused or mended here. */
export const text = z.string().transform((value, context) => {
  if (value.includes("\0")) context.addIssue({ code: "custom", message: "a NUL character cannot be kept" });
  return value.toWellFormed();
});

/** Text that must say something. */
export const name = text.refine((value) => value !== "", "expected a value");

/** A whole number, as a JSON number or, as protobuf writes 64 bits, as text; exact up to 2^53. */
export const int64 = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^[+-]?\d{1,20}$/, "expected a whole number")
      .transform(Number),
  ])
  .refine(Number.isSafeInteger, "expected a whole number below 2^53");

/** A double; JSON has no word for what is not a number, protobuf's does. */
export const double = z.union([
  z.number(),
  z.enum(["NaN", "Infinity", "-Infinity"]).transform(Number),
  z
    .string()
    .regex(/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, "expected a number")
    .transform(Number),
]);

/** A repeated field: a query string that names it once gives one value. */
export function list<Item extends z.ZodType>(item: Item, most: number) {
  return z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).max(most).default([]),
  );
}

export const keyValues = (most = 100) => list(z.object({ key: name, value: text.default("") }), most);

/** Experiments are numbered from 0 in each project. */
export const experimentNumber = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d{1,9}$/)
        .transform(Number),
    ],
    "Experiment ID must be a valid integer",
  )
  .pipe(
    z
      .number()
      .int()
      .min(0)
      .max(2 ** 31 - 1),
  );
export const runUid = z.string().regex(/^[a-zA-Z0-9][\w-]{0,255}$/, "expected a run id");
export const pageToken = z
  .string()
  .max(20_000)
  .optional()
  .transform((value) => value || undefined);
export const view = z.enum(["ACTIVE_ONLY", "DELETED_ONLY", "ALL"]).default("ACTIVE_ONLY");

/**
 * Reads a request by its schema, as MLflow does: a null is a field left out, and fields that nobody knows
 * are passed over.
 *
 * @throws {AppError} INVALID naming the field
 */
export function readInput<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const given = withoutNulls(raw);
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).reduce<string>(
    (before, part) =>
      typeof part === "number" ? `${before}[${part}]` : before ? `${before}.${String(part)}` : String(part),
    "",
  );
  const value = (issue?.path ?? []).reduce<unknown>(
    (inner, part) => (inner as Record<PropertyKey, unknown> | undefined)?.[part],
    given,
  );
  if (value === undefined || value === "")
    throw new AppError(
      "INVALID",
      `Missing value for required parameter '${path}'. See the API docs for more information about request parameters.`,
    );
  throw new AppError(
    "INVALID",
    `Invalid value ${String(JSON.stringify(value)).slice(0, 200)} for parameter '${path}' supplied: ${issue ? expectation(issue) : ""}`,
  );
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null));
}
