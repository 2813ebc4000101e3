import { FormulaError } from "./formula-error";

/** A word, sign or value of a formula; `at` is where it begins, `end` where it has ended. */
export type Token = {
  kind: "number" | "text" | "column" | "word" | "sign" | "end";
  text: string;
  at: number;
  end: number;
};

const tokens = [
  /(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)/, // a number
  /'((?:[^']|'')*)'/, // text
  /"((?:[^"]|"")*)"/, // a column
  /\[([^\]]+)\]/, // a column
  /([A-Za-z_]\w*)/, // a word
  /(<=|>=|!=|<>|==|[-+*/^<>=(),])/, // a sign
];
const pattern = new RegExp(`\\s*(?:${tokens.map(({ source }) => source).join("|")})`, "y");

/** The tokens of a formula, an end after them. @throws {FormulaError} INVALID for what begins none */
export function tokensOf(source: string): Token[] {
  const found: Token[] = [];
  const last = source.trimEnd().length;
  for (let from = 0; from < last; from = pattern.lastIndex) {
    const at = from + source.slice(from).search(/\S/);
    pattern.lastIndex = from;
    const match = pattern.exec(source);
    if (!match) throw new FormulaError(at, wrongAt(source, at));
    found.push({ ...tokenOf(match), at, end: pattern.lastIndex });
  }
  return [...found, { kind: "end", text: "", at: source.length, end: source.length }];
}

function tokenOf([, number, text, quoted, bracketed, word, sign]: RegExpExecArray): {
  kind: Token["kind"];
  text: string;
} {
  if (number !== undefined) return { kind: "number", text: number };
  if (text !== undefined) return { kind: "text", text: text.replaceAll("''", "'") };
  if (quoted !== undefined) return { kind: "column", text: quoted.replaceAll('""', '"') };
  if (bracketed !== undefined) return { kind: "column", text: bracketed };
  if (word !== undefined) return { kind: "word", text: word };
  return { kind: "sign", text: sign === "==" ? "=" : sign === "<>" ? "!=" : sign! };
}

function wrongAt(source: string, at: number): string {
  const letter = String.fromCodePoint(source.codePointAt(at)!);
  if (letter === "'") return "this ' opens a text that does not end";
  if (letter === '"') return 'this " opens the name of a column that does not end';
  if (letter === "[") return "this [ opens the name of a column that does not end";
  return `"${letter}" is not expected here`;
}

/** Words that are no columns and no functions where they stand bare. */
export const formulaWords: ReadonlySet<string> = new Set(["and", "or", "not", "in", "between"]);

/** A column as a formula names it: bare where it is one word, else in double quotes. */
export function columnText(name: string): string {
  const isWord = /^[A-Za-z_]\w*$/.test(name) && !formulaWords.has(name.toLowerCase());
  return isWord ? name : `"${name.replaceAll('"', '""')}"`;
}
