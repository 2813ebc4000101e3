import type { Step } from "../recipe";

/** A value of a column, and what it should become, as text; null where it should be missing. */
export type Example = { value: string; result: string | null };
/** An example with a result. */
export type KnownExample = { value: string; result: string };

/** What results are. */
export const resultTypes = ["text", "number", "date"] as const;
export type ResultType = (typeof resultTypes)[number];

/**
 * Steps that make what examples say: the column in which it then stands, of which type, and what they cost:
 * the more they say, the more.
 */
export type Candidate = { steps: readonly Step[]; column: string; type: ResultType; cost: number };

/** The column that examples are of, and the name of a new one, which is free as are `<into> 1` to `6`. */
export type Names = { column: string; into: string };

/** The examples that have a result. */
export function knownExamples(examples: readonly Example[]): KnownExample[] {
  return examples.filter((example): example is KnownExample => example.result !== null);
}

/** A number as people write results, or null: `1234.5`, `-3`, `1e-5`. */
export function numberIn(text: string): number | null {
  if (!/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

const written = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?$/;

/**
 * A date as people write results, `2019-01-03` or `2019-01-03 14:05:30.25`, with all its parts and no zeros
 * that say nothing, or null.
 */
export function dateIn(text: string): string | null {
  const found = written.exec(text.trim());
  if (!found) return null;
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = ""] = found;
  const date = `${year}-${month}-${day}`;
  const clock = `${hour}:${minute}:${second}`;
  if (Number.isNaN(Date.parse(`${date}T${clock}Z`)) || !isDay(date)) return null;
  const parts = fraction.replace(/0+$/, "");
  if (parts !== "") return `${date} ${clock}.${parts}`;
  return clock === "00:00:00" ? date : `${date} ${clock}`;
}

/** Whether there is such a day: that of February 30 would be read as one in March. */
function isDay(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
}

/** What a result is compared by with others of its type; null where it is none of that type. */
export function keyOf(result: string, type: ResultType): string | null {
  if (type === "text") return result;
  if (type === "date") return dateIn(result);
  const value = numberIn(result);
  return value === null ? null : String(value);
}

/** The types that all results of some examples can be of. */
export function typesOf(examples: readonly Example[]): ResultType[] {
  const known = knownExamples(examples);
  return resultTypes.filter((type) => known.every(({ result }) => keyOf(result, type) !== null));
}
