import { FilterError, type FilterFault } from "./filter-error";

export type EntityKind = "metric" | "param" | "tag" | "attribute" | "dataset";
export type Operator =
  "=" | "!=" | "<" | "<=" | ">" | ">=" | "LIKE" | "ILIKE" | "IN" | "NOT IN" | "IS NULL" | "IS NOT NULL";
export type Comparison = {
  kind: EntityKind;
  key: string;
  operator: Operator;
  value: string | number | string[] | null;
  /** Where it stands in the filter, from its first character to behind its last. */
  at: number;
  end: number;
};

/** What may be asked of a kind of thing: its attributes, and which operators each kind of field takes. */
export type Grammar = {
  kinds: readonly EntityKind[];
  /** Attributes that are text, and those that are numbers. */
  text: readonly string[];
  numbers: readonly string[];
  /** Other words for an attribute. */
  aliases?: Readonly<Record<string, string>>;
  /** Attributes and kinds that take a list after IN. */
  lists: readonly string[];
  /** Whether tags and params may be asked for with IS NULL. */
  nullable: boolean;
  /**
   * Whether a filter typed by a person is read: names with slashes and hyphens and values of one word need no
   * quotes, a name alone is a metric, params compare with numbers.
   */
  relaxed?: boolean;
};

const words: Record<string, EntityKind> = {
  metric: "metric",
  metrics: "metric",
  parameter: "param",
  parameters: "param",
  param: "param",
  params: "param",
  tag: "tag",
  tags: "tag",
  attribute: "attribute",
  attributes: "attribute",
  attr: "attribute",
  run: "attribute",
  dataset: "dataset",
  datasets: "dataset",
};
const numeric: Operator[] = ["=", "!=", "<", "<=", ">", ">="];
const textual: Operator[] = ["=", "!=", "LIKE", "ILIKE"];
export const datasetKeys = ["name", "digest", "context"];

/** Comparisons of one filter: each is a condition that the database plans for. */
const most = 40;

type Cursor = { text: string; at: number };

/**
 * Reads MLflow's filter language: comparisons that must all hold, with AND between them or, as MLflow
 * has it, without. Reads each character once, whatever it is given.
 *
 * @throws {FilterError} INVALID with the place from which on it cannot be read
 * @see https://mlflow.org/docs/latest/ml/search/search-runs/
 */
export function parseFilter(text: string, grammar: Grammar): Comparison[] {
  const cursor: Cursor = { text, at: 0 };
  const found: Comparison[] = [];
  skipSpace(cursor);
  while (cursor.at < text.length) {
    const { at } = cursor;
    if (found.length === most) throw fault(cursor, { what: "too many", most });
    found.push({ ...comparison(cursor, grammar), at, end: cursor.at });
    if (take(cursor, /\s*and\b\s*/iy) === null && take(cursor, /\s+/y) === null && cursor.at < text.length)
      throw unreadable(cursor);
    if (take(cursor, /(?=or\b)/iy) !== null) throw fault(cursor, { what: "or" });
  }
  return found;
}

/** A field as it stands in a filter or in an order, such as ``metrics.`val loss` ``. */
export function parseField(text: string, grammar: Grammar): { kind: EntityKind; key: string } {
  const cursor: Cursor = { text, at: 0 };
  const field = fieldOf(cursor, grammar);
  if (cursor.at < text.length) throw unreadable(cursor);
  return field;
}

function comparison(cursor: Cursor, grammar: Grammar): Omit<Comparison, "at" | "end"> {
  const { kind, key } = fieldOf(cursor, grammar);
  skipSpace(cursor);
  const at = cursor.at;
  const operator = take(cursor, /(?:not\s+in|is\s+not\s+null|is\s+null|ilike|like|in)\b|!=|<=|>=|=|<|>/iy)
    ?.toUpperCase()
    .replaceAll(/\s+/g, " ") as Operator | undefined;
  if (!operator) throw unreadable(cursor);
  const after = { text: cursor.text, at: cursor.at };
  skipSpace(after);
  const isNumber =
    kind === "metric" ||
    (kind === "attribute" && grammar.numbers.includes(key)) ||
    (grammar.relaxed === true && kind === "param" && take({ ...after }, number) !== null);
  const known = operatorsOf({ kind, key, isNumber }, grammar);
  if (!known.includes(operator))
    throw fault({ ...cursor, at }, { what: "operator", operator, kind, key, known });
  if (operator === "IS NULL" || operator === "IS NOT NULL") return { kind, key, operator, value: null };
  skipSpace(cursor);
  if (isNumber) return { kind, key, operator, value: numberAt(cursor, key) };
  const isList = operator === "IN" || operator === "NOT IN";
  return {
    kind,
    key,
    operator,
    value: isList ? listAt(cursor, key, grammar.relaxed) : textAt(cursor, key, grammar.relaxed),
  };
}

