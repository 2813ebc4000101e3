import { addressOfColumns } from "@/lib/runs/columns";
import type { RunsSearch } from "@/lib/runs/schema";

type Change = Partial<Record<"filter" | "sort" | "order" | "after", string>> & {
  /** Columns by their ids; null for the usual ones. */
  columns?: readonly string[] | null;
};

/** The address of the runs table with some of its parameters changed; empty ones are left out. */
export function withSearch(search: RunsSearch, { columns, ...change }: Change): string {
  const all = {
    filter: search.filter,
    sort: search.sort === "started" ? undefined : search.sort,
    order: search.order === "desc" ? undefined : search.order,
    columns: columns ? addressOfColumns(columns) : columns === null ? undefined : search.columns,
    deleted: search.deleted ? "true" : undefined,
    after: search.after,
    ...change,
  };
  const entries = Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return `?${new URLSearchParams(entries)}`;
}
