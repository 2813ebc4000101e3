import type { TableLike } from "@/lib/notebooks/runtime/table-like";
import { Unreadable } from "./cell-words";
import { rowFilter } from "./row-filter";
import type { createSlices } from "./slices";
import { sortedRows } from "./sort-rows";

export type Sort = { name: string; isDescending: boolean };
const block = 2_048;

type Parts = {
  inSlices: ReturnType<typeof createSlices>;
  /** Whether the table can still be seen. */
  isThere: () => boolean;
  /** Hears when other rows are shown, or are being looked for. */
  changed: () => void;
};

/** Which rows of a table are shown, in which order: those that pass what is written above the columns. */
export type TableView = ReturnType<typeof tableView>;

/** A view of a table: all rows as they come, until somebody sorts or filters. */
export function tableView(table: TableLike, { inSlices, isThere, changed }: Parts) {
  const count = table.numRows();
  const filters = new Map<string, string>();
  let order: ArrayLike<number> | null = null;
  let passed: Uint32Array | null = null;
  let sort: Sort | null = null;
  let search: object | null = null;

  /** A value; a getter of the cell's own that throws spoils only its own place. */
  function valueAt(name: string, row: number): unknown {
    try {
      return table.get(name, row);
    } catch (error) {
      return new Unreadable(error instanceof Error ? error.message : "its own code failed");
    }
  }

  function* look(take: (rows: Uint32Array) => void): Generator<undefined, void> {
    const tests = [...filters].flatMap(([name, text]) => {
      const test = rowFilter(text);
      return test ? [{ name, test }] : [];
    });
    const rows = new Uint32Array(count);
    let found = 0;
    for (let place = 0; place < count; place++) {
      if (place % block === block - 1) yield;
      const row = order?.[place] ?? place;
      if (tests.every(({ name, test }) => test(valueAt(name, row)))) rows[found++] = row;
    }
    take(rows.slice(0, found));
  }

  /** Looks for the rows that pass; those shown before stay until it is known. */
  function filterNow(): void {
    const own = (search = {});
    if (![...filters.values()].some(rowFilter)) {
      [search, passed] = [null, null];
      return changed();
    }
    const steps = look((rows) => ([search, passed] = [null, rows]));
    void inSlices(steps, { isWanted: () => search === own && isThere(), isUrgent: true }).then(
      (isDone) => isDone && changed(),
    );
    changed();
  }

  return {
    /** Rows of the table, and those of them that are shown. */
    count,
    shown: () => passed?.length ?? count,
    isFiltered: () => passed !== null,
    isSearching: () => search !== null,
    /** The row of the table that is shown at a place. */
    rowAt: (place: number): number => (passed ?? order)?.[place] ?? place,
    valueAt,
    sort: () => sort,
    filterOf: (name: string) => filters.get(name) ?? "",
    setFilter(name: string, text: string): void {
      if (text === "") filters.delete(name);
      else filters.set(name, text);
      filterNow();
    },
    clearFilters(): void {
      filters.clear();
      filterNow();
    },
    /** Sorts upwards, then downwards, then not at all. */
    sortBy(name: string): void {
      const isSame = sort?.name === name;
      sort = isSame && sort?.isDescending ? null : { name, isDescending: isSame };
      const { isDescending } = sort ?? {};
      order = sort && sortedRows(count, (row) => valueAt(name, row), isDescending === true);
      filterNow();
    },
  };
}