/** The operators that a field takes. */
export function operatorsOf(
  { kind, key, isNumber }: { kind: EntityKind; key: string; isNumber: boolean },
  grammar: Grammar,
): readonly Operator[] {
  if (isNumber) return numeric;
  const lists =
    kind === "dataset" ||
    (kind === "attribute" && (grammar.lists.includes(key) || grammar.lists.includes("*"))) ||
    ((kind === "tag" || kind === "param") && (grammar.lists.includes("*") || grammar.relaxed === true));
  const nullable = grammar.nullable && (kind === "tag" || kind === "param");
  return [
    ...textual,
    ...(lists ? (["IN", "NOT IN"] as const) : []),
    ...(nullable ? (["IS NULL", "IS NOT NULL"] as const) : []),
  ];
}

function fieldOf(cursor: Cursor, grammar: Grammar): { kind: EntityKind; key: string } {
  const start = { ...cursor };
  if (grammar.relaxed) {
    const word = take({ ...cursor }, /[\p{L}_][\p{L}\p{M}\p{N}_]*(?=\s*\.)/uy) ?? "";
    if (words[word] === undefined) return loneField(cursor, grammar);
  }
  const first = namePart(cursor);
  if (!take(cursor, /\./y)) return attribute(first, grammar, start);
  const kind = words[first];
  if (!kind || !grammar.kinds.includes(kind))
    throw fault(start, { what: "entity", found: first.slice(0, 100), known: grammar.kinds });
  const at = { ...cursor };
  const key = namePart(cursor, grammar.relaxed ? relaxedName : /[\p{L}\p{M}\p{N}_.]+/uy);
  if (kind === "attribute") return attribute(key, grammar, at);
  if (kind === "dataset" && !datasetKeys.includes(key))
    throw fault(at, { what: "dataset key", found: key, known: datasetKeys });
  return { kind, key };
}

/** A name alone: an attribute, or else a metric. */
function loneField(cursor: Cursor, grammar: Grammar): { kind: EntityKind; key: string } {
  const name = namePart(cursor, relaxedName);
  const key = grammar.aliases?.[name] ?? name;
  const isAttribute = grammar.text.includes(key) || grammar.numbers.includes(key);
  return isAttribute ? { kind: "attribute", key } : { kind: "metric", key: name };
}

function attribute(
  name: string,
  { text, numbers, aliases }: Grammar,
  at: Cursor,
): { kind: "attribute"; key: string } {
  const key = aliases?.[name] ?? name;
  if (!text.includes(key) && !numbers.includes(key))
    throw fault(at, { what: "attribute", found: name.slice(0, 100), known: [...text, ...numbers] });
  return { kind: "attribute", key };
}

/** A name as a person types it: with slashes, dots and hyphens inside. */
const relaxedName = /[A-Za-z_0-9](?:[\w./-]*\w)?/y;
const number = /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\w.])/iy;

function namePart(cursor: Cursor, bare = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy): string {
  const quoted = take(cursor, /`[^`]*`|"[^"]*"/y);
  const name = quoted ? quoted.slice(1, -1) : take(cursor, bare);
  if (!name) throw unreadable(cursor);
  return name;
}

function numberAt(cursor: Cursor, key: string): number {
  const text = take(cursor, number);
  if (text === null) throw fault(cursor, { what: "number", key });
  return Number(text);
}

function textAt(cursor: Cursor, key: string, relaxed = false): string {
  const quoted = take(cursor, /'(?:''|\\'|[^'])*'|"(?:""|\\"|[^"])*"/y);
  if (quoted !== null) return quoted.slice(1, -1);
  const word = relaxed ? take(cursor, /[^\s'"`(),<>=!]+/y) : null;
  if (word === null) throw fault(cursor, { what: "text", key });
  return word;
}

function listAt(cursor: Cursor, key: string, relaxed = false): string[] {
  if (!take(cursor, /\(/y)) throw unreadable(cursor);
  const values: string[] = [];
  do {
    skipSpace(cursor);
    values.push(textAt(cursor, key, relaxed));
    skipSpace(cursor);
  } while (take(cursor, /,/y) && !/\)/y.test(cursor.text.slice(cursor.at, cursor.at + 1)));
  if (!take(cursor, /\)/y)) throw unreadable(cursor);
  return values;
}

function skipSpace(cursor: Cursor): void {
  take(cursor, /\s+/y);
}

function take(cursor: Cursor, pattern: RegExp): string | null {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (!match) return null;
  cursor.at += match[0].length;
  return match[0];
}

function unreadable(cursor: Cursor): FilterError {
  return fault(cursor, { what: "unreadable" });
}

function fault(cursor: Cursor, what: FilterFault): FilterError {
  return new FilterError(what, cursor);
}
