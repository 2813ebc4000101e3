import { entriesOf, isList, sizeOf, tagOf } from "./inspect-kind";

/** One thing within a value. A getter is not called before somebody asks for it. */
export type Part = { label: string; key?: unknown } & (
  { value: unknown } | { get: () => unknown } | { note: string }
);
/** So many parts of a value are listed at once. */
export const partsAtOnce = 100;
/** A long text is opened in pieces of so many characters. */
const pieceCharacters = 5_000;
/** Of longer lists the names beside their elements are not looked for. */
const namedAtMost = 1_000_000;

/** What is within a value, of any size, page by page; both throw what a proxy throws. */
export type Parts = { total: number; page: (from: number) => Part[] };

/** Opens a value without calling any of its getters. @throws {Error} what a proxy throws */
export function partsOf(value: unknown): Parts {
  if (typeof value === "string") return piecesOf(value);
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return none;
  const own = namedParts(value);
  const tag = tagOf(value);
  if (isList(value)) return joined(elementsOf(value), own);
  if (tag === "Map" || tag === "Set") return joined(entryParts(value), own);
  if (tag === "ArrayBuffer") return joined(listed([{ label: "bytes", value: bytesOf(value) }]), own);
  return own;
}

const none: Parts = { total: 0, page: () => [] };

function listed(parts: readonly Part[]): Parts {
  return { total: parts.length, page: (from) => parts.slice(from, from + partsAtOnce) };
}

function bytesOf(value: object): Uint8Array {
  return new Uint8Array(value as ArrayBuffer);
}

function piecesOf(text: string): Parts {
  return {
    total: Math.ceil(text.length / pieceCharacters),
    page: (from) =>
      Array.from(
        { length: Math.min(partsAtOnce, Math.ceil(text.length / pieceCharacters) - from) },
        (_, i) => {
          const at = (from + i) * pieceCharacters;
          return { label: String(at), note: text.slice(at, at + pieceCharacters) };
        },
      ),
  };
}

function joined(first: Parts, second: Parts): Parts {
  return {
    total: first.total + second.total,
    page(from) {
      const parts = from < first.total ? first.page(from) : [];
      const rest = partsAtOnce - parts.length;
      return [...parts, ...second.page(Math.max(0, from - first.total)).slice(0, rest)];
    },
  };
}

function elementsOf(list: object): Parts {
  const total = sizeOf(list);
  return {
    total,
    page: (from) =>
      Array.from({ length: Math.max(0, Math.min(partsAtOnce, total - from)) }, (_, i) => {
        const label = String(from + i);
        return Reflect.has(list, label) ? partAt(list, label, label) : { label, note: "empty" };
      }),
  };
}

function entryParts(collection: object): Parts {
  return {
    total: sizeOf(collection),
    page(from) {
      const parts: Part[] = [];
      let at = 0;
      for (const entry of entriesOf(collection)) {
        if (at >= from + partsAtOnce) break;
        if (at >= from) parts.push({ label: String(at), ...entry });
        at += 1;
      }
      return parts;
    },
  };
}

/** Own names, then the getters of its class. */
function namedParts(value: object): Parts {
  if (ArrayBuffer.isView(value)) return none;
  const isLong = Array.isArray(value) && sizeOf(value) > namedAtMost;
  if (isLong) return listed([{ label: "…", note: "names beside elements are not listed" }]);
  const isOwn = (key: string | symbol) =>
    Reflect.getOwnPropertyDescriptor(value, key)?.enumerable === true ||
    (value instanceof Error && ["message", "cause", "errors"].includes(String(key)));
  let keys = Reflect.ownKeys(value);
  if (Array.isArray(value))
    keys = keys.filter((key) => typeof key === "symbol" || !/^(\d+|length)$/.test(key));
  const names = keys.filter(isOwn);
  const getters = gettersOf(value, new Set(names));
  return {
    total: names.length + getters.length,
    page(from) {
      const own = names.slice(from, from + partsAtOnce).map((key) => partAt(value, key, labelOf(key)));
      const start = Math.max(0, from - names.length);
      return [...own, ...getters.slice(start, start + partsAtOnce - own.length)];
    },
  };
}

const labelOf = (key: string | symbol) =>
  typeof key === "symbol"
    ? `[${String(key)}]`
    : /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key)
      ? key
      : JSON.stringify(key);

function partAt(value: object, key: string | symbol, label: string): Part {
  const found = Reflect.getOwnPropertyDescriptor(value, key);
  if (!found) return { label, note: "empty" };
  if ("value" in found) return { label, value: found.value as unknown };
  return found.get
    ? { label, get: () => Reflect.get(value, key, value) as unknown }
    : { label, note: "(only set)" };
}

/** Getters of the classes of a value that the product's user wrote; those of the language are no parts. */
function gettersOf(value: object, known: Set<string | symbol>): Part[] {
  const parts: Part[] = [];
  let above: object | null = Reflect.getPrototypeOf(value);
  for (let depth = 0; above && depth < 20; depth++) {
    const maker = Reflect.getOwnPropertyDescriptor(above, "constructor")?.value as unknown;
    if (typeof maker !== "function" || /\[native code\]\s*\}$/.test(sourceOf(maker))) break;
    for (const key of Reflect.ownKeys(above)) {
      const get = Reflect.getOwnPropertyDescriptor(above, key)?.get;
      if (!get || known.has(key) || key === "__proto__") continue;
      known.add(key);
      parts.push({ label: labelOf(key), get: () => Reflect.apply(get, value, []) as unknown });
    }
    above = Reflect.getPrototypeOf(above);
  }
  return parts;
}

function sourceOf(maker: unknown): string {
  return Function.prototype.toString.call(maker);
}
