/** A cell as formulas compute with it: dates are whole microseconds since 1970, UTC; null is missing. */
export type Value = number | string | boolean | bigint | null;

/** What an expression is. Whole numbers are numbers: every number is a double. */
export type Kind = "number" | "text" | "boolean" | "date";

/**
 * An argument of a function: of one kind, of any, or of the `same` kind as all others that say so.
 * With `constant` it must be written out in the formula, and that function says what is wrong with it.
 */
export type Param = {
  name: string;
  kind: Kind | "any" | "same";
  constant?: (value: string | number) => string | null;
};

/** What the writer of SQL knows of the arguments beside their SQL: constants as they are, and kinds. */
export type Known = { constants: readonly (string | number | undefined)[]; kinds: readonly Kind[] };

/** Everything that the product knows of one function of formulas. */
export type FormulaFunction = {
  group: "Math" | "Text" | "Patterns" | "Dates" | "Missing" | "Logic";
  params: readonly Param[];
  /** How many of the last arguments may be left out. */
  optional?: number;
  /** The kinds of arguments that may follow, over and over. */
  rest?: readonly Param[];
  result: Kind | "same";
  /** What it does, in a sentence. */
  says: string;
  /** A formula without columns, and what it gives; dates as ISO text. */
  example: readonly [formula: string, gives: number | string | boolean | null];
  /** What is wrong between constants that are right alone, and at which argument. */
  wrongConstants?: (of: Known["constants"]) => { at: number; expected: string } | null;
  /** It is also called where an argument is missing; else the result is missing then. */
  seesMissing?: true;
  /** As an expression of DuckDB. An argument stands in it once; `bind` names what is needed twice. */
  sql: (args: readonly string[], known: Known) => string;
  /** As a pure function; a result that is not finite is missing. */
  run: (...args: never[]) => Value;
  /** The body of a Python function of the same arguments: None is missing, dates are microseconds. */
  python: string;
  /** What Python is given instead of a constant, such as a pattern in its own syntax. */
  pythonConstant?: (value: string | number) => string | number;
};

/** Declares functions by name. */
export function functionGroup<Name extends string>(
  of: Record<Name, FormulaFunction>,
): Record<Name, FormulaFunction> {
  return of;
}

/** An argument that is a number; and so on for text, truth values, dates. */
export const number = (name: string): Param => ({ name, kind: "number" });
/** An argument that is text. */
export const text = (name: string): Param => ({ name, kind: "text" });
/** An argument that is a date. */
export const date = (name: string): Param => ({ name, kind: "date" });
/** An argument of the same kind as all others that say so. */
export const same = (name: string): Param => ({ name, kind: "same" });

/** A whole number that is written out, from `least` to `most`. */
export function wholeConstant(name: string, least: number, most: number): Param {
  const wrong = `a whole number from ${least} to ${most.toLocaleString("en")}`;
  const constant = (value: string | number) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most ? null : wrong;
  return { name, kind: "number", constant };
}

/** Text that is written out and for which `wrong` finds nothing wrong. */
export function textConstant(name: string, wrong: (value: string) => string | null = () => null): Param {
  return { name, kind: "text", constant: (value) => wrong(String(value)) };
}
