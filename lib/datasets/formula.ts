import { limits } from "@/lib/limits";
import { FormulaError } from "./formula-error";
import { tokensOf, type Token } from "./formula-tokens";
import { formulaFunctions, isFunctionName, signatureOf, type FunctionName } from "./formulas/functions";
import { nearestOf } from "./formulas/nearest";

/**
 * A formula as a tree; `at` is where a part stands in the text, from 0.
 * One text means the same in every engine.
 */
export type Expression = { at: number } & (
  | { op: "number"; value: number }
  | { op: "text"; value: string }
  | { op: "column"; name: string }
  | { op: "unary"; sign: "-" | "not"; of: Expression }
  | { op: "binary"; sign: BinarySign; left: Expression; right: Expression }
  | { op: "call"; name: FunctionName; of: Expression[] }
);

const precedence = {
  or: 1,
  and: 2,
  "=": 3,
  "!=": 3,
  "<": 3,
  "<=": 3,
  ">": 3,
  ">=": 3,
  "+": 4,
  "-": 4,
  "*": 5,
  "/": 5,
  "^": 6,
} as const;
export type BinarySign = keyof typeof precedence;

type Reader = { tokens: readonly Token[]; next: number; depth: number };

/**
 * Reads a formula such as `"Absolute Magnitude" <= 22 and moid < 0.05`. Columns stand in double quotes
 * or brackets, or bare where they are one word; text stands in single quotes.
 *
 * @throws {FormulaError} INVALID with the place where it went wrong, counted from 1
 */
export function parseFormula(source: string): Expression {
  const reader: Reader = { tokens: tokensOf(source), next: 0, depth: 0 };
  const tree = expression(reader, 1);
  return peek(reader).kind === "end" ? tree : fail(reader, "the end");
}

function peek({ tokens, next }: Reader): Token {
  return tokens[next]!;
}

function take(reader: Reader): Token {
  const token = peek(reader);
  if (token.kind !== "end") reader.next++;
  return token;
}

function fail(reader: Reader, wanted: string, token = peek(reader)): never {
  const found = token.kind === "end" ? "its end" : `"${token.text}"`;
  throw new FormulaError(token.at, `expected ${wanted}, found ${found}`);
}

function isSign({ kind, text }: Token, sign: string): boolean {
  return kind === "sign" && text === sign;
}

function isWord({ kind, text }: Token, word: string): boolean {
  return kind === "word" && text.toLowerCase() === word;
}

function require(reader: Reader, sign: string): Token {
  return isSign(peek(reader), sign) ? take(reader) : fail(reader, `"${sign}"`);
}

function expression(reader: Reader, least: number): Expression {
  if ((reader.depth += 1) > limits.formulaDepth)
    throw new FormulaError(
      peek(reader).at,
      `formulas lie in each other at most ${limits.formulaDepth} deep; make a column of a part first`,
    );
  let left = operand(reader);
  for (;;) {
    const token = peek(reader);
    const sign = signOf(token);
    if (sign && precedence[sign] >= least) {
      take(reader);
      const right = expression(reader, sign === "^" ? precedence[sign] : precedence[sign] + 1);
      left = { op: "binary", at: token.at, sign, left, right };
    } else if (least <= precedence["="] && isWord(token, "in") && take(reader))
      left = called(token, "in", [left, ...list(reader)]);
    else if (least <= precedence["="] && isWord(token, "between") && take(reader))
      left = called(token, "between", [left, ...bounds(reader)]);
    else break;
  }
  reader.depth -= 1;
  return left;
}

function bounds(reader: Reader): [Expression, Expression] {
  const from = expression(reader, precedence["+"]);
  if (!isWord(peek(reader), "and")) return fail(reader, '"and" between the two bounds');
  take(reader);
  return [from, expression(reader, precedence["+"])];
}

function operand(reader: Reader): Expression {
  const token = take(reader);
  const { at } = token;
  if (token.kind === "number") return { op: "number", at, value: numberOf(token) };
  if (token.kind === "text") return { op: "text", at, value: token.text };
  if (token.kind === "column") return { op: "column", at, name: token.text };
  if (isSign(token, "-")) return { op: "unary", at, sign: "-", of: expression(reader, precedence["^"]) };
  if (isWord(token, "not")) return { op: "unary", at, sign: "not", of: expression(reader, precedence["="]) };
  if (isSign(token, "(")) {
    const inner = expression(reader, 1);
    require(reader, ")");
    return inner;
  }
  if (token.kind !== "word") return fail(reader, "a value or a column", token);
  return isSign(peek(reader), "(") ? call(reader, token) : { op: "column", at, name: token.text };
}

/** A whole number that doubles cannot tell from the next one would silently be another. */
function numberOf({ text, at }: Token): number {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new FormulaError(at, `${text} is larger than numbers can be`);
  if (/^\d+$/.test(text) && value > Number.MAX_SAFE_INTEGER)
    throw new FormulaError(at, `${text} has more digits than numbers keep; write an identifier as '${text}'`);
  return value;
}

function list(reader: Reader): Expression[] {
  require(reader, "(");
  const parts: Expression[] = [];
  if (!isSign(peek(reader), ")"))
    do parts.push(expression(reader, 1));
    while (isSign(peek(reader), ",") && take(reader));
  require(reader, ")");
  return parts;
}

function call(reader: Reader, token: Token): Expression {
  const name = token.text.toLowerCase();
  if (!isFunctionName(name)) {
    const near = nearestOf(name, Object.keys(formulaFunctions));
    throw new FormulaError(token.at, `there is no function ${token.text}${near ? `; there is ${near}` : ""}`);
  }
  return called(token, name, list(reader));
}

function called({ at }: Token, name: FunctionName, of: Expression[]): Expression {
  const { params, optional = 0, rest } = formulaFunctions[name];
  const fits = of.length >= params.length - optional && (rest !== undefined || of.length <= params.length);
  if (!fits) throw new FormulaError(at, `expected ${signatureOf(name)}, found ${counted(of.length)}`);
  return { op: "call", at, name, of };
}

function counted(count: number): string {
  return count === 1 ? "1 argument" : `${count === 0 ? "no" : count} arguments`;
}

function signOf({ kind, text }: Token): BinarySign | null {
  const sign = kind === "word" ? text.toLowerCase() : text;
  return (kind === "sign" || kind === "word") && Object.hasOwn(precedence, sign)
    ? (sign as BinarySign)
    : null;
}

/** The parts of a part of a formula. */
export function partsOf(tree: Expression): readonly Expression[] {
  if (tree.op === "unary") return [tree.of];
  if (tree.op === "binary") return [tree.left, tree.right];
  return tree.op === "call" ? tree.of : [];
}

/** Names of the columns that a formula reads. */
export function columnsOfFormula(tree: Expression): string[] {
  return tree.op === "column" ? [tree.name] : partsOf(tree).flatMap(columnsOfFormula);
}
