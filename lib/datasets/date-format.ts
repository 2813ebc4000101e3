import { AppError } from "@/lib/errors";

const tokens = {
  YYYY: ["%Y", String.raw`\d{4}`],
  YY: ["%y", String.raw`\d{2}`],
  MMM: ["%b", "[A-Za-z]{3}"],
  MM: ["%m", String.raw`\d{1,2}`],
  DD: ["%d", String.raw`\d{1,2}`],
  HH: ["%H", String.raw`\d{1,2}`],
  hh: ["%I", String.raw`\d{1,2}`],
  mm: ["%M", String.raw`\d{2}`],
  ss: ["%S", String.raw`\d{2}`],
  SSS: ["%g", String.raw`\d{3}`],
  A: ["%p", "(AM|PM|am|pm)"],
} as const;
const parts = /YYYY|YY|MMM|MM|DD|HH|hh|mm|SSS|ss|A|[^A-Za-z%]|T/g;
type Token = keyof typeof tokens;

/** A way of writing dates, as DuckDB reads it, and what a cell that is written so looks like. */
export type DateFormat = { strptime: string; pattern: string };

/**
 * What DuckDB needs to read dates that are written as `DD/MM/YYYY HH:mm`: YYYY, YY, MMM (Jan), MM, DD, HH
 * (0-23), hh (1-12) with A, mm, ss, SSS (thousandths); days, months and hours may have one digit where
 * something stands between them.
 *
 * @throws {AppError} INVALID for other letters, and without year, month and day
 */
export function dateFormat(written: string): DateFormat {
  const found = written.match(parts) ?? [];
  const has = (...names: Token[]) => names.some((name) => found.some((part) => part === name));
  if (found.join("") !== written || !has("YYYY", "YY") || !has("MM", "MMM") || !has("DD"))
    throw new AppError("INVALID", `“${written}” is no way to write dates; DD/MM/YYYY HH:mm is one.`);
  const close = (i: number) => [found[i - 1], found[i + 1]].some((one) => one !== undefined && one in tokens);
  return {
    strptime: found.map((part) => (part in tokens ? tokens[part as Token][0] : part)).join(""),
    pattern: found
      .map((part, i) => {
        if (!(part in tokens)) return part.replace(/[.*+?^${}()|[\]\\/]/, String.raw`\$&`);
        const [, pattern] = tokens[part as Token];
        return pattern === String.raw`\d{1,2}` && close(i) ? String.raw`\d{2}` : pattern;
      })
      .join(""),
  };
}

export type DateOrder = "day first" | "month first" | "year first";
const day = /^\d{1,2}([-/.])\d{1,2}\1(\d{4}|\d{2})([ T].+)?$/;
const year = /^\d{4}([-/.])\d{1,2}\1\d{1,2}([ T].+)?$/;

/**
 * Ways in which a date may be written, from one that is: `01/02/2020` may begin with day or month, and with
 * two digits of the year with that too.
 */
export function dateCandidates(example: string): { order: DateOrder; written: string }[] {
  const [, split, years, clock] = day.exec(example) ?? [];
  const [, splitYears, clockOfYears] = year.exec(example) ?? [];
  const time = timeOf(clock ?? clockOfYears ?? "");
  if (time === null) return [];
  if (splitYears) return [{ order: "year first", written: `YYYY${splitYears}MM${splitYears}DD${time}` }];
  if (!split) return [];
  const Y = years!.length === 4 ? "YYYY" : "YY";
  return [
    { order: "day first", written: `DD${split}MM${split}${Y}${time}` },
    { order: "month first", written: `MM${split}DD${split}${Y}${time}` },
    ...(Y === "YY" ? [{ order: "year first" as const, written: `YY${split}MM${split}DD${time}` }] : []),
  ];
}

/** How the time behind a date is written; null where we do not know. */
function timeOf(text: string): string | null {
  if (text === "") return "";
  const lead = text[0]!;
  const clock = text.slice(1);
  if (/^\d{1,2}:\d{2}$/.test(clock)) return `${lead}HH:mm`;
  if (/^\d{1,2}:\d{2}:\d{2}$/.test(clock)) return `${lead}HH:mm:ss`;
  if (/^\d{1,2}:\d{2}:\d{2}\.\d{3}$/.test(clock)) return `${lead}HH:mm:ss.SSS`;
  if (/^\d{1,2}:\d{2} [AP]M$/i.test(clock)) return `${lead}hh:mm A`;
  return /^\d{1,2}:\d{2}:\d{2} [AP]M$/i.test(clock) ? `${lead}hh:mm:ss A` : null;
}
