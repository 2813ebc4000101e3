import { functionGroup, text, textConstant, wholeConstant } from "./function";
import { isNullable, parsePattern, PatternError } from "./pattern";
import { compilePattern, matchPattern, type Program } from "./pattern-match";
import { patternSource, type PatternEngine } from "./pattern-source";
import { bind } from "./sql";
import { bounded } from "./value-text";
import { literal } from "../steps/step";

const group = "Patterns";
const anyPattern = textConstant("pattern", (source) => wrongPattern(source, false));
const matchingPattern = textConstant("pattern", (source) => wrongPattern(source, true));

/** Functions of patterns: regular expressions of which RE2, Python and our own matcher make the same. */
export const patternFunctions = functionGroup({
  matches: {
    group,
    params: [text("text"), anyPattern],
    result: "boolean",
    says: "Whether a pattern matches somewhere in a text; ^ and $ are its ends.",
    example: [String.raw`matches('2020 AB1', '^\d{4} [A-Z]+')`, true],
    sql: ([t], { constants: [, source] }) => `regexp_matches(${t}, ${literal(written(source, "re2"))})`,
    run: (t: string, source: string) => matchPattern(compiled(source), codePoints(t)) !== null,
    python: "return re.search(pattern, text, re.ASCII) is not None",
    pythonConstant: toPython,
  },
  extract: {
    group,
    params: [text("text"), anyPattern, wholeConstant("group", 0, 9)],
    optional: 1,
    result: "text",
    wrongConstants: ([, source, n]) => wrongGroup(source, 2, n === undefined ? [] : [Number(n)]),
    says: "What a pattern, or one of its (groups), matches first; its first group unless said; else missing.",
    example: [String.raw`extract('2020 AB1', '([A-Z]+)\d')`, "AB"],
    sql: ([t], { constants: [, source, n] }) => {
      const pattern = literal(written(source, "re2"));
      return bind(
        t!,
        `CASE WHEN regexp_matches(v, ${pattern})
          THEN regexp_extract(v, ${pattern}, ${groupOf(String(source), n)}) END`,
      );
    },
    run: (t: string, source: string, n?: number) => {
      const letters = codePoints(t);
      const found = matchPattern(compiled(source), letters);
      return found && part(letters, found, groupOf(source, n));
    },
    python: `match = re.search(pattern, text, re.ASCII)
if match is None:
    return None
return match.group(min(1, match.re.groups) if group is None else int(group)) or ""`,
    pythonConstant: toPython,
  },
  replace_pattern: {
    group,
    params: [text("text"), matchingPattern, textConstant("by", wrongReplacement)],
    result: "text",
    wrongConstants: ([, source, by]) => wrongGroup(source, 2, groupsIn(String(by))),
    says: "A text with every match of a pattern replaced; $1 stands for what its first group matched.",
    example: [String.raw`replace_pattern('a1b22', '(\d+)', '<$1>')`, "a<1>b<22>"],
    sql: ([t], { constants: [, source, by] }) => {
      const [pattern, filled] = [written(source, "re2"), re2Replacement(String(by))].map(literal);
      return `regexp_replace(${t}, ${pattern}, ${filled}, 'g')`;
    },
    run: replaceAll,
    python: `def fill(match):
    return re.sub(r"\\$(\\d)", lambda n: match.group(int(n.group(1))) or "", by)
return re.sub(pattern, fill, text, flags=re.ASCII)`,
    pythonConstant: toPython,
  },
  count_matches: {
    group,
    params: [text("text"), matchingPattern],
    result: "number",
    says: "How often a pattern matches in a text.",
    example: ["count_matches('banana', 'an')", 2],
    sql: ([t], { constants: [, source] }) =>
      `CAST(len(regexp_extract_all(${t}, ${literal(written(source, "re2"))})) AS DOUBLE)`,
    run: (t: string, source: string) => [...allMatches(codePoints(t), source)].length,
    python: "return float(sum(1 for _ in re.finditer(pattern, text, re.ASCII)))",
    pythonConstant: toPython,
  },
});

const programs = new Map<string, Program>();
function compiled(source: string): Program {
  const known = programs.get(source);
  if (known) return known;
  if (programs.size >= 200) programs.clear();
  const { pattern, captures } = parsePattern(source);
  const program = compilePattern(pattern, captures);
  programs.set(source, program);
  return program;
}

function wrongPattern(source: string, needsLetters: boolean): string | null {
  try {
    const { pattern } = parsePattern(source);
    return needsLetters && isNullable(pattern) ? "a pattern that matches at least one character" : null;
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return `a pattern that every engine reads alike; at its character ${error.at + 1}: ${error.message}`;
  }
}

function wrongReplacement(by: string): string | null {
  return /\$(?!\d)/.test(by) ? "$ before the number of a group, such as $1" : null;
}

function groupsIn(by: string): number[] {
  return Array.from(by.matchAll(/\$(\d)/g), ([, n]) => Number(n));
}

function wrongGroup(source: string | number | undefined, at: number, groups: readonly number[]) {
  const { captures } = parsePattern(String(source));
  const far = groups.find((n) => n > captures);
  if (far === undefined) return null;
  return { at, expected: `a group of the pattern, which has ${captures}; there is no group ${far}` };
}

function written(source: string | number | undefined, engine: PatternEngine): string {
  return patternSource(parsePattern(String(source)).pattern, engine);
}

function toPython(value: string | number): string | number {
  return typeof value === "string" ? written(value, "python") : value;
}

function groupOf(source: string, n: number | string | undefined): number {
  return n === undefined ? Math.min(1, parsePattern(source).captures) : Number(n);
}

function re2Replacement(by: string): string {
  return by.replaceAll("\\", "\\\\").replaceAll(/\$(\d)/g, "\\$1");
}

function codePoints(t: string): number[] {
  return Array.from(t, (letter) => letter.codePointAt(0)!);
}

function textFrom(letters: readonly number[], from: number, to: number): string {
  return letters
    .slice(from, to)
    .map((code) => String.fromCodePoint(code))
    .join("");
}

function part(letters: readonly number[], found: Int32Array, n: number): string {
  return textFrom(letters, Math.max(0, found[2 * n] ?? 0), Math.max(0, found[2 * n + 1] ?? 0));
}

function replaceAll(t: string, source: string, by: string): string {
  const letters = codePoints(t);
  const made: string[] = [];
  let from = 0;
  for (const found of allMatches(letters, source)) {
    const filled = by.replaceAll(/\$(\d)/g, (_, n: string) => part(letters, found, Number(n)));
    made.push(textFrom(letters, from, found[0]!), filled);
    from = found[1]!;
  }
  return bounded([...made, textFrom(letters, from, letters.length)].join(""));
}

function* allMatches(letters: readonly number[], source: string): Generator<Int32Array> {
  for (let from = 0; from <= letters.length;) {
    const found = matchPattern(compiled(source), letters, from);
    if (!found) return;
    yield found;
    from = found[1]!;
  }
}
