/** What cannot be given to another language, in words that follow the value's name. */
export class NotPlain extends TypeError {}

/**
 * A value as JSON that loses nothing: what JSON cannot say is an object with the key `$`. The same form is
 * read and written in kernel/notebook_kernel/plain.py.
 *
 * @throws {NotPlain} for functions, elements and whatever else no other language could read as it is
 */
export function encodePlain(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "bigint") return { $: "int", v: String(value) };
  if (typeof value === "number") return encodeNumber(value);
  if (typeof value !== "object") throw new NotPlain(`is a ${typeof value}. ${readable}`);
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return null;
    return { $: "time", v: value.toISOString() };
  }
  if (Array.isArray(value)) return value.map(encodePlain);
  if (ArrayBuffer.isView(value) && Symbol.iterator in value)
    return Array.from(value as unknown as Iterable<unknown>, encodePlain);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new NotPlain(`is a ${(value.constructor as { name?: string })?.name ?? "thing"}. ${readable}`);
  const parts = Object.entries(value).map(([key, part]) => [key, encodePlain(part)] as const);
  return "$" in value ? { $: "dict", v: parts } : Object.fromEntries(parts);
}
const readable = "Other languages can read tables, numbers, texts, dates, lists and plain objects.";

function encodeNumber(value: number): unknown {
  if (Object.is(value, -0)) return { $: "float", v: "-0.0" };
  if (Number.isFinite(value)) return value;
  return { $: "float", v: Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf" };
}

const floats: Record<string, number> = { nan: Number.NaN, inf: Infinity, "-inf": -Infinity };

/** The value that a plain one stands for: whole numbers past 2^53 are bigints, times are dates. */
export function decodePlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decodePlain);
  if (typeof value !== "object" || value === null) return value;
  const { $: kind, v } = value as { $?: unknown; v?: unknown };
  if (kind === "int") return BigInt(String(v));
  if (kind === "float") return floats[String(v)] ?? Number(v);
  if (kind === "time") return new Date(String(v));
  const entries = kind === "dict" ? (v as [string, unknown][]) : Object.entries(value);
  return Object.fromEntries(entries.map(([key, part]) => [key, decodePlain(part)]));
}
