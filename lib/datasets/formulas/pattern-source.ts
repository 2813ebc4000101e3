import type { Pattern, Range } from "./pattern";

/** The engines whose syntax a pattern is written in; DuckDB has RE2. */
export type PatternEngine = "re2" | "python";
const ends: Record<PatternEngine, string> = { re2: String.raw`\z`, python: String.raw`\Z` };

/** A pattern in the syntax of an engine, which makes of it what our own matcher does. */
export function patternSource(pattern: Pattern, engine: PatternEngine): string {
  switch (pattern.op) {
    case "start":
      return String.raw`\A`;
    case "end":
      return ends[engine];
    case "boundary":
      return String.raw`\b`;
    case "inside":
      return String.raw`\B`;
    case "set":
      return setSource(pattern, engine);
    case "group":
      return `(${pattern.capture === null ? "?:" : ""}${patternSource(pattern.of, engine)})`;
    case "sequence":
      return pattern.parts.map((part) => wrapped(part, engine, ["choice"])).join("");
    case "choice":
      return pattern.parts.map((part) => patternSource(part, engine)).join("|");
    case "repeat": {
      const of = wrapped(pattern.of, engine, ["choice", "sequence", "repeat"]);
      return `${of}${countsSource(pattern)}${pattern.lazy ? "?" : ""}`;
    }
  }
}

function wrapped(pattern: Pattern, engine: PatternEngine, ops: readonly Pattern["op"][]): string {
  const source = patternSource(pattern, engine);
  return ops.includes(pattern.op) ? `(?:${source})` : source;
}

function countsSource({ least, most }: { least: number; most: number | null }): string {
  if (most === null && least <= 1) return least === 0 ? "*" : "+";
  if (least === 0 && most === 1) return "?";
  return least === most ? `{${least}}` : `{${least},${most ?? ""}}`;
}

function setSource(
  { ranges, negated }: { ranges: readonly Range[]; negated: boolean },
  engine: PatternEngine,
): string {
  const [only] = ranges;
  if (ranges.length === 1 && only![0] === only![1] && !negated) return letterSource(only![0], engine);
  const members = ranges.map(([from, to]) =>
    from === to ? letterSource(from, engine) : `${letterSource(from, engine)}-${letterSource(to, engine)}`,
  );
  return `[${negated ? "^" : ""}${members.join("")}]`;
}

/** A letter that means itself, in and out of sets: visible ones as they are, others by number. */
function letterSource(code: number, engine: PatternEngine): string {
  const letter = String.fromCodePoint(code);
  if (/^[A-Za-z0-9_ ]$/.test(letter)) return letter;
  if (code > 0x20 && code < 0x7f) return `\\${letter}`;
  if (/^[\p{L}\p{N}]$/u.test(letter)) return letter;
  const hex = code.toString(16).toUpperCase();
  if (engine === "re2") return `\\x{${hex}}`;
  return code > 0xffff ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
}
