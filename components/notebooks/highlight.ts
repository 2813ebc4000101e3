import type { CellMode } from "@/lib/notebooks/schema";

export type Token = { text: string; kind: "k" | "s" | "m" | "f" | "c" | null };

const javascript =
  "const let var function return if else for of in while await async new import from export class extends " +
  "true false null undefined typeof throw try catch";
const sql =
  "select from where group order by limit as and or not join left inner on with case when then else end " +
  "distinct having union all in is null like between desc asc using over partition";
const python =
  "def class return if elif else for while in not and or is None True False import from as with try except " +
  "finally raise lambda yield await async pass break continue global nonlocal del assert match case";
const words: Record<CellMode, ReadonlySet<string>> = {
  ts: new Set([...javascript.split(" "), "type"]),
  js: new Set(javascript.split(" ")),
  sql: new Set(sql.split(" ")),
  python: new Set(python.split(" ")),
  md: new Set(),
  html: new Set(),
};
const comments = /(\/\/[^\n]*|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))/;
const quotes = /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)/;
const numbers = /(\b\d[\d_.]*(?:e[-+]?\d+)?\b)/;
const names = /([A-Za-z_$][\w$]*)(?=(\s*\()?)/;
const pythonComments = /(#[^\n]*)/;
const pythonQuotes = /("""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/;
const htmlComments = /(<!--[\s\S]*?(?:-->|$))/;
const htmlQuotes = /("[^"\n]*"|'[^'\n]*')/;
const htmlNumbers = /(?!)()/;
const htmlNames = /((?<=<\/?)[A-Za-z][\w-]*)()/;
const anyOf = (parts: readonly RegExp[]) => new RegExp(parts.map(({ source }) => source).join("|"), "g");
const pattern = anyOf([comments, quotes, numbers, names]);
const pythonPattern = anyOf([pythonComments, pythonQuotes, numbers, names]);
const htmlPattern = anyOf([htmlComments, htmlQuotes, htmlNumbers, htmlNames]);
const patterns: Partial<Record<CellMode, RegExp>> = { python: pythonPattern, html: htmlPattern };

/** A cell's text in pieces for the reader's eye, while its editor is not open. */
export function tokensOf(source: string, mode: CellMode): Token[] {
  if (mode === "md") return [{ text: source, kind: null }];
  const tokens: Token[] = [];
  let at = 0;
  for (const match of source.matchAll(patterns[mode] ?? pattern)) {
    const [text, comment, quoted, number, word, called] = match;
    if ((comment?.startsWith("--") && mode !== "sql") || (comment?.startsWith("//") && mode === "sql"))
      continue;
    const kind = comment
      ? "c"
      : quoted
        ? "s"
        : number
          ? "m"
          : word && (mode === "html" || words[mode].has(mode === "sql" ? word.toLowerCase() : word))
            ? "k"
            : called
              ? "f"
              : null;
    if (kind === null) continue;
    if (match.index > at) tokens.push({ text: source.slice(at, match.index), kind: null });
    tokens.push({ text, kind });
    at = match.index + text.length;
  }
  return at < source.length ? [...tokens, { text: source.slice(at), kind: null }] : tokens;
}
