/** A source of chance: each call gives a number in [0, 1). */
export type Random = () => number;

/**
 * Chance that a seed repeats, on every machine: sfc32 after SplitMix32.
 *
 * @see C. Doty-Humphrey, PractRand (sfc)
 */
export function seededRandom(seed: number): Random {
  const next = integers(seed);
  return () => next() / 2 ** 32;
}

/** The same as whole numbers in [0, 2^32). */
export function integers(seed: number): () => number {
  let state = seed >>> 0;
  const mix = () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let [a, b, c, d] = [mix(), mix(), mix(), mix()];
  return () => {
    const t = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  };
}

/** A draw from the standard normal distribution (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
