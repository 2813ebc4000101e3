import { AppError } from "@/lib/errors";

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

/** Functions by name, with how many arguments each takes. */
export const functions = {
  log: 1,
  log10: 1,
  exp: 1,
  sqrt: 1,
  abs: 1,
  round: 1,
  floor: 1,
  ceil: 1,
  min: 2,
  max: 2,
  if: 3,
  is_missing: 1,
} as const;
export type FunctionName = keyof typeof functions;

type Token = { kind: "number" | "text" | "column" | "word" | "sign" | "end"; text: string; at: number };
const tokens = [
  /(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)/, // a number
  /'((?:[^']|'')*)'/, // text
  /"((?:[^"]|"")*)"/, // a column
  /\[([^\]]+)\]/, // a column
  /([A-Za-z_]\w*)/, // a word
  /(<=|>=|!=|<>|==|[-+*/^<>=(),])/, // a sign
];
const pattern = new RegExp(`\\s*(?:${tokens.map(({ source }) => source).join("|")})`, "y");

/**
 * Reads a formula such as `"Absolute Magnitude" <= 22 and moid < 0.05`. Columns stand in double quotes
 * or brackets, or bare where they are one word; text stands in single quotes.
 *
 * @throws {AppError} INVALID with the place where it went wrong, counted from 1
 */
export function parseFormula(source: string): Expression {
  const tokens = tokenize(source);
  let at = 0;
  const peek = () => tokens[at]!;
  const next = () => tokens[at++]!;
  const fail = (wanted: string, token = peek()): never => {
    throw new AppError(
      "INVALID",
      `Formula, character ${token.at + 1}: expected ${wanted}, ` +
        `found ${token.kind === "end" ? "its end" : `"${token.text}"`}.`,
    );
  };
  const expect = (text: string) =>
    peek().text === text && peek().kind === "sign" ? next() : fail(`"${text}"`);

  function expression(least: number): Expression {
    let left = operand();
    for (;;) {
      const sign = signOf(peek());
      if (!sign || precedence[sign] < least) return left;
      const { at } = next();
      left = {
        op: "binary",
        at,
        sign,
        left,
        right: expression(sign === "^" ? precedence[sign] : precedence[sign] + 1),
      };
    }
  }

  function operand(): Expression {
    const token = next();
    const { at } = token;
    if (token.kind === "number") return { op: "number", at, value: Number(token.text) };
    if (token.kind === "text") return { op: "text", at, value: token.text };
    if (token.kind === "column") return { op: "column", at, name: token.text };
    if (token.kind === "sign" && token.text === "-")
      return { op: "unary", at, sign: "-", of: expression(precedence["^"]) };
    if (token.kind === "word" && token.text.toLowerCase() === "not")
      return { op: "unary", at, sign: "not", of: expression(precedence["="]) };
    if (token.text === "(" && token.kind === "sign") {
      const inner = expression(1);
      expect(")");
      return inner;
    }
    if (token.kind !== "word") return fail("a value or a column", token);
    return peek().text === "(" && peek().kind === "sign"
      ? call(token)
      : { op: "column", at, name: token.text };
  }

  function call(token: Token): Expression {
    const name = token.text.toLowerCase();
    if (!Object.hasOwn(functions, name)) return fail(`one of ${Object.keys(functions).join(", ")}`, token);
    expect("(");
    const of = [expression(1)];
    while (peek().text === "," && next()) of.push(expression(1));
    expect(")");
    if (of.length !== functions[name as FunctionName])
      return fail(`${functions[name as FunctionName]} arguments of ${name}`, token);
    return { op: "call", at: token.at, name: name as FunctionName, of };
  }

  const tree = expression(1);
  return peek().kind === "end" ? tree : fail("the end");
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < source.trimEnd().length) {
    const from = pattern.lastIndex;
    const at = from + source.slice(from).search(/\S/);
    const match = pattern.exec(source);
    if (!match)
      throw new AppError("INVALID", `Formula, character ${at + 1}: "${source[at]}" is not expected here.`);
    const [, number, text, quoted, bracketed, word, sign] = match;
    if (number !== undefined) tokens.push({ kind: "number", text: number, at });
    else if (text !== undefined) tokens.push({ kind: "text", text: text.replaceAll("''", "'"), at });
    else if (quoted !== undefined || bracketed !== undefined)
      tokens.push({ kind: "column", text: quoted?.replaceAll('""', '"') ?? bracketed!, at });
    else if (word !== undefined) tokens.push({ kind: "word", text: word, at });
    else tokens.push({ kind: "sign", text: sign === "==" ? "=" : sign === "<>" ? "!=" : sign!, at });
  }
  return [...tokens, { kind: "end", text: "", at: source.length }];
}

function signOf({ kind, text }: Token): BinarySign | null {
  const sign = kind === "word" ? text.toLowerCase() : text;
  return (kind === "sign" || kind === "word") && Object.hasOwn(precedence, sign)
    ? (sign as BinarySign)
    : null;
}

/** Names of the columns that a formula reads. */
export function columnsOfFormula(tree: Expression): string[] {
  if (tree.op === "column") return [tree.name];
  if (tree.op === "unary") return columnsOfFormula(tree.of);
  if (tree.op === "binary") return [...columnsOfFormula(tree.left), ...columnsOfFormula(tree.right)];
  return tree.op === "call" ? tree.of.flatMap(columnsOfFormula) : [];
}
