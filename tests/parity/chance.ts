/** Chance from a seed: the same recipes every time. */
export type Chance = {
  /** A whole number from 0 to below `most`. */
  below: (most: number) => number;
  one: <Of>(of: readonly Of[]) => Of;
  /** Whether something of that share happens. */
  happens: (share: number) => boolean;
};

/** The generator mulberry32. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most: number) => Math.floor(next() * most);
  return { below, one: (of) => of[below(of.length)]!, happens: (share) => next() < share };
}
