/** Code points from the first to the last. */
export type Range = readonly [number, number];

/** A pattern as a tree: what RE2, Python and our own matcher all make the same of. */
export type Pattern =
  | { op: "set"; ranges: readonly Range[]; negated: boolean }
  | { op: "start" | "end" | "boundary" | "inside" }
  | { op: "group"; of: Pattern; capture: number | null }
  | { op: "sequence" | "choice"; parts: readonly Pattern[] }
  | { op: "repeat"; of: Pattern; least: number; most: number | null; lazy: boolean };

/** What is wrong with a pattern, and at which of its characters, from 0. */
export class PatternError extends Error {
  constructor(
    readonly at: number,
    message: string,
  ) {
    super(message);
    this.name = "PatternError";
  }
}

const digits: Range[] = [[0x30, 0x39]];
const words: Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const spaces: Range[] = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
];
const classes: Record<string, readonly Range[]> = { d: digits, w: words, s: spaces };
const controls: Record<string, number> = { n: 0x0a, t: 0x09, r: 0x0d, f: 0x0c };
const mostRepeats = 1_000;

type Reader = { letters: readonly string[]; at: number; captures: number };

/**
 * Reads a pattern: letters, `.`, sets, `\d \w \s`, groups, choices, repetitions, `^ $ \b`.
 *
 * @throws {PatternError} for what engines understand differently or not at all, such as look-around
 */
export function parsePattern(source: string): { pattern: Pattern; captures: number } {
  const reader: Reader = { letters: Array.from(source), at: 0, captures: 0 };
  const pattern = choice(reader);
  if (reader.at < reader.letters.length) throw new PatternError(reader.at, "there is no ( for this )");
  if (sizeOf(pattern) > 5_000) throw new PatternError(0, "the pattern is too large");
  return { pattern, captures: reader.captures };
}

function choice(reader: Reader): Pattern {
  const parts = [sequence(reader)];
  while (reader.letters[reader.at] === "|") {
    reader.at++;
    parts.push(sequence(reader));
  }
  return parts.length === 1 ? parts[0]! : { op: "choice", parts };
}

function sequence(reader: Reader): Pattern {
  const parts: Pattern[] = [];
  for (;;) {
    const letter = reader.letters[reader.at];
    if (letter === undefined || letter === "|" || letter === ")") break;
    parts.push(repeated(reader, atom(reader)));
  }
  return parts.length === 1 ? parts[0]! : { op: "sequence", parts };
}

function atom(reader: Reader): Pattern {
  const at = reader.at++;
  const letter = reader.letters[at]!;
  if (letter === "^") return { op: "start" };
  if (letter === "$") return { op: "end" };
  if (letter === ".") return { op: "set", ranges: [[0x0a, 0x0a]], negated: true };
  if (letter === "(") return group(reader, at);
  if (letter === "[") return set(reader, at);
  if (letter === "\\") return escaped(reader, at);
  if ("*+?".includes(letter)) throw new PatternError(at, `there is nothing that ${letter} could repeat`);
  if (letter === "{" || letter === "}") throw new PatternError(at, `write \\${letter} for a brace`);
  return one(letter.codePointAt(0)!);
}

function one(code: number): Pattern {
  return { op: "set", ranges: [[code, code]], negated: false };
}

function group(reader: Reader, at: number): Pattern {
  let capture: number | null = null;
  if (reader.letters[reader.at] === "?") {
    if (reader.letters[reader.at + 1] !== ":") throw new PatternError(at, groupWords(reader));
    reader.at += 2;
  } else capture = ++reader.captures;
  const of = choice(reader);
  if (reader.letters[reader.at++] !== ")") throw new PatternError(at, "this ( is not closed");
  return { op: "group", of, capture };
}

