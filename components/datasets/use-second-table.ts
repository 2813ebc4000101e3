"use client";

import { useParams } from "next/navigation";
import { useEffect, useState } from "react";
import { callApi, type Answer } from "@/components/ui/call-api";
import { tableRef, type TableRef } from "@/lib/datasets/steps/table-ref";
import type { ColumnSchema } from "@/lib/frame/frame";

type Listed = { name: string; number: number; rows: number };
type DatasetPage = { datasets: Listed[]; next: string | null };
type VersionPage = { versions: { number: number; rows: number }[]; next: string | null };

/** So many datasets or versions are asked for at a time. */
const pageSize = 200;

/** The table of a step as far as it is said, its columns once they are known, and what is wrong with it. */
export type SecondTable = {
  table: TableRef | null;
  columns: ColumnSchema[] | undefined;
  problem: string | null;
};

/** What the API says at an address of the project that the page is of; null while it says nothing. */
function useAnswer<Value>(path: string | null): Answer<Value> | null {
  const { projectSlug } = useParams<{ projectSlug: string }>();
  const [known, setKnown] = useState<{ path: string; answer: Answer<Value> } | null>(null);
  useEffect(() => {
    if (path === null) return;
    const leaving = new AbortController();
    const asked = callApi<Value>("GET", `/projects/${projectSlug}${path}`, undefined, leaving.signal);
    void asked.then((answer) => {
      if (!leaving.signal.aborted) setKnown({ path, answer });
    });
    return () => leaving.abort();
  }, [projectSlug, path]);
  return known !== null && known.path === path ? known.answer : null;
}

/** The table that a step names, and its columns. */
export function useSecondTable(value: unknown): SecondTable {
  const parsed = tableRef.safeParse(value);
  const table = parsed.success ? parsed.data : null;
  const path = table && `/datasets/${encodeURIComponent(table.dataset)}/versions/${table.version}`;
  const answer = useAnswer<{ columns: ColumnSchema[] }>(path);
  return {
    table,
    columns: answer?.ok ? answer.value.columns : undefined,
    problem: answer && !answer.ok ? answer.message : null,
  };
}

/** The datasets of the project, a page more each time that `more` is called; null where these are all. */
export function useDatasets(): { datasets: Listed[]; more: (() => void) | null } {
  const [pages, setPages] = useState<Listed[]>([]);
  const [after, setAfter] = useState("");
  const answer = useAnswer<DatasetPage>(`/datasets?limit=${pageSize}${after}`);
  if (!answer?.ok) return { datasets: pages, more: null };
  const { datasets, next } = answer.value;
  const all = [...pages, ...datasets];
  const more = () => (setPages(all), setAfter(`&after=${encodeURIComponent(next!)}`));
  return { datasets: all, more: next === null ? null : more };
}

/** The versions of a dataset, the newest first. */
export function useVersions(dataset: string | null): { number: number; rows: number }[] {
  const path = dataset && `/datasets/${encodeURIComponent(dataset)}/versions?limit=${pageSize}`;
  const answer = useAnswer<VersionPage>(path);
  return answer?.ok ? answer.value.versions : [];
}
