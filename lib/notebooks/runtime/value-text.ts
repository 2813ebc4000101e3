const depth = 6;
/** So many parts of a list or an object are shown; the rest is counted. */
const parts = 1_000;

/** A value as text: as JSON where JSON can say it, else in words that tell what it is. */
export function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  let plain: unknown;
  try {
    plain = plainOf(value, depth, new Set());
  } catch (error) {
    // a getter or a proxy of the cell's own, which may throw
    return `(cannot be shown: ${error instanceof Error ? error.message : "its own code failed"})`;
  }
  return typeof plain === "string" ? plain : (JSON.stringify(plain, null, 1) ?? String(plain));
}

/** The value with everything that JSON would drop or turn into `{}` put into words. */
function plainOf(value: unknown, levels: number, above: ReadonlySet<unknown>): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return `function ${value.name || "(anonymous)"}`;
  if (typeof value === "symbol" || value === undefined) return String(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof RegExp) return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (above.has(value)) return "(itself)";
  if (levels === 0) return "…";
  const within = new Set([...above, value]);
  const inner = (part: unknown) => plainOf(part, levels - 1, within);
  if (value instanceof Map)
    return { [`Map of ${value.size}`]: listOf(value, value.size, ([key, of]) => [inner(key), inner(of)]) };
  if (value instanceof Set) return { [`Set of ${value.size}`]: listOf(value, value.size, inner) };
  if (Array.isArray(value)) return listOf(value, value.length, inner);
  if (ArrayBuffer.isView(value) && "length" in value)
    return listOf(value as Float64Array, (value as Float64Array).length, inner);
  if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet)
    return Object.prototype.toString.call(value).slice(8, -1);
  const keys = Object.keys(value);
  // a getter is code of the cell's own: nobody asked for it
  const own = keys.slice(0, parts).map((key) => {
    const held = Object.getOwnPropertyDescriptor(value, key);
    return [key, held?.get ? "(…)" : inner(held?.value)];
  });
  if (keys.length > parts) own.push(["…", `${keys.length - parts} more`]);
  return Object.fromEntries(own);
}

/** The first of many values, and how many more there are. */
function listOf<Item>(values: Iterable<Item>, size: number, inner: (item: Item) => unknown): unknown[] {
  const shown: unknown[] = [];
  for (const item of values) {
    if (shown.length === parts) return [...shown, `… ${size - parts} more`];
    shown.push(inner(item));
  }
  return shown;
}
