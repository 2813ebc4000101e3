const getter = (of: object, name: string | symbol) =>
  Reflect.getOwnPropertyDescriptor(of, name)!.get as (this: unknown) => unknown;
const typed = Object.getPrototypeOf(Uint8Array.prototype) as object;
const [mapSize, setSize] = [getter(Map.prototype, "size"), getter(Set.prototype, "size")];
const [source, flags] = [getter(RegExp.prototype, "source"), getter(RegExp.prototype, "flags")];
const typedLength = getter(typed, "length");
const [mapEntries, setValues] = [Map.prototype.entries, Set.prototype.values];

/** What a value is by the language itself, whatever it says of itself. */
export type Tag =
  | ("Map" | "Set" | "Date" | "RegExp" | "Error" | "Promise" | "ArrayBuffer")
  | ("Array" | "TypedArray" | "Function" | "Object");

const probes: [Tag, (value: object) => unknown][] = [
  ["Map", (value) => mapSize.call(value)],
  ["Set", (value) => setSize.call(value)],
  ["Date", (value) => Date.prototype.getTime.call(value)],
  ["RegExp", (value) => value !== RegExp.prototype && source.call(value)],
  ["ArrayBuffer", (value) => getter(ArrayBuffer.prototype, "byteLength").call(value)],
];

/** What an object is; a class that only looks like a map is none. @throws {Error} what a proxy throws */
export function tagOf(value: object): Tag {
  if (typeof value === "function") return "Function";
  if (Array.isArray(value)) return "Array";
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return "TypedArray";
  if (value instanceof Error) return "Error";
  if (value instanceof Promise) return "Promise";
  return probes.find(([tag, probe]) => isA(tag, value) && answers(probe, value))?.[0] ?? "Object";
}

const makers = { Map, Set, Date, RegExp, ArrayBuffer } as Partial<Record<Tag, new (...all: never) => object>>;
const isA = (tag: Tag, value: object) => value instanceof makers[tag]!;

function answers(probe: (value: object) => unknown, value: object): boolean {
  try {
    return probe(value) !== false;
  } catch {
    return false;
  }
}

/** Whether a value has elements by number. */
export function isList(value: object): boolean {
  const tag = tagOf(value);
  return tag === "Array" || tag === "TypedArray";
}

/** How many elements or entries there are; 0 of what has none. */
export function sizeOf(value: object): number {
  const tag = tagOf(value);
  if (tag === "Array") return (value as unknown[]).length;
  if (tag === "TypedArray") return typedLength.call(value) as number;
  if (tag === "Map") return mapSize.call(value) as number;
  return tag === "Set" ? (setSize.call(value) as number) : 0;
}

/** The entries of a map, or of a set, in their order. */
export function* entriesOf(value: object): Generator<{ key?: unknown; value: unknown }> {
  if (tagOf(value) === "Set") for (const of of setValues.call(value)) yield { value: of };
  else for (const [key, of] of mapEntries.call(value)) yield { key, value: of };
}

/** A regular expression as it is written. */
export function patternOf(value: object): string {
  return `/${String(source.call(value))}/${String(flags.call(value))}`;
}

/** The name of a value's class, without asking the value; none where it has no class. */
export function classOf(value: object): string | null {
  const above = Reflect.getPrototypeOf(value);
  if (above === null) return null;
  const maker = Reflect.getOwnPropertyDescriptor(above, "constructor")?.value as unknown;
  return typeof maker === "function" ? nameOf(maker) : (classOf(above) ?? null);
}

/** What a function is called. */
export function nameOf(called: object): string {
  const name = Reflect.getOwnPropertyDescriptor(called, "name")?.value as unknown;
  return typeof name === "string" ? name : "";
}