function groupWords({ letters, at }: Reader): string {
  const sign = letters.slice(at + 1, at + 3).join("");
  if (/^([=!]|<[=!])/.test(sign)) return "patterns do not look ahead or behind";
  if (/^[PY<']/.test(sign)) return "groups have no names, but numbers";
  return "patterns have no flags; lower(…) the text instead";
}

function escaped(reader: Reader, at: number): Pattern {
  const letter = reader.letters[reader.at++];
  if (letter === undefined) throw new PatternError(at, "a \\ at the end escapes nothing");
  if (letter === "b") return { op: "boundary" };
  if (letter === "B") return { op: "inside" };
  const ranges = classes[letter.toLowerCase()];
  if (ranges) return { op: "set", ranges, negated: letter !== letter.toLowerCase() };
  return one(escapedCode(letter, at));
}

function escapedCode(letter: string, at: number): number {
  if (letter in controls) return controls[letter]!;
  if (/[1-9]/.test(letter)) throw new PatternError(at, "a pattern cannot refer to what a group matched");
  if (/[A-Za-z0-9]/.test(letter))
    throw new PatternError(at, `\\${letter} means something else in each engine`);
  return letter.codePointAt(0)!;
}

function set(reader: Reader, at: number): Pattern {
  const negated = reader.letters[reader.at] === "^";
  if (negated) reader.at++;
  const ranges: Range[] = [];
  for (let first = true; ; first = false) {
    const letter = reader.letters[reader.at];
    if (letter === undefined) throw new PatternError(at, "this [ is not closed");
    if (letter === "]" && !first) break;
    ranges.push(...member(reader));
  }
  reader.at++;
  return { op: "set", ranges, negated };
}

function member(reader: Reader): readonly Range[] {
  const at = reader.at;
  const from = setCode(reader);
  if (typeof from !== "number") return from;
  if (reader.letters[reader.at] !== "-" || reader.letters[reader.at + 1] === "]") return [[from, from]];
  reader.at++;
  const to = setCode(reader);
  if (typeof to !== "number") throw new PatternError(at, "a range ends with a letter");
  if (to < from) throw new PatternError(at, "this range ends before it begins");
  return [[from, to]];
}

function setCode(reader: Reader): number | readonly Range[] {
  const at = reader.at++;
  const letter = reader.letters[at];
  if (letter === undefined) throw new PatternError(at, "a set is not closed");
  if (letter === "[" && ":.=".includes(reader.letters[reader.at] ?? "!"))
    throw new PatternError(at, "sets have no names; write [A-Za-z] or \\d");
  if (letter === "]") throw new PatternError(at, "a set is not empty; write \\] for a bracket in it");
  if (letter !== "\\") return letter.codePointAt(0)!;
  const name = reader.letters[reader.at++];
  if (name === undefined) throw new PatternError(at, "a \\ at the end escapes nothing");
  if (name in classes) return classes[name]!;
  return escapedCode(name, at);
}

function repeated(reader: Reader, of: Pattern): Pattern {
  const at = reader.at;
  const counts = readCounts(reader);
  if (!counts) return of;
  const lazy = reader.letters[reader.at] === "?";
  if (lazy) reader.at++;
  if ("*+?{".includes(reader.letters[reader.at] ?? "!"))
    throw new PatternError(reader.at, "a repetition is not repeated again; put it into (?:…)");
  if (isNullable(of)) throw new PatternError(at, "what is repeated must match at least one character");
  return { op: "repeat", of, ...counts, lazy };
}

function readCounts(reader: Reader): { least: number; most: number | null } | null {
  const { letters, at } = reader;
  const simple = { "*": [0, null], "+": [1, null], "?": [0, 1] } as const;
  const sign = letters[at] ?? "";
  if (Object.hasOwn(simple, sign)) {
    reader.at++;
    const [least, most] = simple[sign as keyof typeof simple];
    return { least, most };
  }
  if (sign !== "{") return null;
  const match = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(letters.slice(at, at + 12).join(""));
  if (!match) throw new PatternError(at, "expected {3}, {3,} or {3,5}; write \\{ for a brace");
  const least = Number(match[1]);
  const most = match[2] === undefined ? least : match[3] ? Number(match[3]) : null;
  if (least > mostRepeats || (most ?? 0) > mostRepeats)
    throw new PatternError(at, `at most ${mostRepeats} repetitions can be counted`);
  if (most !== null && most < least) throw new PatternError(at, "the smaller number comes first");
  reader.at += match[0].length;
  return { least, most };
}

/** Whether a pattern can match nothing at all. */
export function isNullable(pattern: Pattern): boolean {
  switch (pattern.op) {
    case "set":
      return false;
    case "group":
      return isNullable(pattern.of);
    case "sequence":
      return pattern.parts.every(isNullable);
    case "choice":
      return pattern.parts.some(isNullable);
    case "repeat":
      return pattern.least === 0 || isNullable(pattern.of);
    default:
      return true;
  }
}

function sizeOf(pattern: Pattern): number {
  if (pattern.op === "group") return sizeOf(pattern.of) + 2;
  if (pattern.op === "sequence" || pattern.op === "choice")
    return pattern.parts.reduce((sum, part) => sum + sizeOf(part) + 1, 1);
  if (pattern.op !== "repeat") return 1;
  return sizeOf(pattern.of) * Math.max(1, pattern.most ?? pattern.least + 1) + 1;
}
