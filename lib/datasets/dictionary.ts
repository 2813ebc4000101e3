import * as z from "zod";
import { columnTypes, type ColumnSchema } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import type { Step } from "./recipe";

/** What a column is for. */
export const columnRoles = ["feature", "target", "id", "group", "time", "weight", "sensitive"] as const;
export type ColumnRole = (typeof columnRoles)[number];

const value = z.union([z.string().max(300), z.number()]);
/** A bound of a number, or of a date as ISO text. */
const bound = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}/, "expected a number or a date")
    .max(40),
]);

/** What a column means, and what is expected of its cells. What is left out is not said. */
export const dictionaryEntry = z.strictObject({
  name: z.string().min(1).max(300),
  type: z.enum(columnTypes).optional(),
  unit: z.string().trim().max(40).optional(),
  description: z.string().trim().max(2_000).optional(),
  role: z.enum(columnRoles).optional(),
  /** No cell is missing. */
  required: z.boolean().optional(),
  /** No two cells are the same. */
  unique: z.boolean().optional(),
  allowed: z.array(value).min(1).max(limits.dictionaryValues).optional(),
  least: bound.optional(),
  most: bound.optional(),
  /** Values that mean that there is none; they should not stand in the column as values. */
  missingCodes: z.array(value).min(1).max(limits.dictionaryValues).optional(),
  /** The share of rows that may fail, 0 unless said. */
  tolerated: z.number().min(0).max(1).optional(),
  /** What happens beyond that share: a new version is made with a warning, or not at all. */
  otherwise: z.enum(["warn", "stop"]).optional(),
});
export type DictionaryEntry = z.output<typeof dictionaryEntry>;

/** The dictionary of a dataset: an entry a column, by name; at most one column is the target. */
export const dictionarySchema = z
  .array(dictionaryEntry)
  .max(limits.datasetColumns)
  .refine((entries) => new Set(entries.map(({ name }) => name)).size === entries.length, {
    message: "expected each column once",
  })
  .refine((entries) => entries.filter(({ role }) => role === "target").length <= 1, {
    message: "expected at most one target",
  });
export type Dictionary = z.output<typeof dictionarySchema>;

/** A dictionary as the database keeps it. */
export function parseDictionary(text: string | null): Dictionary {
  return text ? (JSON.parse(text) as Dictionary) : [];
}

/** The entry of a column; empty where nothing is said of it. */
export function entryOf(dictionary: Dictionary, name: string): DictionaryEntry {
  return dictionary.find((entry) => entry.name === name) ?? { name };
}

/**
 * A dictionary with an entry in place of the column's former one; a new target takes the role from the old,
 * and an entry that says nothing goes.
 */
export function withEntry(dictionary: Dictionary, entry: DictionaryEntry): Dictionary {
  const says = Object.entries(entry).some(([key, said]) => key !== "name" && said !== undefined);
  const others = dictionary
    .filter(({ name }) => name !== entry.name)
    .map((other) => (entry.role === "target" && other.role === "target" ? without(other) : other));
  return says ? [...others, entry] : others;
}

function without({ role: _role, ...rest }: DictionaryEntry): DictionaryEntry {
  return rest;
}

/** The column of a table that the dictionary calls its target; null where there is none. */
export function targetIn(dictionary: Dictionary, columns: readonly ColumnSchema[]): string | null {
  const target = dictionary.find(({ role }) => role === "target");
  return target && columns.some(({ name }) => name === target.name) ? target.name : null;
}

/**
 * What a recipe carries over from the dictionary of what it reads: entries of columns that its table still
 * has, renamed ones under their new names. A type that a step changed is no longer expected.
 */
export function carriedDictionary(
  dictionary: Dictionary,
  steps: readonly Step[],
  columns: readonly ColumnSchema[],
): Dictionary {
  const renamed = steps.reduce<Dictionary>(
    (entries, step) =>
      step.kind === "rename"
        ? entries.map((entry) => (entry.name === step.from ? { ...entry, name: step.to } : entry))
        : entries,
    dictionary,
  );
  return renamed.flatMap((entry) => {
    const column = columns.find(({ name }) => name === entry.name);
    if (!column) return [];
    const { type, ...rest } = entry;
    return [type === undefined || type === column.type ? entry : rest];
  });
}

/** The units of columns, by name. */
export function unitsOf(dictionary: Dictionary): Record<string, string> {
  return Object.fromEntries(dictionary.flatMap(({ name, unit }) => (unit ? [[name, unit]] : [])));
}
