/** A part of generated SQL that makes one column: its expression, and what stands behind FROM. */
export type SqlPart = { expression: string; from: string };

const word = /[A-Za-z_][A-Za-z_0-9]*/y;

type Token = { at: number; end: number; text: string; depth: number };

/** Words, commas and brackets of SQL with their depth in brackets; what stands in quotes is passed over. */
function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  for (let at = 0; at < sql.length; at++) {
    const character = sql[at]!;
    if (character === "'" || character === '"') {
      at = sql.indexOf(character, at + 1);
      if (at === -1) return tokens;
      continue;
    }
    if ("([{".includes(character)) depth++;
    if (")]}".includes(character)) depth--;
    word.lastIndex = at;
    const [text] = word.exec(sql) ?? [];
    if (text) {
      tokens.push({ at, end: at + text.length, text, depth });
      at += text.length - 1;
    } else if (",()[]{}".includes(character)) tokens.push({ at, end: at + 1, text: character, depth });
  }
  return tokens;
}

/** Where SQL that the steps of recipes write makes a column, by its id: every `… AS id` in it. */
export function partsThatMake(sql: string, id: string): SqlPart[] {
  const tokens = tokensOf(sql);
  return tokens.flatMap(({ text, depth }, i) => {
    const as = tokens[i - 1];
    if (text !== id || as?.text.toUpperCase() !== "AS" || as.depth !== depth) return [];
    const begin = tokens.findLast(
      (token, at) =>
        at < i && token.depth === depth && (token.text === "," || token.text.toUpperCase() === "SELECT"),
    );
    const from = tokens.find(
      (token, at) => at > i && token.depth === depth && token.text.toUpperCase() === "FROM",
    );
    const close = tokens.find((token, at) => at > i && token.depth < depth);
    const end = close?.at ?? sql.length;
    return [
      {
        expression: sql.slice(begin?.end ?? 0, as.at),
        from: from && from.at < end ? sql.slice(from.end, end) : "",
      },
    ];
  });
}

/** The ids of columns that stand in SQL. */
export function idsIn(sql: string): Set<string> {
  return new Set(
    tokensOf(sql)
      .map(({ text }) => text)
      .filter((text) => /^c\d+$/.test(text)),
  );
}
