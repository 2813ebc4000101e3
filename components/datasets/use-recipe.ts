"use client";

import { useEffect, useState } from "react";
import { usePerson } from "@/components/projects/person";
import { callApi } from "@/components/ui/call-api";
import { useDraft } from "@/components/ui/use-draft";
import { stepsSchema, type Step } from "@/lib/datasets/recipe";
import type { Preview } from "./recipe-preview";

/** What a recipe begins with, and the API address of the version that it is made for. */
type Beginning = { slug: string; dataset: string; version: number; first: Step[] };

/**
 * The steps of a recipe while they are written, kept as a draft of this person in this browser, and what
 * those that are looked at make of the rows.
 */
export function useRecipe({ slug, dataset, version, first }: Beginning) {
  const [steps, setSteps] = useState<Step[]>(first);
  const [shown, setShown] = useState(first.length);
  const [continued, setContinued] = useState<Date | null>(null);
  const key = `perihelion recipe ${usePerson()} ${slug} ${dataset} v${version}`;
  const draft = useDraft(key, stepsSchema, (kept) => {
    const all = [...kept.value, ...first.filter((step) => !kept.value.some((old) => isEqual(old, step)))];
    setContinued(kept.at);
    setSteps(all);
    setShown(all.length);
  });
  const api = `/projects/${slug}/datasets/${encodeURIComponent(dataset)}/versions/${version}`;

  function write(next: Step[]) {
    setSteps(next);
    setShown(next.length);
    if (next.length > 0) draft.keep(next);
    else draft.drop();
  }
  function startOver() {
    setContinued(null);
    setSteps(first);
    setShown(first.length);
    draft.drop();
  }
  return {
    api,
    steps,
    write,
    shown,
    show: setShown,
    continued,
    startOver,
    dropDraft: draft.drop,
    ...usePreview(api, JSON.stringify(steps.slice(0, shown))),
  };
}

/** What steps make of the rows. While others are computed, the former stay, and are said to be old. */
function usePreview(api: string, until: string) {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const body = { steps: JSON.parse(until) as Step[] };
    void callApi<Omit<Preview, "until">>("POST", `${api}/preview`, body, leaving.signal).then((answer) => {
      if (leaving.signal.aborted) return;
      setProblem(answer.ok ? null : answer.message);
      if (answer.ok) setPreview({ ...answer.value, until });
    });
    return () => leaving.abort();
  }, [api, until]);
  return { preview, problem, isOld: preview !== null && preview.until !== until };
}

function isEqual(a: Step, b: Step): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
