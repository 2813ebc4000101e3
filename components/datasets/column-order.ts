import type { ColumnProfile } from "@/lib/datasets/profile";

/** What columns are sorted by, and how that is called. */
export const columnOrders = [
  { by: "file", label: "File order" },
  { by: "name", label: "By name" },
  { by: "missing", label: "Most missing" },
  { by: "distinct", label: "Most distinct" },
  { by: "association", label: "Strongest with the target" },
] as const;
export type ColumnOrder = (typeof columnOrders)[number]["by"];

/** Columns in an order; those that are equal in it stay as the file has them. */
export function sortColumns(
  columns: readonly ColumnProfile[],
  by: ColumnOrder,
  file: readonly { name: string }[],
): ColumnProfile[] {
  const place = new Map(file.map(({ name }, i) => [name, i]));
  const strength = ({ association }: ColumnProfile) => Math.abs(association?.value ?? 0);
  const orders: Record<ColumnOrder, (a: ColumnProfile, b: ColumnProfile) => number> = {
    file: () => 0,
    name: (a, b) => a.name.localeCompare(b.name, "en", { numeric: true }),
    missing: (a, b) => b.missing - a.missing,
    distinct: (a, b) => b.distinct - a.distinct,
    association: (a, b) => strength(b) - strength(a),
  };
  return columns.toSorted((a, b) => orders[by](a, b) || (place.get(a.name) ?? 0) - (place.get(b.name) ?? 0));
}
