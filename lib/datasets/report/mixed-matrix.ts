import { clusterOrder } from "@/lib/stats/cluster";
import type { Correlations, Matrix } from "../profile";
import type { Room } from "../profile-column";

/**
 * How any two columns go together, from 0 to 1: |rho| of two numbers, Cramér's V of two categories, and of a
 * number and a category the correlation ratio, the square root of the share of the number's variance that
 * lies between the categories.
 *
 * @param names the columns that vary: a truth value is a number and a category, and here a category
 * @returns null with fewer than two columns
 */
export function mixedMatrix(
  { spearman, cramersV }: Correlations,
  { numeric, codes }: Pick<Room, "numeric" | "codes">,
  { numbers: numeral, categories }: { numbers: readonly string[]; categories: readonly string[] },
): Matrix | null {
  const rho = lookUp(spearman);
  const v = lookUp(cramersV);
  const numbers = numeral.filter((name) => !categories.includes(name));
  const names = [...numbers, ...categories];
  if (names.length < 2) return null;
  const isNumber = new Set(numbers);
  const between = (a: string, b: string): number | null => {
    if (a === b) return 1;
    if (isNumber.has(a) && isNumber.has(b)) return absolute(rho(a, b));
    if (!isNumber.has(a) && !isNumber.has(b)) return v(a, b);
    const [number, category] = isNumber.has(a) ? [a, b] : [b, a];
    return correlationRatio(numeric.get(number)!, codes.get(category)!);
  };
  const values = names.map((a, i) => names.map((b, j) => (j < i ? null : between(a, b))));
  for (let i = 0; i < names.length; i++) for (let j = 0; j < i; j++) values[i]![j] = values[j]![i]!;
  const order = clusterOrder(
    Float64Array.from(values.flat(), (value) => 1 - (value ?? 0)),
    names.length,
  );
  return { columns: order.map((i) => names[i]!), values: order.map((i) => order.map((j) => values[i]![j]!)) };
}

function absolute(value: number | null): number | null {
  return value === null ? null : Math.abs(value);
}

function lookUp(matrix: Matrix | null): (a: string, b: string) => number | null {
  const place = new Map(matrix?.columns.map((name, i) => [name, i]));
  return (a, b) => matrix?.values[place.get(a) ?? -1]?.[place.get(b) ?? -1] ?? null;
}

/**
 * The square root of the share of a number's variance that lies between categories, over rows with both.
 *
 * @param codes the category of each row, below 0 where missing
 * @returns [0, 1]; null without variance
 */
export function correlationRatio(values: Float64Array, codes: Int32Array): number | null {
  const sums = new Map<number, { n: number; sum: number }>();
  const origin = values.find((value) => value === value) ?? 0;
  let [n, total, squares] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    if (codes[i]! < 0 || values[i] !== values[i]) continue;
    const group = sums.get(codes[i]!) ?? { n: 0, sum: 0 };
    sums.set(codes[i]!, group);
    group.n++;
    group.sum += values[i]! - origin;
    n++;
    total += values[i]! - origin;
  }
  const mean = total / n;
  for (let i = 0; i < values.length; i++)
    if (codes[i]! >= 0 && values[i] === values[i]) squares += (values[i]! - origin - mean) ** 2;
  if (!(squares > 0)) return null;
  let between = 0;
  for (const group of sums.values()) between += group.n * (group.sum / group.n - mean) ** 2;
  return Math.sqrt(Math.min(1, between / squares));
}
