/** Parts of a date's format: what a part reads, as a pattern of which every engine makes the same. */
const tokens = {
  YYYY: { part: "year", pattern: "([0-9]{4})" },
  YY: { part: "year2", pattern: "([0-9]{2})" },
  MMMM: { part: "monthName", pattern: "([A-Za-z]{3,9})" },
  MMM: { part: "monthShort", pattern: "([A-Za-z]{3})" },
  MM: { part: "month", pattern: "([0-9]{2})" },
  M: { part: "month", pattern: "([0-9]{1,2})" },
  DD: { part: "day", pattern: "([0-9]{2})" },
  D: { part: "day", pattern: "([0-9]{1,2})" },
  HH: { part: "hour", pattern: "([0-9]{2})" },
  H: { part: "hour", pattern: "([0-9]{1,2})" },
  mm: { part: "minute", pattern: "([0-9]{2})" },
  ss: { part: "second", pattern: "([0-9]{2})" },
  f: { part: "fraction", pattern: "([0-9]{1,6})" },
} as const;
export type DateToken = keyof typeof tokens;
/** A token, or text as it stands. */
export type FormatPart = { token: DateToken } | { literal: string };

export const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

const reader = new RegExp(
  String.raw`(${Object.keys(tokens).join("|")})|\[([^\]]*)\]|([TZ]|[^A-Za-z[\]])|(.)`,
  "guy",
);

/** The parts of a format such as `DD.MM.YYYY HH:mm`, or what is wrong with it. */
export function parseFormat(format: string): FormatPart[] | string {
  const parts: FormatPart[] = [];
  for (const [, token, quoted, literal, wrong] of format.matchAll(new RegExp(reader.source, "gu"))) {
    if (wrong !== undefined)
      return `no ${wrong} in a format: there are ${Object.keys(tokens).join(", ")}, and [text] in brackets`;
    parts.push(token ? { token: token as DateToken } : { literal: quoted ?? literal! });
  }
  return parts;
}

/** What is wrong with a format to write dates, or null. */
export function wrongFormat(format: string): string | null {
  const parts = parseFormat(format);
  return typeof parts === "string" ? parts : null;
}

/** What is wrong with a format to read dates, which needs a year and says nothing twice; or null. */
export function wrongReading(format: string): string | null {
  const parts = parseFormat(format);
  if (typeof parts === "string") return parts;
  const found = tokensOf(parts).map((token) => tokens[token].part.replace(/2|Name|Short/, ""));
  if (!found.includes("year")) return "a format with YYYY or YY";
  const twice = found.find((part, i) => found.indexOf(part) !== i);
  return twice ? `a format that says the ${twice} once` : null;
}

/** The tokens of a format, in order. */
export function tokensOf(parts: readonly FormatPart[]): DateToken[] {
  return parts.flatMap((part) => ("token" in part ? [part.token] : []));
}

/** A pattern for a whole text of this format, a group for each token. */
export function patternOfFormat(parts: readonly FormatPart[]): string {
  return parts
    .map((part) =>
      "token" in part ? tokens[part.token].pattern : part.literal.replace(/[^A-Za-z0-9 _]/gu, escapeOne),
    )
    .join("");
}

function escapeOne(letter: string): string {
  return letter.charCodeAt(0) < 128 ? `\\${letter}` : letter;
}
