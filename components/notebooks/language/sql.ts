import type { ReferenceSchema } from "@/lib/datasets/schemas";
import type { Datasets } from "./cell-text";
import type { Completion, Span } from "./messages";
import { sqlFunctions, sqlKeywords, sqlReserved } from "./sql-words";

/** A table that a query reads, and the name by which its columns are called. */
type Source = { schema: ReferenceSchema; alias: string | null };
type Column = { name: string; type: string; of: string };

const call = /\bdataset\s*\(\s*'((?:[^']|'')*)'\s*\)(?:\s+(?:as\s+)?("(?:[^"]|"")*"|[a-z_]\w*))?/gi;
const pieces = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)/g;
/** The words of a query that stand before a caret: a table's name and a point, and a column's beginning. */
const typing = /(?:("(?:[^"]|"")+"|[a-z_]\w*)\s*\.\s*)?("(?:[^"]|"")*|[a-z_]\w*)?$/i;

/** What may follow at a place of a query, outside of its expressions. */
export function completeSql(source: string, at: number, { references, schemas }: Datasets): Completion[] {
  const head = source.slice(0, at);
  const within = pieceAround(source, at);
  if (within && /\bdataset\s*\(\s*$/i.test(source.slice(0, within.start)) && within.text.startsWith("'")) {
    const span = { start: within.start + 1, length: insideOf(within.text) };
    return references.map((name) => ({
      name,
      kind: "string",
      sort: "1",
      span,
      insert: name.replaceAll("'", "''"),
    }));
  }
  if (within && !within.text.startsWith('"')) return [];
  const [whole, table, typed = ""] = head.match(typing)!;
  const start = at - typed.length;
  // a name in quotes is replaced with the quotes
  const span: Span = { start, length: within ? within.start + within.text.length - start : typed.length };
  const sources = sourcesOf(source, schemas);
  if (table !== undefined) return columnsAsOffered(columnsOf(named(sources, unquoted(table))), span);
  const columns = columnsAsOffered(columnsOf(sources), span);
  if (typed.startsWith('"')) return columns;
  const isTable =
    /\b(from|join)\s+$/i.test(head.slice(0, at - whole.length)) || /,\s*$/.test(head.slice(0, start));
  return [
    ...(isTable && !/,\s*$/.test(head.slice(0, start)) ? [] : columns),
    ...references.map((name) => offeredTable(name, span, isTable)),
    ...aliases(sources).map((name) => ({ name, kind: "var", sort: "2", span, insert: quotedName(name) })),
    ...sqlKeywords.map((name) => ({ name, kind: "keyword", sort: "4", span })),
    ...sqlFunctions.map((name) => ({ name, kind: "function", sort: "5", span, insert: name })),
  ];
}

/** What a column of a query holds; null where there is none. */
export function hoverSql(source: string, at: number, { schemas }: Datasets) {
  const word = [
    ...source.matchAll(/(?:("(?:[^"]|"")+"|[a-z_]\w*)\s*\.\s*)?("(?:[^"]|"")+"|[a-z_]\w*)/gi),
  ].find(({ index, 0: text }) => index <= at && at <= index + text.length);
  if (!word) return null;
  const [text, table, name] = word;
  const start = word.index + text.length - name!.length;
  const around = pieceAround(source, at);
  if (at < start || (around && !around.text.startsWith('"'))) return null;
  const sources = sourcesOf(source, schemas);
  const wanted = unquoted(name!).toLowerCase();
  const columns = columnsOf(table ? named(sources, unquoted(table)) : sources);
  const found = columns.filter((column) => column.name.toLowerCase() === wanted);
  if (found.length === 0) return null;
  const type = found.map((column) => `${column.name}: ${column.type}`);
  const of = found.map((column) => column.of);
  return {
    start,
    length: name!.length,
    type: [...new Set(type)].join("\n"),
    doc: `Column of ${of.join(", ")}`,
  };
}

/** The tables that a query reads as `dataset('name')`, with the name that each is given. */
function sourcesOf(source: string, schemas: readonly ReferenceSchema[]): Source[] {
  return [...source.matchAll(call)].flatMap(([, reference, alias]) => {
    const schema = schemas.find((one) => one.reference === reference!.replaceAll("''", "'"));
    const isWord = alias !== undefined && sqlReserved.has(alias.toLowerCase());
    return schema ? [{ schema, alias: alias && !isWord ? unquoted(alias) : null }] : [];
  });
}

function columnsOf(sources: readonly Source[]): Column[] {
  const columns = sources.flatMap(({ schema }) =>
    schema.columns.map(({ name, type }) => ({ name, type, of: schema.reference })),
  );
  return [...new Map(columns.map((column) => [`${column.of} ${column.name}`, column])).values()];
}

const named = (sources: readonly Source[], table: string) =>
  sources.filter(({ alias }) => alias?.toLowerCase() === table.toLowerCase());
const aliases = (sources: readonly Source[]) => [...new Set(sources.flatMap(({ alias }) => alias ?? []))];

function columnsAsOffered(columns: readonly Column[], span: Span): Completion[] {
  const byName = Map.groupBy(columns, ({ name }) => name);
  return [...byName].map(([name, all]) => ({
    name,
    kind: "property",
    sort: "1",
    span,
    insert: quotedName(name),
    detail: all.map(({ type, of }) => `${type}, ${of}`).join("; "),
  }));
}

function offeredTable(name: string, span: Span, isTable: boolean): Completion {
  const insert = `dataset('${name.replaceAll("'", "''")}')`;
  return {
    name: insert,
    kind: "module",
    sort: isTable ? "0" : "3",
    span,
    insert,
    filter: `${name} ${insert}`,
  };
}

/** A name as a query writes it: in quotes where it would mean something else without. */
export function quotedName(name: string): string {
  const isPlain = /^[a-z_]\w*$/i.test(name) && !sqlReserved.has(name.toLowerCase());
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
}

const unquoted = (name: string) =>
  name.startsWith('"') ? name.replace(/^"|"$/g, "").replaceAll('""', '"') : name;
const insideOf = (text: string) => text.length - (text.length > 1 && text.endsWith("'") ? 2 : 1);

/** The text in quotes or the comment within which a place lies. */
function pieceAround(source: string, at: number): { start: number; text: string } | null {
  for (const { index, 0: text } of source.matchAll(pieces)) {
    if (index >= at) return null;
    const isOpen = text.startsWith("--") || text.length === 1 || text.at(-1) !== text[0];
    if (at < index + text.length || (isOpen && at === index + text.length)) return { start: index, text };
  }
  return null;
}
