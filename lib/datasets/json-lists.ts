import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import { repeatedKey } from "./json-keys";

const itemBytes = 16 << 20;
const mostDepth = 1_000;
const [lf, space, quote, comma, backslash] = [10, 32, 34, 44, 92];
const [openList, closeList, openObject, closeObject] = [91, 93, 123, 125];

/** A list in a JSON file: where it is, as a JSON Pointer, how many items it has, and how many are objects. */
export type JsonList = { path: string; items: number; objects: number };
/** What stands around the lists, with each of them empty, and the lists. */
export type JsonEnvelope = { lists: JsonList[]; envelope: unknown };
/** Hears of each item of the list at a path: its text, and the line on which it begins. */
export type TakeItems = { path: string; item: (text: string, line: number) => void };

/**
 * Walks over the bytes of a JSON file, piece by piece, and finds the lists that are in no other list.
 *
 * @param take what hears of the items of one list; those of others are counted
 * @throws {AppError} INVALID from `push` and `end` when what is around the items is no JSON, or has a key
 * twice; TOO_LARGE for an item over 16 MB, and for too much around the lists
 */
export function jsonLists(take?: TakeItems): {
  push: (piece: Uint8Array) => void;
  end: () => JsonEnvelope;
} {
  const walk = newWalk(take);
  return {
    push(piece) {
      walk.itemStart = 0;
      for (let i = 0; i < piece.length; i++) {
        const byte = piece[i]!;
        if (byte === lf) walk.line += 1;
        if (walk.list) stepInList(walk, piece, i, byte);
        else stepAround(walk, byte);
      }
      if (walk.itemFirst !== 0) keepItem(walk, piece.slice(walk.itemStart));
    },
    end: () => endOf(walk),
  };
}

type Walk = ReturnType<typeof newWalk>;

function newWalk(take?: TakeItems) {
  return {
    take,
    line: 1,
    quoted: false,
    escaped: false,
    /** The bytes around the lists. */
    around: new Uint8Array(1 << 12),
    filled: 0,
    /** The key of each object that is open, and whether a key comes next; where a string began. */
    keys: [] as (string | null)[],
    expectsKey: false,
    stringStart: 0,
    list: null as JsonList | null,
    lists: [] as JsonList[],
    /** The brackets that an item still needs, its first byte or 0, and its bytes of former pieces. */
    closing: [] as number[],
    itemFirst: 0,
    itemLine: 0,
    itemStart: 0,
    parts: [] as Uint8Array[],
    partBytes: 0,
  };
}

/** Whether a byte is inside of a string, or its end. */
function stepInString(walk: Walk, byte: number): void {
  if (walk.escaped) walk.escaped = false;
  else if (byte === backslash) walk.escaped = true;
  else if (byte === quote) walk.quoted = false;
}

function stepAround(walk: Walk, byte: number): void {
  keepAround(walk, byte);
  if (walk.quoted) {
    stepInString(walk, byte);
    if (!walk.quoted && walk.expectsKey) {
      walk.keys[walk.keys.length - 1] = keyOf(walk);
      walk.expectsKey = false;
    }
  } else if (byte === quote) {
    walk.quoted = true;
    walk.stringStart = walk.filled - 1;
  } else if (byte === openObject) {
    walk.keys.push(null);
    walk.expectsKey = true;
    if (walk.keys.length > mostDepth) throw notJson("it is nested too deeply");
  } else if (byte === closeObject) {
    walk.keys.pop();
    walk.expectsKey = false;
  } else if (byte === comma) walk.expectsKey = walk.keys.length > 0;
  else if (byte === openList) walk.list = { path: pathOf(walk.keys), items: 0, objects: 0 };
}

