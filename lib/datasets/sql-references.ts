/** What stands in a query beside plain code: a reference, or text in which nothing means anything. */
const reference = /\bdataset\s*\(\s*'((?:[^']|'')*)'\s*\)/iy;
const quoted = [
  /\be'(?:[^'\\]|\\.|'')*'/isy,
  /'(?:[^']|'')*'/y,
  /"(?:[^"]|"")*"/y,
  /\$(\w*)\$(?:.*?\$\1\$|.*)/sy,
  /--[^\n]*/y,
];
/** Where a stretch of code ends that can hold none of these. */
const plain = /[^\w'"$;/-]+|\w[\w$]*|./sy;

type Piece = { kind: "reference" | "quoted" | "plain" | "end"; text: string; reference?: string };

/** A query in pieces: what looks like a reference within quotes or a comment is none. */
function piecesOf(sql: string): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < sql.length;) {
    const piece = pieceAt(sql, at);
    pieces.push(piece);
    at += piece.text.length;
  }
  return pieces;
}

function pieceAt(sql: string, at: number): Piece {
  const found = matchAt(reference, sql, at);
  if (found) return { kind: "reference", text: found[0], reference: unquoted(found[1]!) };
  if (sql.startsWith("/*", at)) return { kind: "quoted", text: sql.slice(at, endOfComment(sql, at)) };
  for (const pattern of quoted) {
    const match = matchAt(pattern, sql, at);
    if (match) return { kind: "quoted", text: match[0] };
  }
  return { kind: sql[at] === ";" ? "end" : "plain", text: matchAt(plain, sql, at)![0] };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The place behind a comment, which may hold others. */
function endOfComment(sql: string, start: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  for (let depth = 0, mark = marks.exec(sql); mark; mark = marks.exec(sql)) {
    depth += mark[0] === "/*" ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return sql.length;
}

/** The references that a query makes as `dataset('name')` or `dataset('name@v2')`, each once. */
export function referencesIn(sql: string): string[] {
  return [...new Set(piecesOf(sql).flatMap(({ reference: name }) => name ?? []))];
}

/** A query with the names of tables, `"dataset name@v2"`, in place of its references. */
export function withTables(sql: string): string {
  return piecesOf(sql)
    .map(({ text, reference: name }) =>
      name === undefined ? text : `"dataset ${name.replaceAll('"', '""')}"`,
    )
    .join("");
}

/** The first statement of a query, without the semicolon that ends it and what follows. */
export function firstStatement(sql: string): string {
  const pieces = piecesOf(sql);
  const first = pieces.findIndex(({ kind, text }) => kind !== "end" && text.trim() !== "");
  const rest = pieces.slice(Math.max(first, 0));
  const end = rest.findIndex(({ kind }) => kind === "end");
  return (end === -1 ? rest : rest.slice(0, end)).map(({ text }) => text).join("");
}

/** The dataset and, where it names one, the version of a reference. */
export function partsOf(reference: string): { name: string; number: number | undefined } {
  const [, name, number] = reference.match(/^(.*?)(?:@v(\d+))?$/s)!;
  return { name: name!, number: number ? Number(number) : undefined };
}

function unquoted(text: string): string {
  return text.replaceAll("''", "'");
}
