import * as z from "zod";
import { percent } from "@/lib/format";
import type { ColumnType } from "@/lib/frame/frame";
import type { Cell } from "./comparison";
import type { DictionaryEntry } from "./dictionary";
import type { ColumnProfile, Profile } from "./profile";
import { unitInNameOf } from "./units";

/** What can be expected of a column. */
export const expectationKinds = ["type", "required", "unique", "allowed", "range", "missing-code"] as const;
export type ExpectationKind = (typeof expectationKinds)[number];

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** A row that fails: its number from 1, its key where the dictionary names one, and the cell. */
const failingRow = z.strictObject({
  row: z.number().int().min(1),
  key: z.record(z.string(), cell),
  value: cell,
});
export type FailingRow = z.output<typeof failingRow>;

/** How the rows of a table met one expectation. `rows` are the first that fail. */
const checkSchema = z.strictObject({
  column: z.string(),
  kind: z.enum(expectationKinds),
  expected: z.string(),
  failing: z.number().int().min(0),
  tolerated: z.number().min(0).max(1),
  outcome: z.enum(["met", "tolerated", "warn", "stop"]),
  rows: z.array(failingRow),
});
export type Check = z.output<typeof checkSchema>;

/** How a table met all that was expected of it when it was looked at. */
export const validationSchema = z.strictObject({
  rows: z.number().int().min(0),
  checks: z.array(checkSchema),
});
export type Validation = z.output<typeof validationSchema>;

/** What an entry expects, in the order of the kinds. */
export function expectationsOf(entry: DictionaryEntry): ExpectationKind[] {
  const has: Record<ExpectationKind, boolean> = {
    type: entry.type !== undefined,
    required: entry.required === true,
    unique: entry.unique === true,
    allowed: entry.allowed !== undefined,
    range: entry.least !== undefined || entry.most !== undefined,
    "missing-code": entry.missingCodes !== undefined,
  };
  return expectationKinds.filter((kind) => has[kind]);
}

/** What is expected, in words that follow the column's name. */
export function expectedWords(entry: DictionaryEntry, kind: ExpectationKind): string {
  const list = (values: readonly (string | number)[] = []) => values.join(", ");
  switch (kind) {
    case "type":
      return `of type ${entry.type}`;
    case "required":
      return "never missing";
    case "unique":
      return "different in every row";
    case "allowed":
      return `one of ${list(entry.allowed)}`;
    case "range":
      if (entry.least === undefined) return `at most ${entry.most}`;
      return entry.most === undefined ? `at least ${entry.least}` : `from ${entry.least} to ${entry.most}`;
    case "missing-code":
      return `never ${list(entry.missingCodes)}, which mean missing`;
  }
}

/** What follows from so many failing rows: beyond the tolerated share, what the entry says. */
export function outcomeOf(entry: DictionaryEntry, failing: number, rows: number): Check["outcome"] {
  if (failing === 0) return "met";
  return failing / rows <= (entry.tolerated ?? 0) ? "tolerated" : (entry.otherwise ?? "warn");
}

/** Why no version was made: what forbids it, with the first rows; null where nothing does. */
export function stopWords({ rows, checks }: Validation): string | null {
  const stops = checks.filter(({ outcome }) => outcome === "stop");
  if (stops.length === 0) return null;
  const named = stops.slice(0, 5).map((check) => {
    const at = check.rows.slice(0, 5).map(rowWords);
    const tolerated = check.tolerated > 0 ? `, ${percent(check.tolerated)} is tolerated` : "";
    return (
      `${check.column} is expected to be ${check.expected}; ` +
      `${check.failing.toLocaleString("en")} of ${rows.toLocaleString("en")} rows are not` +
      `${tolerated}${at.length > 0 ? ` (${at.join(", ")}${check.failing > at.length ? ", …" : ""})` : ""}`
    );
  });
  const more = stops.length - named.length;
  const rest = more > 0 ? `. ${more} more expectations are not met` : "";
  return `${named.join(". ")}${rest}. No version was made.`;
}

function rowWords({ row, key }: FailingRow): string {
  const names = Object.entries(key).map(([name, value]) => `${name} ${String(value)}`);
  return names.length > 0 ? names.join(" ") : `row ${row.toLocaleString("en")}`;
}

/** A suggestion that one click takes over: what it says, and the entry's fields that say so. */
export type Suggestion = { column: string; text: string; change: Partial<DictionaryEntry> };

/** Text columns with at most so many values, each standing often, are taken for categories. */
const mostCategories = 12;

/** What the figures of a version suggest to expect of the next ones, beside what is expected already. */
export function suggestionsOf(profile: Profile, entries: readonly DictionaryEntry[]): Suggestion[] {
  const hasTarget = entries.some(({ role }) => role === "target");
  return profile.columns.flatMap((column) => {
    const entry = entries.find(({ name }) => name === column.name) ?? { name: column.name };
    return suggestionsFor(column, profile).filter(
      ({ change }) =>
        !(hasTarget && change.role === "target") &&
        Object.keys(change).some((key) => entry[key as keyof DictionaryEntry] === undefined),
    );
  });
}

function suggestionsFor(column: ColumnProfile, { rows, target }: Profile): Suggestion[] {
  const { name, type, missing, distinct, top, description, flag } = column;
  const suggest = (text: string, change: Partial<DictionaryEntry>) => ({ column: name, text, change });
  const found: Suggestion[] = [];
  const unit = unitInNameOf(name, type);
  if (unit !== null) found.push(suggest(`is measured in ${unit}, as its name says`, { unit }));
  if (flag === "target" && target) found.push(suggest("is the target", { role: "target" }));
  if (flag === "identifier") found.push(suggest("tells rows or things apart: an id", { role: "id" }));
  if (missing === 0 && rows >= 20) found.push(suggest("is never missing", { required: true }));
  if (isKey(type, distinct, rows)) found.push(suggest("is different in every row", { unique: true }));
  if (type === "text" && top && distinct > 1 && distinct <= mostCategories && rows >= 20 * distinct)
    found.push(
      suggest(`is one of ${distinct} values`, { allowed: top.slice(0, distinct).map(({ value }) => value) }),
    );
  const least = description?.min ?? null;
  if ((type === "number" || type === "integer") && least !== null && least >= 0 && distinct > 2)
    found.push(suggest("is never negative", { least: 0 }));
  return found;
}

function isKey(type: ColumnType, distinct: number, rows: number): boolean {
  return distinct === rows && rows >= 20 && (type === "text" || type === "integer");
}

export type { Cell };
