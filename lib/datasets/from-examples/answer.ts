import type { Step } from "../recipe";
import type { Example, ResultType } from "./example";

/**
 * Examples of a column; `as` is the type of the results, null for any, `into` the name of a new column, null
 * for one that is free.
 */
export type FromExamplesAsked = {
  column: string;
  examples: Example[];
  as: ResultType | null;
  into: string | null;
};

/** Values of a column, and the rows that have them. */
export type ValuesAndRows = { values: number; rows: number };

/**
 * Steps that make what examples say, and the column in which that stands: how many values have a result then
 * and how many none, how many stay as they are, and the first of them; `alike` is how many other ways do the
 * same to every value.
 */
export type ProposedSteps = {
  steps: Step[];
  column: string;
  type: ResultType;
  alike: number;
  made: ValuesAndRows;
  failed: ValuesAndRows;
  same: number;
  samples: Example[];
  failing: Example[];
};

/**
 * Steps for examples of a column, the simplest first, and `more` that are not told. Of `distinct` values
 * `looked` at, the most frequent, in `rows`; of those, `open` become different things by different
 * candidates, and `questions` are the first of them with what each candidate makes.
 */
export type FromExamples = {
  distinct: number;
  looked: number;
  rows: number;
  candidates: ProposedSteps[];
  more: number;
  open: ValuesAndRows;
  questions: { value: string; rows: number; results: (string | null)[] }[];
};
