import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";

/** Under which heading a kind of step is offered, in the order in which they stand. */
export const stepGroups = [
  "Columns",
  "Rows",
  "Missing cells",
  "Cells",
  "Numbers",
  "Text",
  "Dates",
  "Categories",
  "Tables",
  "Split",
] as const;
export type StepGroup = (typeof stepGroups)[number];

/** One of several values that a field offers, and what it is called where its value is no word for people. */
export type Option = string | { value: string; label: string };

/** How a field is filled in, and what its value then is. */
export type FieldInput =
  /** Several columns, by name; of some types alone where they are given. */
  | { as: "columns"; types?: readonly ColumnType[] }
  /** One column, by name; with `empty`, none may be chosen, and that is what none is called. */
  | { as: "column"; types?: readonly ColumnType[]; empty?: string }
  | { as: "choice"; options: readonly Option[]; empty?: string }
  /** Several of some values. */
  | { as: "choices"; options: readonly Option[] }
  | { as: "text"; optional?: true }
  /** A number; `step` is what the arrows of the field add. */
  | { as: "number"; step: number; least?: number; most?: number; optional?: true }
  /** A number where it reads as one, else text. */
  | { as: "value" }
  | { as: "date" }
  /** A formula over the columns, such as `"H" <= 22`. */
  | { as: "formula"; optional?: true }
  /** Yes, or nothing. */
  | { as: "flag" }
  /** Several texts, one a line. */
  | { as: "lines" }
  /** Several numbers, between commas. */
  | { as: "numbers" }
  /** A version of a dataset of the project, which the step reads beside its rows. */
  | { as: "table" }
  /** Several columns of that table, by name. */
  | { as: "second-columns" }
  /** Pairs of a column here and a column of that table as `[here, there]`. */
  | { as: "keys" }
  /** Pairs of texts as `[from, to]`, with what each side is called. */
  | { as: "pairs"; from: string; to: string }
  /** Pairs of near rows, shown side by side, of which both are kept; what is kept is their keys. */
  | { as: "review" };

/** A field of a form: the key of the step that it fills in, and when it is shown. */
export type FormField<Key extends string = string> = {
  key: Key;
  label: string;
  hint?: string;
  /** Shown only while another field has one of these values. */
  when?: { key: Key; is: readonly (string | boolean | undefined)[] };
} & FieldInput;

/** The names of the columns of these types; without types of all. */
export function namesOfType(columns: readonly ColumnSchema[], types?: readonly ColumnType[]): string[] {
  return columns.filter(({ type }) => !types || types.includes(type)).map(({ name }) => name);
}

/** The name of the first column of these types, or no name. */
export function firstOfType(columns: readonly ColumnSchema[], types?: readonly ColumnType[]): string {
  return namesOfType(columns, types)[0] ?? "";
}

/** Numbers, whole or not. */
export const numeric: readonly ColumnType[] = ["integer", "number"];
