import type { Step } from "../recipe";
import { knownExamples, numberIn } from "./example";
import type { Candidate, Example, KnownExample, Names } from "./example";
import { takingPatterns, type Taking } from "./extracts";

type Thousands = "," | "." | "space" | "'" | undefined;
/** How numbers are written: the sign before decimals, and what stands between thousands. */
type Writing = { decimal: "." | ","; thousands: Thousands };

const writings: readonly Writing[] = ([".", ","] as const).flatMap((decimal) =>
  ([undefined, ",", ".", "space", "'"] as const)
    .filter((thousands) => thousands !== decimal)
    .map((thousands) => ({ decimal, thousands })),
);

/** What is behind a number multiplies it by one of these, or by what examples say exactly. */
const digitsOfFactor = 6;

/** Steps that read the column as numbers, with the units that stand behind them in examples. */
export function numberReadings(examples: readonly Example[], { column }: Names): Candidate[] {
  const known = knownExamples(examples);
  const otherwise = examples.length > known.length ? { otherwise: "missing" as const } : {};
  return writings.flatMap((writing) => {
    const units = unitsOf(known, writing);
    if (units === null) return [];
    const step: Step = { kind: "parse-number", columns: [column], ...said(writing), units, ...otherwise };
    const cost = 1.2 + costOf(writing, known) + 0.2 * units.length;
    return [{ steps: [step], column, type: "number" as const, cost }];
  });
}

/** Steps that take the number out of a text first, and read it then. */
export function numbersTaken(
  examples: readonly Example[],
  values: readonly string[],
  { column, into }: Names,
): Candidate[] {
  const known = new Map<string, Taking[]>();
  const takingOf = (texts: readonly Example[]) => {
    const key = JSON.stringify(texts);
    const taking = known.get(key) ?? takingPatterns(texts, values).slice(0, 4);
    known.set(key, taking);
    return taking;
  };
  return writings.flatMap((writing) => {
    const texts = examples.map(({ value, result }) => ({
      value,
      result: result === null ? null : numberWithin(value, Number(result), writing),
    }));
    if (texts.some(({ result }, i) => result === null && examples[i]!.result !== null)) return [];
    const written = costOf(writing, knownExamples(texts));
    return takingOf(texts).map(({ pattern, cost }) => ({
      steps: [
        { kind: "extract" as const, column, pattern, name: into },
        { kind: "parse-number" as const, columns: [into], ...said(writing), units: [] },
      ],
      column: into,
      type: "number" as const,
      cost: 2.6 + cost + written,
    }));
  });
}

const said = ({ decimal, thousands }: Writing) => ({ decimal, ...(thousands ? { thousands } : {}) });

/** A sign between thousands costs more where no example shows it, and so does a decimal comma. */
function costOf({ decimal, thousands }: Writing, known: readonly KnownExample[]): number {
  const sign = thousands === "space" ? " " : thousands;
  const isShown = sign === undefined || known.some(({ value }) => value.includes(sign));
  return (decimal === "," ? 0.1 : 0) + (sign === undefined ? 0 : isShown ? 0.1 : 0.4);
}

/** The number at the beginning of a text and what stands behind it; null where there is none. */
function readNumber(text: string, { decimal, thousands }: Writing): { value: number; behind: string } | null {
  const tidy = text
    .replaceAll(/[\u00a0\u202f]/g, " ")
    .replaceAll("\u2212", "-")
    .trim();
  const sign = thousands === "space" ? " " : thousands;
  const whole = sign ? String.raw`(?:\d{1,3}(?:[${sign}]\d{3})+(?!\d)|\d+)` : String.raw`\d+`;
  const point = decimal === "." ? String.raw`\.` : ",";
  const pattern = new RegExp(
    String.raw`^[-+]?(?:${whole}(?:${point}\d*)?|${point}\d+)(?:[eE][-+]?\d+)?(?![\d.,'])`,
  );
  const [found] = pattern.exec(tidy) ?? [];
  if (found === undefined) return null;
  const bare = sign ? found.replaceAll(sign, "") : found;
  const value = numberIn(bare.replace(decimal, "."));
  return value === null ? null : { value, behind: tidy.slice(found.length).trim() };
}

/** The units of examples and by what each multiplies; null where they do not say the results. */
function unitsOf(known: readonly KnownExample[], writing: Writing): [string, string][] | null {
  const units = new Map<string, string>();
  for (const { value, result } of known) {
    const read = readNumber(value, writing);
    if (!read) return null;
    const wanted = Number(result);
    if (read.behind === "") {
      if (read.value !== wanted) return null;
      continue;
    }
    const factor = read.value === 0 && wanted === 0 ? units.get(read.behind) : factorOf(read.value, wanted);
    const before = units.get(read.behind);
    // Nothing times anything is nothing: another example says by what.
    if (factor === undefined && read.value === 0 && wanted === 0) continue;
    if (!factor || (before !== undefined && before !== factor)) return null;
    if (read.behind.length > 40) return null;
    units.set(read.behind, factor);
  }
  const isSaid = known.every(({ value }) => {
    const behind = readNumber(value, writing)!.behind;
    return behind === "" || units.has(behind);
  });
  return isSaid ? [...units] : null;
}

/** By what a number must be multiplied to be another, exactly and as the step does; null where by nothing. */
function factorOf(from: number, to: number): string | null {
  if (from === to) return "1";
  if (from === 0 || to === 0) return null;
  const factor = Number((to / from).toPrecision(digitsOfFactor));
  const inverse = Math.round(1 / factor);
  const made = Math.abs(factor) < 1 && 1 / inverse === factor ? from / inverse : from * factor;
  return made === to ? String(factor) : null;
}

/** The first part of a text that reads as a number. */
function numberWithin(value: string, wanted: number, writing: Writing): string | null {
  for (const { 0: run } of value.matchAll(/[-+]?\d(?:[\d.,' ]*\d)?/g))
    for (const text of [run, run.replace(/^[-+]/, ""), ...run.split(" ")]) {
      const read = readNumber(text, writing);
      if (read && read.behind === "" && read.value === wanted) return text;
    }
  return null;
}
