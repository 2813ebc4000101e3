import { formulaFunctions, isFunctionName, signatureOf, type FunctionName } from "./formulas/functions";
import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import { parseFormula } from "./formula";
import { FormulaError } from "./formula-error";
import { columnText, formulaWords } from "./formula-tokens";
import { typeOfFormula } from "./formula-type";

/** What may stand at a place of a formula: texts that take the place of `from` to `to`. */
export type FormulaCompletion = { from: number; to: number; options: { text: string; hint: string }[] };

const offered = 12;
type Open = { quote: "'" | '"' | "[" | null; from: number; calls: { name: string; argument: number }[] };

/** What is open at a place: a quote and where it began, and the calls around it. */
function openAt(text: string, at: number): Open {
  const open: Open = { quote: null, from: at, calls: [] };
  for (let i = 0; i < at; i++) {
    const letter = text[i]!;
    if (open.quote) {
      if (letter === (open.quote === "[" ? "]" : open.quote)) open.quote = null;
    } else if (letter === "'" || letter === '"' || letter === "[")
      Object.assign(open, { quote: letter, from: i });
    else if (letter === "(")
      open.calls.push({ name: /(\w*)\s*$/.exec(text.slice(0, i))![1]!.toLowerCase(), argument: 0 });
    else if (letter === ")") open.calls.pop();
    else if (letter === "," && open.calls.length > 0) open.calls.at(-1)!.argument++;
  }
  return open;
}

/** How a formula can go on where a person types: columns and functions whose names hold what is begun. */
export function completeFormula(
  text: string,
  at: number,
  columns: readonly ColumnSchema[],
): FormulaCompletion {
  const open = openAt(text, at);
  if (open.quote === "'") return { from: at, to: at, options: [] };
  if (open.quote) {
    const close = open.quote === "[" ? "]" : '"';
    const to = text[at] === close ? at + 1 : at;
    const begun = text.slice(open.from + 1, at).replaceAll('""', '"');
    return { from: open.from, to, options: columnOptions(columns, begun) };
  }
  const begun = /[A-Za-z_]\w*$/.exec(text.slice(0, at))?.[0] ?? "";
  if (begun === "" && !/(^|[-+*/^<>=(,]|\b(?:and|or|not|in|between))\s*$/i.test(text.slice(0, at)))
    return { from: at, to: at, options: [] };
  const options = [...columnOptions(columns, begun), ...(begun === "" ? [] : functionOptions(begun))];
  const later = ({ text: option }: { text: string }) => Number(!begins(option, begun));
  const ordered = options.toSorted((a, b) => later(a) - later(b));
  return { from: at - begun.length, to: at, options: ordered.slice(0, offered) };
}

function begins(option: string, begun: string): boolean {
  return option.replace(/^"/, "").toLowerCase().startsWith(begun.toLowerCase());
}

/** Those whose names hold what is begun; they come before others where they begin with it. */
function fitting<Named>(all: readonly Named[], nameOf: (one: Named) => string, begun: string): Named[] {
  const wanted = begun.toLowerCase();
  const later = (one: Named) => Number(!begins(nameOf(one), begun));
  return all
    .filter((one) => nameOf(one).toLowerCase().includes(wanted))
    .toSorted((a, b) => later(a) - later(b))
    .slice(0, offered);
}

function columnOptions(columns: readonly ColumnSchema[], begun: string) {
  const found = fitting(columns, ({ name }) => name, begun);
  return found.map(({ name, type }) => ({ text: columnText(name), hint: type }));
}

function functionOptions(begun: string) {
  const names = (Object.keys(formulaFunctions) as FunctionName[]).filter((name) => !formulaWords.has(name));
  return fitting(names, (name) => name, begun).map((name) => ({
    text: `${name}(`,
    hint: formulaFunctions[name].group,
  }));
}

/** The function whose call or name is at a place: how it is called, and what it does. */
export function functionAt(
  text: string,
  at: number,
): { signature: string; says: string; example: string } | null {
  const open = openAt(text, at);
  const word = open.quote
    ? ""
    : (/\w*$/.exec(text.slice(0, at))![0] + /^\w*/.exec(text.slice(at))![0]).toLowerCase();
  const around = open.calls.toReversed().map(({ name }) => name);
  const name = [word, ...around].find((one) => isFunctionName(one));
  if (name === undefined || !isFunctionName(name)) return null;
  const { says, example } = formulaFunctions[name];
  return { signature: signatureOf(name), says, example: `${example[0]} = ${exampleText(example[1])}` };
}

function exampleText(value: number | string | boolean | null): string {
  if (value === null) return "missing";
  return typeof value === "string" ? `'${value}'` : String(value);
}

/**
 * The type of what is typed, or what is wrong with it and where; a formula that only lacks its end so far is
 * `unfinished`, and one that is empty is nothing yet.
 */
export type FormulaState =
  { type: ColumnType } | { fault: { message: string; at: number }; unfinished: boolean } | null;

/** Reads a formula while it is typed. */
export function formulaState(text: string, columns: readonly ColumnSchema[]): FormulaState {
  if (text.trim() === "") return null;
  try {
    return { type: typeOfFormula(parseFormula(text), columns) };
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    const open = openAt(text, text.length);
    const unfinished = error.at >= text.trimEnd().length || open.quote !== null;
    return { fault: { message: error.message, at: error.at }, unfinished };
  }
}
