import { integer } from "@/lib/format";
import { classOf, entriesOf, isList, nameOf, patternOf, sizeOf, tagOf, type Tag } from "./inspect-kind";
import { partsOf, type Part, type Parts } from "./inspect-parts";

/** So many characters of a text within a value are shown before it is opened. */
const textShown = 200;
/** A closed value shows so many of its parts, and no more than so many characters. */
const previewed = 8;
const previewCharacters = 120;
/** A function's text that is long enough to know it. */
const sourceShown = 80;

export type Kind = "text" | "number" | "word" | "code" | "object" | "fault";
/** A value in a line: what it says, of what kind it is, and whether there is more within. */
export type Words = { text: string; kind: Kind; opens: boolean };

/** A value in a line; never calls a getter, and never throws. */
export function wordsOf(value: unknown): Words {
  try {
    if (typeof value !== "object" || value === null) return plainWords(value);
    const parts = partsOf(value);
    return { text: previewOf(value, parts), kind: "object", opens: parts.total > 0 };
  } catch (error) {
    return { text: `(cannot be shown: ${faultOf(error)})`, kind: "fault", opens: false };
  }
}

/** What was thrown, in a few words, whatever it is. */
export function faultOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown).slice(0, textShown);
  } catch {
    return "its own code failed";
  }
}

function plainWords(value: unknown): Words {
  if (typeof value === "string") return textWords(value);
  if (typeof value === "number") {
    const text = Object.is(value, -0) ? "-0" : String(value);
    return { text, kind: "number", opens: false };
  }
  if (typeof value === "bigint") return { text: `${value}n`, kind: "number", opens: false };
  if (typeof value === "function") {
    return { text: functionWords(value), kind: "code", opens: partsOf(value).total > 0 };
  }
  return { text: String(value), kind: "word", opens: false };
}

function textWords(text: string): Words {
  if (text.length <= textShown) return { text: JSON.stringify(text), kind: "text", opens: false };
  const more = ` … ${integer(text.length)} characters`;
  return { text: JSON.stringify(text.slice(0, textShown)) + more, kind: "text", opens: true };
}

function functionWords(value: object): string {
  const source = Function.prototype.toString.call(value);
  const isClass = /^class\b/.test(source);
  const name = nameOf(value);
  if (isClass) return `class ${name || "(anonymous)"}`;
  const kind = /^async\b/.test(source) ? "async ƒ" : "ƒ";
  const isArrow = /^(async\s*)?(\([^)]*\)|[\w$]+)\s*=>/.test(source);
  if (isArrow && source.length <= sourceShown && !source.includes("\n")) return source;
  return `${kind} ${name || "(anonymous)"}()`;
}

/** An object closed: what it is, and its first parts. */
function previewOf(value: object, parts: Parts): string {
  const tag = tagOf(value);
  const plain = plainOf(value, tag);
  if (plain !== null) return plain;
  const name = classOf(value);
  if (isList(value)) return `${name ?? "Array"}(${integer(sizeOf(value))}) [${firstOf(parts, false)}]`;
  if (tag === "Map" || tag === "Set")
    return `${name ?? tag}(${integer(sizeOf(value))}) {${entriesWords(value)}}`;
  const within = parts.total === 0 ? "" : firstOf(parts, true);
  if (name === "Object" || name === null) return `{${within}}`;
  return within === "" ? name : `${name} {${within}}`;
}

/** What an object says that is no collection of others; null of all others. */
function plainOf(value: object, tag: Tag): string | null {
  if (tag === "Date") {
    const time = Date.prototype.getTime.call(value);
    return Number.isNaN(time) ? "Invalid Date" : new Date(time).toISOString();
  }
  if (tag === "RegExp") return patternOf(value);
  if (tag === "Error") return errorWords(value);
  if (tag === "ArrayBuffer") return `ArrayBuffer of ${integer((value as ArrayBuffer).byteLength)} bytes`;
  return null;
}

function errorWords(value: object): string {
  const data = (name: string) => {
    const found: unknown = Reflect.getOwnPropertyDescriptor(value, name)?.value;
    return typeof found === "string" ? found : null;
  };
  const message = data("message");
  return `${data("name") ?? classOf(value) ?? "Error"}${message ? `: ${message.slice(0, textShown)}` : ""}`;
}

function firstOf({ total, page }: Parts, isNamed: boolean): string {
  const words = page(0)
    .slice(0, previewed)
    .map((part) => (isNamed ? `${part.label}: ${partWords(part)}` : partWords(part)));
  return fitting(words, total);
}

function entriesWords(value: object): string {
  const words: string[] = [];
  for (const entry of entriesOf(value)) {
    if (words.length === previewed) break;
    words.push("key" in entry ? `${briefly(entry.key)} → ${briefly(entry.value)}` : briefly(entry.value));
  }
  return fitting(words, sizeOf(value));
}

/** As many of the words as fit, with a mark where there are more. */
function fitting(words: readonly string[], total: number): string {
  let text = "";
  for (const [i, word] of words.entries()) {
    const next = i === 0 ? word : `${text}, ${word}`;
    if (next.length > previewCharacters) return i === 0 ? "…" : `${text}, …`;
    text = next;
  }
  return words.length < total ? `${text}, …` : text;
}

function partWords(part: Part): string {
  return "value" in part ? briefly(part.value) : "get" in part ? "(…)" : part.note;
}

/** A value within a preview: what is plain as it is, of others what they are. */
function briefly(value: unknown): string {
  if (typeof value === "string")
    return value.length > 40 ? `${JSON.stringify(value.slice(0, 40))}…` : JSON.stringify(value);
  if (typeof value === "function") return "ƒ";
  if (typeof value !== "object" || value === null) return plainWords(value).text;
  try {
    const tag = tagOf(value);
    const plain = plainOf(value, tag);
    if (plain !== null) return plain;
    const name = classOf(value);
    if (isList(value) || tag === "Map" || tag === "Set") return `${name ?? tag}(${integer(sizeOf(value))})`;
    return name === "Object" || name === null ? "{…}" : name;
  } catch {
    return "(cannot be shown)";
  }
}
