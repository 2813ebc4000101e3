import { fieldText } from "./columns";
import { quoted } from "./facets";
import type { Field } from "./fields";
import { operatorsOf } from "./filter";
import { readField, typedGrammar } from "./run-grammar";

/**
 * What may stand at a place of a filter: texts that take the place of `from` to `to`; `search` is the name
 * begun there, null where none is.
 */
export type Completion = {
  from: number;
  to: number;
  search: string | null;
  options: { text: string; hint: string }[];
};

const offered = 12;

/** How a filter can go on where a person types: names of fields, then what compares them, then values. */
export function completionAt(text: string, at: number, fields: readonly Field[]): Completion {
  const from = conditionStart(text.slice(0, at));
  const condition = text.slice(from, at);
  const [, name = "", space = "", rest = ""] =
    condition.match(/^((?:\w+\.)?(?:`[^`]*`?|"[^"]*"?|[\w./-]*))(\s*)(.*)$/s) ?? [];
  if (space === "" && rest === "") return fieldsAt(from, at, name, fields);
  const start = from + name.length + space.length;
  const operator = rest.match(/^(not\s+in|is\s+not\s+null|is\s+null|ilike|like|in|!=|<=|>=|=|<|>)(\s*)/i);
  if (!operator) return operatorsAt(start, at, name, rest);
  return valuesAt(start + operator[0].length, at, name, { text, fields });
}

/** Where the last condition begins: behind the last "and" outside of quotes. */
function conditionStart(before: string): number {
  const quotes = /'[^']*('|$)|"[^"]*("|$)|`[^`]*(`|$)|(?<=\s)and\s+/gi;
  let start = before.length - before.trimStart().length;
  for (const match of before.matchAll(quotes))
    if (/^and/i.test(match[0])) start = match.index + match[0].length;
  return start;
}

function fieldsAt(from: number, to: number, name: string, fields: readonly Field[]): Completion {
  const bare = name.replace(/^(\w+)\.(?=.)|[`"]/g, "").toLowerCase();
  const kind = name.match(/^(metric|param|tag|attribute)s?\./)?.[1] ?? null;
  const wanted = name.replace(/^\w+\./, "").replaceAll(/[`"]/g, "");
  const fitting = fields.filter(
    (field) =>
      (kind === null || field.kind === kind) &&
      (field.name.toLowerCase().includes(kind === null ? bare : wanted.toLowerCase()) ||
        `${field.kind}s.`.startsWith(name.toLowerCase())),
  );
  const begins = (field: Field) => (field.name.toLowerCase().startsWith(wanted.toLowerCase()) ? 0 : 1);
  const options = fitting
    .toSorted((a, b) => begins(a) - begins(b))
    .slice(0, offered)
    .map((field) => ({
      text: field.kind === "attribute" ? field.name : fieldText(field.kind, field.name),
      hint: field.kind,
    }));
  return { from, to, search: wanted, options };
}

function operatorsAt(from: number, to: number, name: string, begun: string): Completion {
  const operators = operatorsFor(name);
  const fitting = operators.filter((operator) => operator.toLowerCase().startsWith(begun.toLowerCase()));
  return { from, to, search: null, options: fitting.map((text) => ({ text, hint: "" })) };
}

function operatorsFor(name: string): readonly string[] {
  try {
    const field = readField(name);
    const isNumber =
      field.kind === "metric" || (field.kind === "attribute" && typedGrammar.numbers.includes(field.key));
    const own = operatorsOf({ ...field, isNumber }, typedGrammar);
    return field.kind === "param" ? [...own, "<", "<=", ">", ">="] : own;
  } catch {
    return [];
  }
}

function valuesAt(
  from: number,
  to: number,
  name: string,
  { text, fields }: { text: string; fields: readonly Field[] },
): Completion {
  const begun = text.slice(from, to);
  if (/^('[^']*'|"[^"]*"|\([^)]*\)|[^\s'"(]+)\s+$/.test(begun) && begun.trim() !== "")
    return { from: to, to, search: null, options: [{ text: "and", hint: "" }] };
  const part = begun.match(/(?:^\s*\(?|,\s*)(['"]?[^'",()]*)$/)?.[1] ?? begun;
  const word = part.replace(/^['"]/, "").toLowerCase();
  const own = fields.find(
    (field) => (field.kind === "attribute" ? field.name : fieldText(field.kind, field.name)) === name,
  );
  const options = (own?.values ?? [])
    .filter(({ text: value }) => value.toLowerCase().includes(word) && quoted(value) !== part)
    .slice(0, offered)
    .map(({ text: value, runs }) => ({ text: quoted(value), hint: `${runs} ${runs === 1 ? "run" : "runs"}` }))
    .filter((option): option is { text: string; hint: string } => option.text !== null);
  return { from: to - part.length, to, search: null, options };
}
