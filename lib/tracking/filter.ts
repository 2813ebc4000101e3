import { AppError } from "@/lib/errors";

export type EntityKind = "metric" | "param" | "tag" | "attribute" | "dataset";
export type Operator =
  "=" | "!=" | "<" | "<=" | ">" | ">=" | "LIKE" | "ILIKE" | "IN" | "NOT IN" | "IS NULL" | "IS NOT NULL";
export type Comparison = {
  kind: EntityKind;
  key: string;
  operator: Operator;
  value: string | number | string[] | null;
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
const numeric = ["=", "!=", "<", "<=", ">", ">="];
const textual = ["=", "!=", "LIKE", "ILIKE"];
export const datasetKeys = ["name", "digest", "context"];

/** Comparisons of one filter: each is a condition that the database plans for. */
const most = 40;

type Cursor = { text: string; at: number };

/**
 * Reads MLflow's filter language: comparisons that must all hold, with AND between them or, as MLflow
 * has it, without. Reads each character once, whatever it is given.
 *
 * @throws {AppError} INVALID with the part that cannot be read
 * @see https://mlflow.org/docs/latest/ml/search/search-runs/
 */
export function parseFilter(text: string, grammar: Grammar): Comparison[] {
  const cursor: Cursor = { text, at: 0 };
  const found: Comparison[] = [];
  skipSpace(cursor);
  while (cursor.at < text.length) {
    found.push(comparison(cursor, grammar));
    if (found.length > most) throw new AppError("INVALID", `A filter may have at most ${most} comparisons.`);
    if (take(cursor, /\s*and\b\s*/iy) === null && take(cursor, /\s+/y) === null && cursor.at < text.length)
      throw unreadable(cursor);
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

function comparison(cursor: Cursor, grammar: Grammar): Comparison {
  const { kind, key } = fieldOf(cursor, grammar);
  skipSpace(cursor);
  const operator = take(cursor, /(?:not\s+in|is\s+not\s+null|is\s+null|ilike|like|in)\b|!=|<=|>=|=|<|>/iy)
    ?.toUpperCase()
    .replaceAll(/\s+/g, " ") as Operator | undefined;
  if (!operator) throw unreadable(cursor);
  const isNumber = kind === "metric" || (kind === "attribute" && grammar.numbers.includes(key));
  requireOperator(operator, { kind, key, isNumber }, grammar);
  skipSpace(cursor);
  if (operator === "IS NULL" || operator === "IS NOT NULL") return { kind, key, operator, value: null };
  if (isNumber) return { kind, key, operator, value: numberAt(cursor, key) };
  return {
    kind,
    key,
    operator,
    value: operator === "IN" || operator === "NOT IN" ? listAt(cursor) : stringAt(cursor, key),
  };
}

function requireOperator(
  operator: Operator,
  { kind, key, isNumber }: { kind: EntityKind; key: string; isNumber: boolean },
  grammar: Grammar,
): void {
  const lists =
    kind === "dataset" ||
    (kind === "attribute" && (grammar.lists.includes(key) || grammar.lists.includes("*"))) ||
    ((kind === "tag" || kind === "param") && grammar.lists.includes("*"));
  const nullable = grammar.nullable && (kind === "tag" || kind === "param");
  const allowed = isNumber
    ? numeric
    : [...textual, ...(lists ? ["IN", "NOT IN"] : []), ...(nullable ? ["IS NULL", "IS NOT NULL"] : [])];
  if (!allowed.includes(operator))
    throw new AppError(
      "INVALID",
      `Invalid comparator '${operator}' for ${kind} '${key}', not one of ${allowed.join(", ")}.`,
    );
}

function fieldOf(cursor: Cursor, grammar: Grammar): { kind: EntityKind; key: string } {
  const first = namePart(cursor);
  if (!take(cursor, /\./y)) return attribute(first, grammar);
  const kind = words[first];
  if (!kind || !grammar.kinds.includes(kind))
    throw new AppError(
      "INVALID",
      `Invalid entity type '${first.slice(0, 100)}'. Valid values are ${grammar.kinds.join(", ")}.`,
    );
  const key = namePart(cursor, /[\w.]+/y);
  if (kind === "attribute") return attribute(key, grammar);
  if (kind === "dataset" && !datasetKeys.includes(key))
    throw new AppError(
      "INVALID",
      `Invalid dataset key '${key}' specified. Valid keys are ${datasetKeys.join(", ")}.`,
    );
  return { kind, key };
}

function attribute(name: string, { text, numbers, aliases }: Grammar): { kind: "attribute"; key: string } {
  const key = aliases?.[name] ?? name;
  if (!text.includes(key) && !numbers.includes(key))
    throw new AppError(
      "INVALID",
      `Invalid attribute key '${name.slice(0, 100)}' specified. Valid keys are ${[...text, ...numbers].join(", ")}.`,
    );
  return { kind: "attribute", key };
}

function namePart(cursor: Cursor, bare = /[A-Za-z_]\w*/y): string {
  const quoted = take(cursor, /`[^`]*`|"[^"]*"/y);
  const name = quoted ? quoted.slice(1, -1) : take(cursor, bare);
  if (!name) throw unreadable(cursor);
  return name;
}

function numberAt(cursor: Cursor, key: string): number {
  const text = take(cursor, /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\w.])/iy);
  if (text === null)
    throw new AppError(
      "INVALID",
      `Expected numeric value type for '${key}'. Found ${cursor.text.slice(cursor.at, cursor.at + 40)}`,
    );
  return Number(text);
}

function stringAt(cursor: Cursor, key: string): string {
  const quoted = take(cursor, /'(?:''|\\'|[^'])*'|"(?:""|\\"|[^"])*"/y);
  if (quoted === null)
    throw new AppError(
      "INVALID",
      `Expected a quoted string value for '${key}' (e.g. 'my-value'). Found ${cursor.text.slice(cursor.at, cursor.at + 40)}`,
    );
  return quoted.slice(1, -1);
}

function listAt(cursor: Cursor): string[] {
  if (!take(cursor, /\(/y)) throw unreadable(cursor);
  const values: string[] = [];
  do {
    skipSpace(cursor);
    values.push(stringAt(cursor, "a list"));
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

function unreadable({ text, at }: Cursor): AppError {
  return new AppError(
    "INVALID",
    `Invalid clause(s) in filter string: '${text.slice(at, at + 80) || text.slice(-80)}'. Write comparisons joined by AND, such as metrics.loss < 0.1 AND params.lr = '0.01'.`,
  );
}
