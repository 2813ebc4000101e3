import { monthNames } from "../formulas/date-format";
import type { Step } from "../recipe";
import { dateIn, knownExamples } from "./example";
import type { Candidate, Example, KnownExample, Names } from "./example";
import { takingPatterns } from "./extracts";
import { formatsOf, type DateWriting } from "./date-writings";

const serials = ["1900", "1904", "seconds", "milliseconds"] as const;
const most = { formats: 12, mixed: 5 };

/** Steps that read the column as dates: by one format, by several, or as numbers that count. */
export function dateReadings(examples: readonly Example[], { column }: Names): Candidate[] {
  const known = knownExamples(examples);
  const otherwise = examples.length > known.length ? { otherwise: "missing" as const } : {};
  const make = (said: Partial<Extract<Step, { kind: "parse-date" }>>, cost: number): Candidate => ({
    steps: [{ kind: "parse-date", columns: [column], formats: [], ...said, ...otherwise }],
    column,
    type: "date",
    cost,
  });
  const all = known.map(({ value, result }) => formatsOf(value.trim(), result));
  const written = writingsOf(all).flatMap(({ formats, cost }) => {
    const pivot = pivotOf(known, formats);
    if (pivot === null) return [];
    return [make({ formats, ...(pivot === undefined ? {} : { pivot }) }, 1.2 + cost)];
  });
  const numbers = known.every(({ value }) => /^\d+(\.\d+)?$/.test(value.trim()))
    ? serials.map((serial) => make({ serial }, 1.5))
    : [];
  return [...written, ...numbers];
}

/** Steps that take the date out of a text first, and read it then. */
export function datesTaken(
  examples: readonly Example[],
  values: readonly string[],
  { column, into }: Names,
): Candidate[] {
  const texts = examples.map(({ value, result }) => ({
    value,
    result: result === null ? null : dateWithin(value, result),
  }));
  if (texts.some(({ result }, i) => result === null && examples[i]!.result !== null)) return [];
  const known = texts.flatMap(({ result }, i) =>
    result === null ? [] : [{ value: result, result: examples[i]!.result! }],
  );
  const readings = dateReadings(known, { column: into, into }).slice(0, 3);
  return takingPatterns(texts, values)
    .slice(0, 4)
    .flatMap(({ pattern, cost }) =>
      readings.map((reading) => ({
        steps: [{ kind: "extract" as const, column, pattern, name: into }, ...reading.steps],
        column: into,
        type: "date" as const,
        cost: 1.4 + cost + reading.cost,
      })),
    );
}

/** Formats that read all examples: each alone, or where none does, one of each example together. */
function writingsOf(all: readonly DateWriting[][]): { formats: string[]; cost: number }[] {
  const [first = [], ...others] = all;
  const shared = first.filter(({ format }) =>
    others.every((some) => some.some((one) => one.format === format)),
  );
  if (shared.length > 0)
    return shared.slice(0, most.formats).map(({ format, cost }) => ({ formats: [format], cost }));
  const each = all.map(([simplest]) => simplest?.format);
  const formats = [...new Set(each.filter((one) => one !== undefined))];
  const isWhole = each.every((one) => one !== undefined) && formats.length <= most.mixed;
  return isWhole && formats.length > 0 ? [{ formats, cost: 0.5 * formats.length }] : [];
}

/** The last year of two digits that is after 2000: what the step assumes, or another; null where none is. */
function pivotOf(known: readonly KnownExample[], formats: readonly string[]): number | undefined | null {
  if (!formats.some((format) => /(?<!Y)YY(?!Y)/.test(format))) return undefined;
  const years = known.map(({ result }) => Number(result.slice(0, 4)));
  if (years.some((year) => year < 1900 || year > 2099)) return null;
  const least = Math.max(0, ...years.filter((year) => year >= 2000).map((year) => year - 2000));
  const last = Math.min(99, ...years.filter((year) => year < 2000).map((year) => year - 1901));
  if (least > last || last < 0) return null;
  return least <= 68 && last >= 68 ? undefined : Math.min(last, Math.max(least, 68));
}

/** The longest part of a text, from word to word, that reads as a date; null where none does. */
function dateWithin(value: string, result: string): string | null {
  if (dateIn(result) === null) return null;
  const words = [...value.slice(0, 300).matchAll(/[\p{L}]+|\d+/gu)].slice(0, 24);
  for (let count = Math.min(words.length, 8); count >= 1; count--)
    for (let i = 0; i + count <= words.length; i++) {
      const last = words[i + count - 1]!;
      const text = value.slice(words[i]!.index, last.index + last[0].length);
      if (isPlain(text) && formatsOf(text, result).length > 0) return text;
    }
  return null;
}

/** Whether all words of a text are names of months, or the T between a day and its time. */
function isPlain(text: string): boolean {
  return (text.match(/\p{L}+/gu) ?? []).every(
    (word) => /^[TZ]$/.test(word) || monthNames.some((name) => isMonth(word, name)),
  );
}

function isMonth(word: string, name: string): boolean {
  const lower = word.toLowerCase();
  return lower === name.toLowerCase() || lower === name.slice(0, 3).toLowerCase();
}
