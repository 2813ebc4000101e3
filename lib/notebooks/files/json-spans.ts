/** Where a value stands in a JSON text, in UTF-16 units. */
export type JsonSpan = { start: number; end: number };

/**
 * Where the values of an object stand in a JSON text, by their keys; of equal keys the last one counts, as
 * for `JSON.parse`. What is copied by its place stays as it was written, numbers beyond 2^53 too.
 *
 * @param text valid JSON, which is not checked again
 * @param at where the object begins, or blanks before it
 */
export function membersOf(text: string, at: number): Map<string, JsonSpan> {
  const members = new Map<string, JsonSpan>();
  let i = afterBlanks(text, afterBlanks(text, at) + 1);
  while (text[i] === '"') {
    const key = { start: i, end: afterString(text, i) };
    const start = afterBlanks(text, afterBlanks(text, key.end) + 1);
    const end = afterValue(text, start);
    members.set(JSON.parse(text.slice(key.start, key.end)) as string, { start, end });
    i = afterComma(text, end);
  }
  return members;
}

/** Where the items of a list stand in a JSON text that is valid; `at` is where the list begins. */
export function itemsOf(text: string, at: number): JsonSpan[] {
  const items: JsonSpan[] = [];
  let i = afterBlanks(text, afterBlanks(text, at) + 1);
  while (text[i] !== "]" && i < text.length) {
    const end = afterValue(text, i);
    items.push({ start: i, end });
    i = afterComma(text, end);
  }
  return items;
}

function afterComma(text: string, at: number): number {
  const i = afterBlanks(text, at);
  return text[i] === "," ? afterBlanks(text, i + 1) : i;
}

function afterBlanks(text: string, at: number): number {
  let i = at;
  while (i < text.length && " \n\r\t".includes(text[i]!)) i += 1;
  return i;
}

function afterString(text: string, at: number): number {
  let i = at + 1;
  while (text[i] !== '"' && i < text.length) i += text[i] === "\\" ? 2 : 1;
  return i + 1;
}

function afterValue(text: string, at: number): number {
  if (text[at] === '"') return afterString(text, at);
  if (text[at] !== "{" && text[at] !== "[") return afterWord(text, at);
  let depth = 0;
  for (let i = at; i < text.length;) {
    const character = text[i]!;
    if (character === '"') {
      i = afterString(text, i);
      continue;
    }
    if (character === "{" || character === "[") depth += 1;
    if (character === "}" || character === "]") depth -= 1;
    i += 1;
    if (depth === 0) return i;
  }
  return text.length;
}

function afterWord(text: string, at: number): number {
  let i = at;
  while (i < text.length && !",]} \n\r\t".includes(text[i]!)) i += 1;
  return i;
}
