/** The first 32 bits of the fractional parts of roots of the first primes, which the standard takes. */
function fractions(count: number, root: (prime: number) => number): Uint32Array {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++)
    if (!found.some((_, i) => n % primes[i]! === 0)) {
      primes[found.length] = n;
      found.push((root(n) % 1) * 2 ** 32);
    }
  return Uint32Array.from(found, Math.floor);
}
const primes: number[] = [];
const start = fractions(8, Math.sqrt);
const steps = fractions(64, Math.cbrt);
const turned = (word: number, by: number) => (word >>> by) | (word << (32 - by));

/**
 * The SHA-256 of a text's UTF-8 in hex, at once and everywhere: browsers have a function of their own only on
 * pages that come by https, and answer later.
 *
 * @see https://csrc.nist.gov/pubs/fips/180-4/upd1/final
 */
export function sha256(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, bytes.length * 8);
  const state = start.slice();
  const words = new Uint32Array(64);
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getUint32(at + 4 * i);
    mix(state, words);
  }
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}

/** Works one block of 16 words, of which 48 more are made, into the state. */
function mix(state: Uint32Array, words: Uint32Array): void {
  for (let i = 16; i < 64; i++) {
    const [early, late] = [words[i - 15]!, words[i - 2]!];
    const first = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const second = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words[i] = words[i - 16]! + first + words[i - 7]! + second;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as Eight;
  for (let i = 0; i < 64; i++) {
    const fromE = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const one = (h + fromE + ((e & f) ^ (~e & g)) + steps[i]! + words[i]!) | 0;
    const fromA = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const two = (fromA + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = state[i]! + word));
}
type Eight = [number, number, number, number, number, number, number, number];
