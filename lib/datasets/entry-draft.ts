import type { DictionaryEntry } from "./dictionary";

/** An entry of the dictionary as its form holds it: text as it is typed. */
export type EntryDraft = {
  type: string;
  unit: string;
  description: string;
  role: string;
  required: boolean;
  unique: boolean;
  allowed: string;
  least: string;
  most: string;
  missingCodes: string;
  tolerated: string;
  otherwise: string;
};

/** What the form of an entry begins with. */
export function draftOf(entry: DictionaryEntry): EntryDraft {
  const text = (value: string | number | undefined) => (value === undefined ? "" : String(value));
  return {
    type: text(entry.type),
    unit: text(entry.unit),
    description: text(entry.description),
    role: text(entry.role),
    required: entry.required ?? false,
    unique: entry.unique ?? false,
    allowed: listText(entry.allowed),
    least: text(entry.least),
    most: text(entry.most),
    missingCodes: listText(entry.missingCodes),
    tolerated: entry.tolerated === undefined ? "" : String(Number((entry.tolerated * 100).toPrecision(12))),
    otherwise: entry.otherwise ?? "warn",
  };
}

/** A value that holds a comma, a quote or space at its ends stands in quotes. */
function listText(values: readonly (string | number)[] = []): string {
  return values
    .map((value) => {
      const text = String(value);
      return /[",]|^\s|\s$|^$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(", ");
}

/** What a form says of a column; the schema of the entry refuses what does not fit. */
export function entryOfDraft(name: string, draft: EntryDraft): Record<string, unknown> {
  const said = (text: string) => (text.trim() === "" ? undefined : text.trim());
  const list = (text: string) => (text.trim() === "" ? undefined : valuesIn(text).map(valueOf));
  const bound = (text: string) => (said(text) === undefined ? undefined : valueOf(text.trim()));
  const entry = {
    name,
    type: said(draft.type),
    unit: said(draft.unit),
    description: said(draft.description),
    role: said(draft.role),
    required: draft.required || undefined,
    unique: draft.unique || undefined,
    allowed: list(draft.allowed),
    least: bound(draft.least),
    most: bound(draft.most),
    missingCodes: list(draft.missingCodes),
    tolerated: said(draft.tolerated) === undefined ? undefined : Number(draft.tolerated) / 100,
    otherwise: draft.otherwise === "stop" ? "stop" : undefined,
  };
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
}

function valuesIn(text: string): string[] {
  const found = text.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*?))\s*(?:,|$)/g);
  return [...found]
    .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "")
    .filter((value, i, all) => value !== "" || i < all.length - 1);
}

/** A number where the text is one and reads the same when it is written again, else the text. */
function valueOf(text: string): string | number {
  return String(Number(text)) === text ? Number(text) : text;
}
