"use client";

import { ErrorNote } from "@/components/ui/error-note";
import { Skeleton } from "@/components/ui/skeleton";
import type { ImportNote } from "@/lib/datasets/import-note";
import { integer } from "@/lib/format";
import type { MaskedFor } from "@/lib/datasets/shown";
import type { ColumnSchema } from "@/lib/frame/frame";
import { sortColumns } from "./column-order";
import { ColumnTable, targetFirst } from "./column-table";
import { CorrelationMatrix } from "./correlation-matrix";
import { ExploreTools } from "./explore-tools";
import { Findings } from "./findings";
import { ImportNotes } from "./import-notes";
import { useExploreSearch } from "./use-explore-search";
import { useProfile } from "./use-profile";

const shownAtFirst = 25;
type Props = {
  slug: string;
  dataset: string;
  version: number;
  columns: ColumnSchema[];
  /** The target that the dictionary says, where the address says none. */
  usualTarget: string | null;
  units: Record<string, string>;
  importNote: ImportNote | null;
  masks: readonly MaskedFor[];
  mayWrite: boolean;
};

/** Distributions and figures of every column, what was found, and how columns go together. */
export function Explore({
  slug,
  dataset,
  version,
  columns,
  usualTarget,
  units,
  importNote,
  masks,
  mayWrite,
}: Props) {
  const [search, go] = useExploreSearch();
  const target = search.target ?? usualTarget;
  const at = `/projects/${slug}/datasets/${encodeURIComponent(dataset)}/versions/${version}`;
  const state = useProfile(`/api${at}/profile${target ? `?target=${encodeURIComponent(target)}` : ""}`);
  const found = state.columns.filter(({ name }) => name.toLowerCase().includes(search.find.toLowerCase()));
  const columnsInOrder = targetFirst(sortColumns(found, search.by, columns));
  const shown = search.all ? columnsInOrder : columnsInOrder.slice(0, shownAtFirst);
  const targetName = (state.target ?? state.against)?.name ?? null;

  return (
    <div className="explore">
      <div>
        <ExploreTools columns={columns} target={target} search={search} state={state} onGo={go} />
        <ErrorNote message={state.error} />
        {state.columns.length > 0 ? (
          <ColumnTable
            columns={shown}
            targetName={targetName}
            units={units}
            masks={masks}
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
            <button type="button" className="btn-link" onClick={() => go({ all: !search.all })}>
              {search.all ? "Show fewer" : "Show all"}
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
            targetName={targetName}
            version={at}
            search={search}
            onGo={go}
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
