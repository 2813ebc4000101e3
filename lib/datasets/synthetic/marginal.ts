import type { ColumnType } from "@/lib/frame/frame";
import { normalCdf } from "@/lib/stats/normal";
import type { NormalScores } from "@/lib/stats/normal-scores";
import { countBelow } from "@/lib/stats/sorted";

/** How a value of a column follows from a standard normal number. */
export type Marginal = (z: number) => number;

const day = 86_400_000;
const dateSteps = [day, 3_600_000, 60_000, 1_000, 1];
const mostDecimals = 6;

/** Draws the values that there are, each as often as it is. */
export function valuesMarginal({ levels, cuts }: NormalScores): Marginal {
  return (z) => levels[countBelow(cuts, z)]!;
}

/**
 * Draws numbers by the empirical quantile function, linear between neighbours (type 7), rounded to what all
 * values of the column are multiples of: whole numbers, decimals, days or seconds. No value leaves the range.
 */
export function numbersMarginal(scored: NormalScores, type: ColumnType): Marginal {
  const { levels, counts, present } = scored;
  const starts = new Float64Array(levels.length);
  for (let i = 1; i < levels.length; i++) starts[i] = starts[i - 1]! + counts[i - 1]!;
  const round = roundingOf(levels, type);
  const [least, most] = [levels[0]!, levels.at(-1)!];
  return (z) => {
    const place = normalCdf(z) * (present - 1);
    let [low, high] = [0, levels.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= place) low = middle;
      else high = middle - 1;
    }
    const value = levels[low]!;
    const past = place - (starts[low]! + counts[low]! - 1);
    const next = past > 0 ? (levels[low + 1] ?? value) : value;
    const share = Math.max(0, past);
    // Rounding gives -0 of what is just below 0.
    return Math.min(most, Math.max(least, round(value * (1 - share) + next * share))) + 0;
  };
}

function roundingOf(levels: Float64Array, type: ColumnType): (value: number) => number {
  if (type === "integer") return Math.round;
  if (type === "date") {
    const step = dateSteps.find((size) => levels.every((value) => value % size === 0));
    return step ? (value) => Math.round(value / step) * step : (value) => Math.round(value * 1_000) / 1_000;
  }
  for (let decimals = 0; decimals <= mostDecimals; decimals++) {
    const scale = 10 ** decimals;
    if (levels.every((value) => Math.round(value * scale) / scale === value))
      return (value) => Math.round(value * scale) / scale;
  }
  return (value) => value;
}
