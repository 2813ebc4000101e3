import { parsePattern } from "../formulas/pattern";
import { compilePattern, matchPattern, type Program } from "../formulas/pattern-match";
import { knownExamples, type Candidate, type Example, type KnownExample, type Names } from "./example";
import { bodiesOf, leftsOf, rightsOf, type Part } from "./pattern-parts";

/** A pattern that takes from every example what it should. */
export type Taking = { pattern: string; cost: number };

/** Patterns that are looked at, characters of one, and those that are kept: all other in what they take. */
const most = { tried: 6_000, characters: 200, kept: 24 };
/** Values of the column that patterns are told apart by, and characters of one. */
const probe = { values: 100, characters: 200 };

/**
 * Patterns whose first match in each example is its result, the simplest first. Of those that take the same
 * from all values that they are told apart by, the simplest is kept.
 *
 * @param values some values of the column
 */
export function takingPatterns(examples: readonly Example[], values: readonly string[]): Taking[] {
  const known = knownExamples(examples);
  const [model] = known.toSorted((a, b) => a.value.length - b.value.length);
  if (!model || known.some(({ value, result }) => result === "" || !value.includes(result))) return [];
  const told = values.filter(({ length }) => length <= probe.characters).slice(0, probe.values);
  const found: Taking[] = [];
  const seen = new Set<string>();
  for (const taking of combinations(model, known).slice(0, most.tried)) {
    const program = programOf(taking.pattern);
    if (!examples.every(({ value, result }) => taken(program, value) === result)) continue;
    const takes = JSON.stringify(told.map((value) => taken(program, value)));
    if (seen.has(takes)) continue;
    seen.add(takes);
    found.push(taking);
    if (found.length === most.kept) break;
  }
  return found;
}

/** The same as steps that make a new column. */
export function extractions(
  examples: readonly Example[],
  values: readonly string[],
  { column, into }: Names,
): Candidate[] {
  return takingPatterns(examples, values).map(({ pattern, cost }) => ({
    steps: [{ kind: "extract", column, pattern, name: into }],
    column: into,
    type: "text",
    cost: 1.6 + cost,
  }));
}

/** All ways to say where a text stands in a value, by cost and then by what they say. */
function combinations(model: KnownExample, known: readonly KnownExample[]): Taking[] {
  const texts = known.map(({ result }) => result);
  const all = new Map<string, number>();
  for (const at of placesOf(model.value, model.result)) {
    const [before, behind] = [model.value.slice(0, at), model.value.slice(at + model.result.length)];
    const around = [...new Set([[...before].at(-1), [...behind][0]])].filter((one) => one !== undefined);
    const bodies = bodiesOf(texts, around).filter((body) => fits(body, texts));
    for (const left of leftsOf(before))
      for (const right of rightsOf(behind))
        for (const body of bodies) {
          const isWhole = left.source === "" && right.source === "";
          const pattern = isWhole ? body.source : `${left.source}(${body.source})${right.source}`;
          if (pattern.length > most.characters) continue;
          const cost = left.cost + body.cost + right.cost;
          all.set(pattern, Math.min(cost, all.get(pattern) ?? cost));
        }
  }
  return [...all]
    .map(([pattern, cost]) => ({ pattern, cost }))
    .toSorted((a, b) => a.cost - b.cost || a.pattern.length - b.pattern.length || compare(a, b));
}

const compare = (a: Taking, b: Taking) => (a.pattern < b.pattern ? -1 : 1);

function placesOf(value: string, result: string): number[] {
  const places: number[] = [];
  for (let at = value.indexOf(result); at !== -1 && places.length < 3; at = value.indexOf(result, at + 1))
    places.push(at);
  return places;
}

function fits({ source }: Part, texts: readonly string[]): boolean {
  const program = programOf(`^(?:${source})$`);
  return texts.every((text) => matchPattern(program, lettersOf(text)) !== null);
}

function programOf(source: string): Program {
  const { pattern, captures } = parsePattern(source);
  return compilePattern(pattern, captures);
}

const lettersOf = (text: string) => Array.from(text, (letter) => letter.codePointAt(0)!);

/** What the first group of a pattern, or all of it, matches first; null where it does not match. */
function taken(program: Program, text: string): string | null {
  const letters = lettersOf(text);
  const found = matchPattern(program, letters);
  if (!found) return null;
  const group = program.slots > 2 ? 2 : 0;
  if (found[group]! < 0) return "";
  return String.fromCodePoint(...letters.slice(found[group], found[group + 1]));
}
