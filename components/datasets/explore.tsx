"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { Skeleton } from "@/components/ui/skeleton";
import type { ImportNote } from "@/lib/datasets/import-note";
import { integer } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";
import { ColumnTable, targetFirst } from "./column-table";
import { CorrelationMatrix } from "./correlation-matrix";
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
  importNote: ImportNote | null;
  mayWrite: boolean;
};

/** Distributions and figures of every column, what was found, and how columns go together. */
export function Explore({ slug, dataset, version, columns, target, importNote, mayWrite }: Props) {
  const router = useRouter();
  const [all, setAll] = useState(false);
  const api = `/api/projects/${slug}/datasets/${encodeURIComponent(dataset)}/versions/${version}`;
  const state = useProfile(`${api}/profile${target ? `?target=${encodeURIComponent(target)}` : ""}`);
  const columnsInOrder = targetFirst(state.columns);
  const shown = all ? columnsInOrder : columnsInOrder.slice(0, shownAtFirst);
  const choose = (name: string) =>
    router.push(`?version=${version}&view=explore${name ? `&target=${encodeURIComponent(name)}` : ""}`);

  return (
    <div className="explore">
      <div>
        <div className="bar-tools">
          <label className="row s12 t3">
            Target
            <select
              className="input role-choice target-choice"
              value={target ?? state.target?.name ?? ""}
              onChange={(event) => choose(event.target.value)}
            >
              <option value="">None chosen</option>
              {columns
                .filter(({ type }) => type !== "date")
                .map(({ name }) => (
                  <option key={name}>{name}</option>
                ))}
            </select>
          </label>
          {state.profile || state.error ? null : (
            <span className="row t3 s12 num" role="status">
              {state.before > 0
                ? `${state.before} before you`
                : state.total > 0
                  ? `${state.done} of ${state.total} columns`
                  : "Reading …"}
              <button type="button" className="btn-link" onClick={state.stop}>
                Stop
              </button>
            </span>
          )}
          <span className="grow" />
          <span className="key s12 key-all">
            <i />
            <span>all</span>
          </span>
          {state.target ? (
            <span className="key s12 key-class">
              <i />
              <span>
                {state.target.name} {state.target.class}
              </span>
            </span>
          ) : null}
          {state.target?.unlabelled ? (
            <span className="s12 t3 num">
              {integer(state.target.unlabelled)} rows without {state.target.name} are in no association
            </span>
          ) : null}
        </div>
        <ErrorNote message={state.error} />
        {state.columns.length > 0 ? (
          <ColumnTable columns={shown} targetName={state.target?.name ?? null} />
        ) : state.error ? null : (
          <Skeleton rows={14} columns={5} />
        )}
        <p className="t-foot">
          <span className="grow num">
            {integer(shown.length)} of {integer(columns.length)} columns shown
          </span>
          {columns.length > shownAtFirst ? (
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
