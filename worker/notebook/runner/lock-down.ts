import { registerHooks } from "node:module";
import { seededRandom } from "@/lib/stats/random";

/** Ways out of the process that Node gives to every text. */
const waysOut = ["process", "fetch", "WebSocket", "EventSource", "XMLHttpRequest", "BroadcastChannel", "gc"];

/**
 * Takes away what a cell has no use for: the process, the network, and everything that could be imported.
 * The bundle holds no code of Node's that reaches a file or an address; the process was started without
 * rights to files, children and addons; and where bubblewrap is there it has no network.
 */
export function lockDown(): void {
  registerHooks({
    resolve() {
      throw new Error("Nothing is imported in a cell.");
    },
  });
  const { platform, arch, version, versions, nextTick } = process;
  for (const name of waysOut) Reflect.deleteProperty(globalThis, name);
  const little = { platform, arch, version, versions, nextTick, env: {} };
  Object.defineProperty(globalThis, "process", { value: Object.freeze(little), writable: false });
}

/** Makes chance and the time the same in every run of the same seed and moment. */
export function settleChance({ seed, now }: { seed: number; now: number }): void {
  const random = seededRandom(seed);
  Math.random = random;
  const fill = <Bytes extends ArrayBufferView>(bytes: Bytes): Bytes => {
    const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < view.length; i += 1) view[i] = Math.floor(random() * 256);
    return bytes;
  };
  const { subtle } = crypto;
  const own = { subtle, getRandomValues: fill, randomUUID: () => uuidOf(fill(new Uint8Array(16))) };
  Object.defineProperty(globalThis, "crypto", { value: own });
  const Clock = Date;
  const still = function (this: unknown, ...parts: unknown[]) {
    if (!new.target) return new Clock(now).toString();
    const given = parts.length === 0 ? [now] : parts;
    return Reflect.construct(Clock, given, new.target === still ? Clock : new.target) as Date;
  };
  Object.defineProperties(still, Object.getOwnPropertyDescriptors(Clock));
  still.now = () => now;
  // `new Date(…) instanceof Date` and `date.constructor` stay as they are known
  Clock.prototype.constructor = still as unknown as DateConstructor;
  globalThis.Date = still as unknown as DateConstructor;
}

/** Sixteen bytes as a random UUID is written. */
function uuidOf(bytes: Uint8Array): string {
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
