"use client";

import Link from "next/link";
import { useEffect, useState } from "react";
import { callApi } from "@/components/ui/call-api";
import { ErrorNote } from "@/components/ui/error-note";
import { Skeleton } from "@/components/ui/skeleton";
import { integer } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";
import { RowTable, type TableRow } from "./row-table";

const pageSize = 100;
type Props = {
  slug: string;
  dataset: string;
  version: number;
  total: number;
  columns: ColumnSchema[];
  page: number;
};

export function RowsView({ slug, dataset, version, total, columns, page }: Props) {
  const [rows, setRows] = useState<TableRow[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const offset = (page - 1) * pageSize;
  const path =
    `/projects/${slug}/datasets/${encodeURIComponent(dataset)}/versions/${version}/rows` +
    `?offset=${offset}&limit=${pageSize}`;

  useEffect(() => {
    const leaving = new AbortController();
    void callApi<{ rows: TableRow[] }>("GET", path, undefined, leaving.signal).then((answer) => {
      if (leaving.signal.aborted) return;
      if (answer.ok) setRows(answer.value.rows);
      else setError(answer.message);
    });
    return () => leaving.abort();
  }, [path]);

  const at = (to: number) => `?version=${version}&view=rows&page=${to}`;
  return (
    <>
      <ErrorNote message={error} />
      {rows ? <RowTable columns={columns} rows={rows} label="Rows" /> : <Skeleton rows={12} columns={6} />}
      <p className="t-foot num">
        {integer(offset + 1)}–{integer(Math.min(total, offset + pageSize))} of {integer(total)}
        {page > 1 ? <Link href={at(page - 1)}>Before</Link> : null}
        {offset + pageSize < total ? <Link href={at(page + 1)}>After</Link> : null}
      </p>
    </>
  );
}
