"use client";

import { useState } from "react";
import { usePerson } from "@/components/projects/person";
import { useDraft } from "@/components/ui/use-draft";
import { formulaOfFacets, type FacetChoice } from "@/lib/datasets/facets";
import { columnsAfterAll, stepsSchema, type Step } from "@/lib/datasets/recipe";
import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import { redone, undone, written, type History } from "./recipe-history";
import { usePreview, type KnownColumns } from "./use-preview";

/** What a recipe begins with, the version that it is made for, and how many rows that has. */
type Beginning = {
  slug: string;
  dataset: string;
  version: number;
  columns: ColumnSchema[];
  rows: number;
  first: Step[];
};
/** A step that is being written: where it will stand, and the step once it is one. */
export type Trial = { at: number; step: Step | null };
type Columns = readonly ColumnSchema[];

/**
 * The steps of a recipe while they are written, with what they were before, kept as a draft of this person in
 * this browser; and what those that are looked at make of the rows.
 */
export function useRecipe({ slug, dataset, version, columns, rows, first }: Beginning) {
  const [history, setHistory] = useState<History>({ past: [], now: first, future: [] });
  const [shown, setShown] = useState(first.length);
  const [trial, setTrial] = useState<Trial | null>(null);
  const [facets, setFacets] = useState<readonly FacetChoice[]>([]);
  const [known, setKnown] = useState<KnownColumns>({});
  const [continued, setContinued] = useState<Date | null>(null);
  const steps = history.now;
  const key = `perihelion recipe ${usePerson()} ${slug} ${dataset} v${version}`;
  const draft = useDraft(key, stepsSchema, (kept) => {
    const all = [...kept.value, ...first.filter((step) => !kept.value.some((old) => isEqual(old, step)))];
    setContinued(kept.at);
    setHistory({ past: [], now: all, future: [] });
    setShown(all.length);
  });
  const api = `/projects/${slug}/datasets/${encodeURIComponent(dataset)}/versions/${version}`;

  function become(next: History) {
    setHistory(next);
    setShown(next.now.length);
    setTrial(null);
    if (next.now.length > 0) draft.keep(next.now);
    else draft.drop();
  }
  function startOver() {
    setContinued(null);
    become({ past: [], now: first, future: [] });
    draft.drop();
  }
  const looked = trial
    ? [...steps.slice(0, trial.at), ...(trial.step ? [trial.step] : [])]
    : steps.slice(0, shown);
  const until = JSON.stringify(looked);
  /** The columns after some steps: those that were seen, else those that the steps say. */
  const columnsAfter = (some: readonly Step[]) => known[JSON.stringify(some)] ?? columnsSaid(columns, some);
  const lookedColumns = columnsAfter(looked);
  const where = lookedColumns === null ? null : formulaOfFacets(facets, lookedColumns);
  return {
    api,
    steps,
    columnsAfter: (some: readonly Step[]) => columnsAfter(some) ?? columns,
    lookedColumns: lookedColumns ?? [],
    facets,
    setFacets,
    where,
    /** Adds steps behind those that are looked at, by one change, and looks at the last of them. */
    insert: (...added: Step[]) => {
      become(written(history, steps.toSpliced(looked.length, 0, ...added)));
      setShown(looked.length + added.length);
    },
    write: (next: Step[]) => become(written(history, next)),
    undo: history.past.length > 0 ? () => become(undone(history)) : null,
    redo: history.future.length > 0 ? () => become(redone(history)) : null,
    looked,
    shown: looked.length,
    show: setShown,
    trial,
    try: setTrial,
    continued,
    startOver,
    dropDraft: draft.drop,
    ...usePreview({ api, until, where, rows, onColumns: setKnown }, trial !== null),
  };
}
export type Recipe = ReturnType<typeof useRecipe>;

/** The columns that steps say they make; null where only the rows say it, or a step does not fit. */
function columnsSaid(columns: Columns, steps: readonly Step[]): Columns | null {
  try {
    return columnsAfterAll(columns, steps);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return null;
  }
}

function isEqual(a: Step, b: Step): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
