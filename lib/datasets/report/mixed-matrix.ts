import { correlationRatio } from "@/lib/stats/association";
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
    return orNull(correlationRatio(numeric.get(number)!, codes.get(category)!));
  };
  const values = names.map((a, i) => names.map((b, j) => (j < i ? null : between(a, b))));
  for (let i = 0; i < names.length; i++) for (let j = 0; j < i; j++) values[i]![j] = values[j]![i]!;
  const order = clusterOrder(
    Float64Array.from(values.flat(), (value) => 1 - (value ?? 0)),
    names.length,
  );
  return { columns: order.map((i) => names[i]!), values: order.map((i) => order.map((j) => values[i]![j]!)) };
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function absolute(value: number | null): number | null {
  return value === null ? null : Math.abs(value);
}

function lookUp(matrix: Matrix | null): (a: string, b: string) => number | null {
  const place = new Map(matrix?.columns.map((name, i) => [name, i]));
  return (a, b) => matrix?.values[place.get(a) ?? -1]?.[place.get(b) ?? -1] ?? null;
}
