"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { Skeleton } from "@/components/ui/skeleton";
import type { ImportNote } from "@/lib/datasets/import-note";
import type { DatasetSearch } from "@/lib/datasets/schema";
import { integer } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";
import { sortColumns } from "./column-order";
import { ColumnTable, targetFirst } from "./column-table";
import { CorrelationMatrix } from "./correlation-matrix";
import { ExploreTools, type ExploreChange } from "./explore-tools";
import { Findings } from "./findings";
import { ImportNotes } from "./import-notes";
import { useProfile } from "./use-profile";

const shownAtFirst = 25;
type Props = {
  slug: string;
  dataset: string;
  version: number;
  columns: ColumnSchema[];
  target: string | null;
  units: Record<string, string>;
  search: Pick<DatasetSearch, "find" | "by">;
  importNote: ImportNote | null;
  mayWrite: boolean;
};

/** Distributions and figures of every column, what was found, and how columns go together. */
export function Explore({
  slug,
  dataset,
  version,
  columns,
  target,
  units,
  search,
  importNote,
  mayWrite,
}: Props) {
  const router = useRouter();
  const [all, setAll] = useState(false);
  const api = `/api/projects/${slug}/datasets/${encodeURIComponent(dataset)}/versions/${version}`;
  const state = useProfile(`${api}/profile${target ? `?target=${encodeURIComponent(target)}` : ""}`);
  const found = state.columns.filter(({ name }) => name.toLowerCase().includes(search.find.toLowerCase()));
  const columnsInOrder = targetFirst(sortColumns(found, search.by, columns));
  const shown = all ? columnsInOrder : columnsInOrder.slice(0, shownAtFirst);
  const go = (change: ExploreChange) => {
    const next = { target: target ?? "", ...search, ...change };
    const words = new URLSearchParams({ version: String(version), view: "explore" });
    if (next.target) words.set("target", next.target);
    if (next.find) words.set("find", next.find);
    if (next.by !== "file") words.set("by", next.by);
    router.replace(`?${words}`, { scroll: false });
  };

  return (
    <div className="explore">
      <div>
        <ExploreTools columns={columns} target={target} search={search} state={state} onGo={go} />
        <ErrorNote message={state.error} />
        {state.columns.length > 0 ? (
          <ColumnTable
            columns={shown}
            targetName={state.target?.name ?? null}
            units={units}
            here={`/projects/${slug}/data/${encodeURIComponent(dataset)}/column?version=${version}`}
          />
        ) : state.error ? null : (
          <Skeleton rows={14} columns={5} />
        )}
        <p className="t-foot">
          <span className="grow num">
            {integer(shown.length)} of {integer(columns.length)} columns shown
            {search.find ? `; ${integer(found.length)} have “${search.find}” in their name` : ""}
          </span>
          {found.length > shownAtFirst ? (
            <button type="button" className="btn-link" onClick={() => setAll(!all)}>
              {all ? "Show fewer" : "Show all"}
            </button>
          ) : null}
        </p>
      </div>
      <aside>
        <Findings
          findings={state.profile?.findings ?? null}
          prepare={
            mayWrite
              ? `/projects/${slug}/data/${encodeURIComponent(dataset)}/prepare?version=${version}`
              : null
          }
        />
        <ImportNotes note={importNote} />
        {state.profile?.correlations ? (
          <CorrelationMatrix
            correlations={state.profile.correlations}
            target={state.target}
            columnsUrl={`${api}/arrow`}
            repeated={
              new Set(
                state.columns
                  .filter(({ flag }) => flag === "copy" || flag === "identifier")
                  .map(({ name }) => name),
              )
            }
          />
        ) : null}
      </aside>
    </div>
  );
}
