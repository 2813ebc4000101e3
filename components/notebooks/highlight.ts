import type { CellMode } from "@/lib/notebooks/schema";

export type Token = { text: string; kind: "k" | "s" | "m" | "f" | "c" | null };

const words: Record<CellMode, RegExp> = {
  ts: /^(?:const|let|var|function|return|if|else|for|of|in|while|await|async|new|import|from|export|class|extends|true|false|null|undefined|type|typeof|throw|try|catch)$/,
  js: /^(?:const|let|var|function|return|if|else|for|of|in|while|await|async|new|import|from|export|class|extends|true|false|null|undefined|typeof|throw|try|catch)$/,
  sql: /^(?:select|from|where|group|order|by|limit|as|and|or|not|join|left|inner|on|with|case|when|then|else|end|distinct|having|union|all|in|is|null|like|between|desc|asc|using|over|partition)$/i,
  md: /^$/,
};
const pattern =
  /(\/\/[^\n]*|--[^\n]*|\/\*[\s\S]*?\*\/)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|(\b\d[\d_.]*(?:e[-+]?\d+)?\b)|([A-Za-z_$][\w$]*)(?=(\s*\()?)/g;

/** A cell's text in pieces for the reader's eye, while its editor is not open. */
export function tokensOf(source: string, mode: CellMode): Token[] {
  if (mode === "md") return [{ text: source, kind: null }];
  const tokens: Token[] = [];
  let at = 0;
  for (const match of source.matchAll(pattern)) {
    const [text, comment, quoted, number, word, called] = match;
    if ((comment?.startsWith("--") && mode !== "sql") || (comment?.startsWith("//") && mode === "sql"))
      continue;
    const kind = comment
      ? "c"
      : quoted
        ? "s"
        : number
          ? "m"
          : word && words[mode].test(word)
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