function stepInList(walk: Walk, piece: Uint8Array, i: number, byte: number): void {
  if (walk.quoted) return stepInString(walk, byte);
  const { closing } = walk;
  if (byte === quote) {
    beginItem(walk, i, byte);
    walk.quoted = true;
  } else if (byte === openList || byte === openObject) {
    beginItem(walk, i, byte);
    closing.push(byte + 2); // } is two behind {, as ] is behind [
    if (closing.length > mostDepth) throw notJson("it is nested too deeply", walk.line);
  } else if (closing.length > 0) {
    if ((byte === closeList || byte === closeObject) && closing.pop() !== byte)
      throw notJson("its brackets do not match", walk.line);
  } else if (byte === comma) {
    if (walk.itemFirst === 0) throw notJson("a value is missing before a comma", walk.line);
    endItem(walk, piece, i);
    // Behind a comma comes one more: an end of the list there finds it missing.
    walk.itemLine = -1;
  } else if (byte === closeList) endList(walk, piece, i);
  else if (byte === closeObject) throw notJson("its brackets do not match", walk.line);
  else if (byte > space) beginItem(walk, i, byte);
}

function beginItem(walk: Walk, i: number, byte: number): void {
  if (walk.itemFirst !== 0) return;
  walk.itemFirst = byte;
  walk.itemLine = walk.line;
  walk.itemStart = i;
}

function endItem(walk: Walk, piece: Uint8Array, end: number): void {
  const list = walk.list!;
  list.items += 1;
  if (walk.itemFirst === openObject) list.objects += 1;
  if (walk.take?.path === list.path) {
    keepItem(walk, piece.subarray(walk.itemStart, end));
    walk.take.item(decoded(walk.parts, walk.itemLine), walk.itemLine);
  }
  walk.itemFirst = 0;
  walk.parts = [];
  walk.partBytes = 0;
}

function endList(walk: Walk, piece: Uint8Array, end: number): void {
  if (walk.itemFirst !== 0) endItem(walk, piece, end);
  else if (walk.itemLine === -1) throw notJson("a comma stands before the end of a list", walk.line);
  walk.lists.push(walk.list!);
  walk.list = null;
  walk.itemLine = 0;
  keepAround(walk, closeList);
}

function keepItem(walk: Walk, bytes: Uint8Array): void {
  if (walk.take?.path !== walk.list?.path) return;
  walk.parts.push(bytes);
  walk.partBytes += bytes.length;
  if (walk.partBytes > itemBytes)
    throw new AppError(
      "TOO_LARGE",
      `The item that begins on line ${integer(walk.itemLine)} is longer than ${itemBytes >> 20} MB.`,
    );
}

function keepAround(walk: Walk, byte: number): void {
  if (walk.filled === walk.around.length) {
    if (walk.filled >= limits.jsonEnvelopeBytes)
      throw new AppError(
        "TOO_LARGE",
        `The file holds more than ${limits.jsonEnvelopeBytes >> 20} MB beside its lists.`,
      );
    const wider = new Uint8Array(2 * walk.around.length);
    wider.set(walk.around);
    walk.around = wider;
  }
  walk.around[walk.filled++] = byte;
}

function keyOf(walk: Walk): string {
  try {
    return JSON.parse(decoded([walk.around.subarray(walk.stringStart, walk.filled)], walk.line)) as string;
  } catch (error) {
    throw error instanceof AppError ? error : notJson("a key is no string", walk.line);
  }
}

function pathOf(keys: readonly (string | null)[]): string {
  return keys.map((key) => `/${(key ?? "").replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function decoded(parts: readonly Uint8Array[], line: number): string {
  try {
    const bytes = parts.length === 1 ? parts[0] : Buffer.concat(parts);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const message = `Line ${integer(line)} is not UTF-8. Save the file as UTF-8 and upload it again.`;
    throw new AppError("INVALID", message);
  }
}

function endOf(walk: Walk): JsonEnvelope {
  if (walk.list || walk.quoted || walk.keys.length > 0)
    throw notJson("it ends inside of a value: it is cut off", walk.line);
  const text = decoded([walk.around.subarray(0, walk.filled)], walk.line);
  let envelope: unknown;
  try {
    envelope = JSON.parse(text);
  } catch (error) {
    throw notJson((error as Error).message.slice(0, 200));
  }
  const twice = envelope !== null && typeof envelope === "object" ? repeatedKey(text, envelope) : null;
  if (twice !== null) throw new AppError("INVALID", `The file has the key ${twice} twice. No row was read.`);
  return { lists: walk.lists, envelope };
}

function notJson(why: string, line?: number): AppError {
  const where = line === undefined ? "The file" : `Line ${integer(line)}`;
  return new AppError("INVALID", `${where} is not JSON: ${why}. No row was read.`);
}
