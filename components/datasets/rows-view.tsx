"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { startTransition, useOptimistic, useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { Skeleton } from "@/components/ui/skeleton";
import { useAnswer } from "@/components/ui/use-answer";
import type { CellCounts } from "@/lib/datasets/cell-counts";
import { columnText } from "@/lib/datasets/formula-tokens";
import type { ImportedWith } from "@/lib/datasets/import-options";
import type { DatasetSearch } from "@/lib/datasets/schema";
import { integer } from "@/lib/format";
import type { MaskedFor } from "@/lib/datasets/shown";
import type { ColumnSchema } from "@/lib/frame/frame";
import { ColumnCells } from "./column-cells";
import type { TableRow } from "./row-table";
import { RowsGrid } from "./rows-grid";
import { RowsTools } from "./rows-tools";

const pageSize = 100;
/** Columns that are drawn at once; the others are reached by hiding or pinning. */
const mostColumns = 100;

type Answer = { rows: TableRow[]; numbers: number[]; matching: number };
type Props = {
  slug: string;
  dataset: string;
  version: number;
  columns: ColumnSchema[];
  units: Record<string, string>;
  masks: readonly MaskedFor[];
  search: DatasetSearch;
  /** How the file of the version was read, for who may read it again; null where nobody can. */
  importedWith: ImportedWith | null;
  mayPrepare: boolean;
};

/** Rows as they are kept: filtered, sorted, a page at a time; all that is chosen stands in the address. */
export function RowsView({ slug, dataset, version, columns, units, masks, search: kept, ...may }: Props) {
  const router = useRouter();
  // what was chosen last holds at once, so that a second click goes on from the first
  const [search, choose] = useOptimistic(kept);
  const [copied, setCopied] = useState<string | null>(null);
  const { filter, sort, down, pin, hide, page, cells } = search;
  const offset = (page - 1) * pageSize;
  const api = `/projects/${slug}/datasets/${encodeURIComponent(dataset)}/versions/${version}`;
  const asked = new URLSearchParams({ offset: String(offset), limit: String(pageSize) });
  const choice = new URLSearchParams();
  if (filter) choice.set("filter", filter);
  if (sort) choice.set("sort", sort);
  if (sort && down) choice.set("down", "true");
  const { value, error } = useAnswer<Answer>(`${api}/rows?${asked}&${choice}`);

  const counted = useAnswer<{ columns: CellCounts[] }>(`${api}/cells`);
  const counts = new Map(counted.value?.columns.map((one) => [one.column, one]));
  const listed = cells === undefined ? undefined : counts.get(cells);

  const addressOf = (change: Partial<DatasetSearch>) => {
    const next = { filter, sort, down, pin, hide, cells, page: 1, ...change };
    const words = new URLSearchParams({ version: String(version), view: "rows" });
    if (next.filter) words.set("filter", next.filter);
    if (next.sort) words.set("sort", next.sort);
    if (next.sort && next.down) words.set("down", "true");
    if (next.pin.length > 0) words.set("pin", JSON.stringify(next.pin));
    if (next.hide.length > 0) words.set("hide", JSON.stringify(next.hide));
    if (next.cells !== undefined) words.set("cells", next.cells);
    if (next.page > 1) words.set("page", String(next.page));
    return `?${words}`;
  };
  const go = (change: Partial<DatasetSearch>) =>
    startTransition(() => {
      choose({ ...search, page: 1, ...change });
      router.push(addressOf(change), { scroll: false });
    });

  const pinned = columns.filter(({ name }) => pin.includes(name));
  const others = columns.filter(({ name }) => !pin.includes(name) && !hide.includes(name));
  const visible = [...pinned, ...others];
  const shown = visible.slice(0, mostColumns);
  const copy = (what: string, text: string) =>
    void navigator.clipboard.writeText(text).then(() => setCopied(`${what} copied`));
  const last = offset + (value?.rows.length ?? 0);
  return (
    <>
      <RowsTools
        key={filter ?? ""}
        columns={columns}
        search={search}
        download={`/api${api}/download`}
        choice={choice}
        visible={visible.map(({ name }) => name)}
        onRow={(row) => go(pageOf(row))}
        onGo={go}
      />
      <ErrorNote message={error ?? counted.error} />
      {listed ? (
        <ColumnCells
          key={listed.column}
          {...{ slug, dataset, version, ...may }}
          counts={listed}
          onRow={(row) => go(pageOf(row))}
          onMissing={() => go({ filter: `is_missing(${columnText(listed.column)})` })}
          onClose={() => go({ page, cells: undefined })}
        />
      ) : null}
      {value ? (
        <RowsGrid
          columns={shown}
          pinned={pinned.length}
          units={units}
          masks={masks}
          rows={value.rows}
          numbers={value.numbers}
          sort={sort ? { column: sort, down } : null}
          counts={counts}
          listed={cells}
          onCells={(column) => go({ page, cells: column === cells ? undefined : column })}
          onSort={(column) => go(nextSort(column, sort, down))}
          onPin={(name) => go({ page, pin: toggled(pin, name) })}
          onHide={(name) => go({ page, hide: [...hide, name], pin: pin.filter((other) => other !== name) })}
          onCopy={copy}
        />
      ) : error ? null : (
        <Skeleton rows={12} columns={6} />
      )}
      <p className="t-foot num">
        <span className="grow">
          {value
            ? `${integer(Math.min(offset + 1, last))}–${integer(last)} of ${integer(value.matching)}` +
              (filter ? " that match" : "")
            : null}
          {visible.length > shown.length
            ? `; ${shown.length} of ${integer(visible.length)} columns: hide some or pin others to see them`
            : null}
        </span>
        <span role="status" className="t3">
          {copied}
        </span>
        {page > 1 ? <Link href={addressOf({ page: page - 1 })}>Before</Link> : null}
        {value && last < value.matching ? <Link href={addressOf({ page: page + 1 })}>After</Link> : null}
      </p>
    </>
  );
}

/** The page on which a row stands, of all rows in their own order. */
function pageOf(row: number): Partial<DatasetSearch> {
  return { filter: undefined, sort: undefined, page: Math.ceil(row / pageSize) };
}

function toggled(names: string[], name: string): string[] {
  return names.includes(name) ? names.filter((other) => other !== name) : [...names, name];
}

/** Up, then down, then the table's own order. */
function nextSort(column: string, sort: string | undefined, down: boolean): Partial<DatasetSearch> {
  if (sort !== column) return { sort: column, down: false };
  return down ? { sort: undefined, down: false } : { sort: column, down: true };
}
