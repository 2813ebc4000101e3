const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],]/g;

/** The keys of a JSON text as it writes them, each with the place of the object that it is in. */
function* keysOf(text: string): Generator<{ name: string; object: number; depth: number }> {
  const open: (number | null)[] = [];
  let objects = 0;
  let isKey = false;
  for (const [token] of text.matchAll(tokens)) {
    if (token === "{") open.push(objects++);
    else if (token === "[") open.push(null);
    else if (token === "}" || token === "]") open.pop();
    const object = open.at(-1) ?? null;
    if (isKey && token.startsWith('"') && object !== null)
      yield { name: JSON.parse(token) as string, object, depth: open.length };
    isKey = token === "{" || (token === "," && object !== null);
  }
}

/** The keys of the outermost object of a JSON text, in the order in which they are written. */
export function outerKeys(text: string): string[] {
  return [...keysOf(text)].filter(({ depth }) => depth === 1).map(({ name }) => name);
}

/**
 * A key that an object of a JSON text has twice, of which a reader keeps one value; null where there is none.
 *
 * @param parsed what was read of the text; numbers may be kept as `JSON.rawJSON`
 */
export function repeatedKey(text: string, parsed: object): string | null {
  // Nearly always there is none, which is seen by counting: a string that holds `":` is looked at twice.
  if (countOf(text) === countKeys(parsed)) return null;
  const seen = new Set<string>();
  for (const { name, object } of keysOf(text)) {
    const own = `${object} ${name}`;
    if (seen.has(own)) return name;
    seen.add(own);
  }
  return null;
}

function countOf(text: string): number {
  let count = 0;
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) count++;
  return count;
}

const { isRawJSON } = JSON as unknown as { isRawJSON: (value: unknown) => boolean };

function countKeys(value: object): number {
  const values: unknown[] = Object.values(value);
  let count = Array.isArray(value) ? 0 : values.length;
  for (const inner of values)
    if (typeof inner === "object" && inner !== null && !isRawJSON(inner)) count += countKeys(inner);
  return count;
}
