import { monthNames } from "../formulas/date-format";
import { readDate } from "../formulas/date-read";
import { dateIn } from "./example";

/** A format that reads a text as a date, and what it costs to say it. */
export type DateWriting = { format: string; cost: number };

type Part = "year" | "month" | "day" | "hour" | "minute" | "second" | "fraction";
/** What a run of digits may be: tokens of a format and the parts that they read. */
type Reading = { token: string; parts: readonly Part[] };

const most = { characters: 100, runs: 7, found: 24 };
const one = (token: string, part: Part): Reading => ({ token, parts: [part] });
const readings: Record<number, readonly Reading[]> = {
  1: [one("D", "day"), one("M", "month"), one("H", "hour")],
  2: [
    ...[one("DD", "day"), one("MM", "month"), one("YY", "year"), one("HH", "hour")],
    ...[one("mm", "minute"), one("ss", "second")],
  ],
  4: [one("YYYY", "year"), { token: "HHmm", parts: ["hour", "minute"] }],
  6: [
    { token: "YYMMDD", parts: ["year", "month", "day"] },
    { token: "DDMMYY", parts: ["day", "month", "year"] },
    { token: "MMDDYY", parts: ["month", "day", "year"] },
    { token: "YYYYMM", parts: ["year", "month"] },
    { token: "HHmmss", parts: ["hour", "minute", "second"] },
  ],
  8: [
    { token: "YYYYMMDD", parts: ["year", "month", "day"] },
    { token: "DDMMYYYY", parts: ["day", "month", "year"] },
    { token: "MMDDYYYY", parts: ["month", "day", "year"] },
  ],
  14: [{ token: "YYYYMMDDHHmmss", parts: ["year", "month", "day", "hour", "minute", "second"] }],
};

/** The formats that read a text as a date, the simplest first; none where the text is not a date alone. */
export function formatsOf(text: string, result: string): DateWriting[] {
  const wanted = dateIn(result);
  if (wanted === null || text.length > most.characters) return [];
  const runs = text.match(/\d+|\p{L}+|[^\d\p{L}]+/gu) ?? [];
  if (runs.filter((run) => /^\d/.test(run)).length > most.runs) return [];
  const found = new Map<string, DateWriting>();
  const keep = (format: string) => {
    if (found.size < most.found && !found.has(format) && reads(text, format, wanted))
      found.set(format, { format, cost: costOf(format, runs) });
  };
  // As they stand, and with days, months and hours of one digit or two.
  walk(runs, 0, "", new Set(), keep);
  walk(runs, 0, "", new Set(), (format) =>
    keep(format.replaceAll(/(?<![A-SU-Za-z])([DMH])\1(?![A-SU-Za-z])/g, "$1")),
  );
  return [...found.values()].toSorted((a, b) => a.cost - b.cost || (a.format < b.format ? -1 : 1));
}

/** Goes through the ways to read runs, each part of a date once. */
function walk(
  runs: readonly string[],
  at: number,
  format: string,
  said: ReadonlySet<Part>,
  found: (format: string) => void,
): void {
  const run = runs[at];
  if (run === undefined) {
    if (said.has("year")) found(format);
    return;
  }
  for (const { token, parts } of waysOf(run, said))
    if (!parts.some((part) => said.has(part)))
      walk(runs, at + 1, format + token, new Set([...said, ...parts]), found);
}

function waysOf(run: string, said: ReadonlySet<Part>): readonly Reading[] {
  if (/^\d/.test(run)) {
    const fraction = run.length <= 6 && said.has("second") ? [one("f", "fraction")] : [];
    return [...(readings[run.length] ?? []), ...fraction];
  }
  const month = monthNames.find((name) => name.slice(0, 3).toLowerCase() === run.toLowerCase());
  if (month) return [one("MMM", "month"), ...(month.length === 3 ? [one("MMMM", "month")] : [])];
  if (monthNames.some((name) => name.toLowerCase() === run.toLowerCase())) return [one("MMMM", "month")];
  if (/[[\]]/.test(run)) return [];
  const isPlain = /^[TZ]$/.test(run) || !/[A-Za-z]/.test(run);
  return [{ token: isPlain ? run : `[${run}]`, parts: [] }];
}

/** Whether a format reads a text as a date, but for the century of a year of two digits. */
function reads(text: string, format: string, wanted: string): boolean {
  const time = readDate(text, format);
  if (time === null) return false;
  const date = dateOf(time);
  if (date === null) return false;
  return /(?<!Y)YY(?!Y)/.test(format) ? date.slice(2) === wanted.slice(2) : date === wanted;
}

/** A time in microseconds since 1970 as results are written. */
function dateOf(time: bigint): string | null {
  const milliseconds = Number(time / 1_000n);
  const whole = new Date(Math.floor(milliseconds / 1_000) * 1_000).toISOString().slice(0, 19);
  const fraction = String(((time % 1_000_000n) + 1_000_000n) % 1_000_000n).padStart(6, "0");
  return dateIn(`${whole}.${fraction}`);
}

/** Days, months and hours of one digit or two cost a little more where two are there, quoted words more. */
function costOf(format: string, runs: readonly string[]): number {
  const tokens = format.match(/\[[^\]]*\]|[A-Z]+|[a-z]+/g) ?? [];
  const isTwo = (token: string) => /^[DMH]$/.test(token) && !runs.some((run) => /^\d$/.test(run));
  const order = /^D/.test(format) || /^Y/.test(format) ? 0 : 0.02;
  const words = tokens.filter((token) => token.startsWith("[")).length;
  return order + 0.05 * tokens.filter(isTwo).length + 1.2 * words + 0.02 * tokens.length;
}
