import { AppError } from "@/lib/errors";
import { datesTaken, dateReadings } from "./dates";
import { keyOf, knownExamples, typesOf, type Candidate, type Example, type Names } from "./example";
import { extractions } from "./extracts";
import { numberReadings, numbersTaken } from "./numbers";
import { cleanings, replacements } from "./replacements";
import type { ResultType } from "./example";
import { splits } from "./splits";

/** Candidates that are looked at on the values of a column. */
const most = 60;

/**
 * Steps that may make of each value what examples say, the simplest first; whether they do is for the engine
 * to say, which alone knows what a step does.
 *
 * @param values some values of the column, by which ways to extract are told apart
 * @param as the type of the results; null for any that they can be of
 * @throws {AppError} INVALID for examples that contradict each other, or are not of the type
 */
export function proposeSteps(
  examples: readonly Example[],
  values: readonly string[],
  as: ResultType | null,
  names: Names,
): Candidate[] {
  requireSound(examples, as);
  const known = knownExamples(examples);
  if (known.length === 0)
    throw new AppError(
      "INVALID",
      "Say for one value at least what it should become, not that it is missing.",
    );
  const types = as === null ? typesOf(examples) : [as];
  const all: Candidate[] = [];
  if (types.includes("text"))
    all.push(
      ...cleanings(known, names.column),
      ...replacements(known, names.column),
      ...splits(known, names),
      ...extractions(examples, values, names),
    );
  if (types.includes("number"))
    all.push(...numberReadings(examples, names), ...numbersTaken(examples, values, names));
  if (types.includes("date"))
    all.push(...dateReadings(examples, names), ...datesTaken(examples, values, names));
  return all.toSorted((a, b) => a.cost - b.cost || (textOf(a) < textOf(b) ? -1 : 1)).slice(0, most);
}

const textOf = ({ steps }: Candidate) => JSON.stringify(steps);

function requireSound(examples: readonly Example[], as: ResultType | null): void {
  const said = new Map<string, string | null>();
  for (const { value, result } of examples) {
    const before = said.get(value);
    if (before !== undefined && before !== result)
      throw new AppError(
        "INVALID",
        `“${value}” cannot become both ${wordFor(before)} and ${wordFor(result)}: ` +
          "a step sees the value alone.",
      );
    said.set(value, result);
    if (as !== null && result !== null && keyOf(result, as) === null)
      throw new AppError("INVALID", `“${result}” is no ${as}${hints[as]}.`);
  }
}

const wordFor = (result: string | null) => (result === null ? "missing" : `“${result}”`);
const hints = {
  text: "",
  number: "; write it as 1234.5",
  date: "; write it as 2019-01-03, or 2019-01-03 14:05",
};
