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

/** A repeated field of a body. */
export function list<Item extends z.ZodType>(item: Item, most: number) {
  return z.array(item, { error: noList }).max(most).default([]);
}

/** A repeated field of a query string: one that names it once gives one value. */
export function queryList<Item extends z.ZodType>(item: Item, most: number) {
  return z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    list(item, most),
  );
}

/** What MLflow says of a value that is no list; it names types as Python does. */
export function noList({ input }: { input?: unknown }): string {
  const types: Record<string, string> = { string: "str", boolean: "bool", object: "dict" };
  const type = types[typeof input] ?? (Number.isInteger(input) ? "int" : "float");
  return `Hint: Value was of type '${type}'. See the API docs for more information about request parameters.`;
}

/** A page's size: MLflow's own sentences say what it may be. */
export function pageSize(most: number, otherwise: number) {
  return int64
    .superRefine((value, context) => {
      const word = value < 1 ? "a positive integer" : value > most ? `at most ${most}` : null;
      if (word)
        refuseWhole(
          context,
          `Invalid value ${value} for parameter 'max_results' supplied. It must be ${word}`,
        );
    })
    .default(otherwise);
}

/** Refuses a request with a sentence that needs no word of which field it is about. */
export function refuseWhole(context: z.RefinementCtx, message: string): void {
  context.addIssue({ code: "custom", message, params: { whole: true } });
}

/** A list of at most `most` pairs of a name and a text, empty where none is given. */
export const keyValues = (most = 100) => list(z.object({ key: name, value: text.default("") }), most);

/** Experiments are numbered from 0 in each project. */
export const experimentNumber = z.union([z.number(), text]).transform((value, context) => {
  const number = typeof value === "number" || /^\d{1,9}$/.test(value) ? Number(value) : NaN;
  if (Number.isInteger(number) && number >= 0 && number < 2 ** 31) return number;
  refuseWhole(
    context,
    `Invalid experiment ID '${String(value).slice(0, 200)}'. Experiment ID must be a valid integer.`,
  );
  return z.NEVER;
});
/** Any text may be asked for; a run that is not there is not found. */
export const runUid = name.pipe(z.string().max(1_000));
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
  if (issue?.code === "custom" && issue.params?.whole) throw new AppError("INVALID", issue.message);
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
      `Missing value for required parameter '${path}'. ` +
        "See the API docs for more information about request parameters.",
    );
  throw new AppError(
    "INVALID",
    `Invalid value ${String(JSON.stringify(value)).slice(0, 200)} for parameter '${path}' supplied: ` +
      `${issue ? expectation(issue) : ""}`,
  );
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null));
}
